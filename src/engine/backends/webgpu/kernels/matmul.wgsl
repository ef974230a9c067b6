// gemm.wgsl over a batch of dense matrices, each possibly stored transposed.
override TRANS_A: bool;
override TRANS_B: bool;
struct Params { finish: Fused, gemm: Gemm, depth: u32, slices: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

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

fn quadA(row: u32, k: u32, term: vec4i) -> vec4f {
  let step = select(params.depth, 1u, TRANS_A);
  let at = aBase + select(row * params.depth + k, k * params.gemm.rows + row, TRANS_A);
  return fourOf(row, params.gemm.rows, at, step);
}
fn fourOf(row: u32, rows: u32, at: u32, step: u32) -> vec4f {
  var v = vec4f();
  if (row < rows) { v.x = a[at]; }
  if (row + 1u < rows) { v.y = a[at + step]; }
  if (row + 2u < rows) { v.z = a[at + 2u * step]; }
  if (row + 3u < rows) { v.w = a[at + 3u * step]; }
  return v;
}
fn quadB(k: u32, term: vec4i) -> vec4f {
  let columns = params.gemm.columns;
  let step = select(1u, params.depth, TRANS_B);
  let at = bBase + select(k * columns + column, column * params.depth + k, TRANS_B);
  var v = vec4f();
  if (column < columns) { v.x = b[at]; }
  if (column + WX < columns) { v.y = b[at + WX * step]; }
  if (column + 2u * WX < columns) { v.z = b[at + 2u * WX * step]; }
  if (column + 3u * WX < columns) { v.w = b[at + 3u * WX * step]; }
  return v;
}

fn targetOf(column: u32, split: u32, slice: u32) -> i32 {
  return i32((split * params.slices + slice) * params.gemm.rows * params.gemm.columns + column);
}
fn rowPitch() -> i32 { return i32(params.gemm.columns); }
fn biasOf(row: u32) -> f32 { return 0.0; }
