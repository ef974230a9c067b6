// B of matmul.wgsl word by word: of each of four columns, `step` words apart.
@group(0) @binding(2) var<storage, read> b: array<f32>;
fn fourOfB(at: u32, step: u32) -> vec4f {
  let columns = params.gemm.columns;
  let apart = columnStep();
  var v = vec4f();
  if (column < columns) { v.x = b[at]; }
  if (column + apart < columns) { v.y = b[at + step]; }
  if (column + 2u * apart < columns) { v.z = b[at + 2u * step]; }
  if (column + 3u * apart < columns) { v.w = b[at + 3u * step]; }
  return v;
}
