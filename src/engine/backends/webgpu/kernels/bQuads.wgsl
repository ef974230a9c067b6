// B of matmul.wgsl where four adjacent columns lie in memory as a quad; for gemm.wgsl with B_VECTOR.
@group(0) @binding(2) var<storage, read> b: array<vec4<StoredB>>;
fn fourOfB(at: u32, step: u32) -> vec4f {
  if (column >= params.gemm.columns) { return vec4f(); }
  return vec4f(b[at >> 2u]);
}
