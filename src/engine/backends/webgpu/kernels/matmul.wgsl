// gemm.wgsl over a batch of dense matrices, each possibly stored transposed. One file each loads A (aQuads, aWords) and B.
override TRANS_A: bool;
override TRANS_B: bool;
struct Params { finish: Fused, gemm: Gemm, depth: u32, slices: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read_write> result: array<Stored>;

var<private> aBase: u32;
var<private> bBase: u32;
var<private> column: u32;

fn depthOf(slice: u32) -> u32 { return params.depth; }
fn begin(slice: u32) {
  aBase = slice * params.gemm.rows * params.depth;
  bBase = slice * params.gemm.columns * params.depth;
}
fn termOf(k: u32) -> vec4i { return vec4i(); }
fn startColumns(first: u32) { column = first; }

fn quadA(row: u32, k: u32, term: u32) -> vec4f {
  let step = select(1u, params.gemm.rows, TRANS_A);
  let at = aBase + select(row * params.depth + k, k * params.gemm.rows + row, TRANS_A);
  return fourOfA(at, step, params.depth - k);
}
fn quadB(k: u32, term: vec4i) -> vec4f {
  let step = columnStep() * select(1u, params.depth, TRANS_B);
  let at = bBase + select(k * params.gemm.columns + column, column * params.depth + k, TRANS_B);
  return fourOfB(at, step);
}

fn targetOf(column: u32, split: u32, slice: u32) -> i32 {
  return i32((split * params.slices + slice) * params.gemm.rows * params.gemm.columns + column);
}
fn rowPitch() -> i32 { return i32(params.gemm.columns); }
fn biasOf(row: u32) -> f32 { return 0.0; }
