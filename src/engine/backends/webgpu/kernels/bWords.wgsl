// B of matmul.wgsl word by word: of each of four columns, `step` words apart.
@group(0) @binding(2) var<storage, read> b: array<StoredB>;
fn fourOfB(at: u32, step: u32) -> vec4f {
  let columns = params.gemm.columns;
  let apart = columnStep();
  var v = vec4f();
  if (column < columns) { v.x = f32(b[at]); }
  if (column + apart < columns) { v.y = f32(b[at + step]); }
  if (column + 2u * apart < columns) { v.z = f32(b[at + 2u * step]); }
  if (column + 3u * apart < columns) { v.w = f32(b[at + 3u * step]); }
  return v;
}
