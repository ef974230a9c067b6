// C = A·B by tiles, for operands that a second file describes (matmul.wgsl, convForward.wgsl, …): it says how to find
// elements of A and B and where results go, so a convolution needs no unrolled copy of its picture in memory.
//
// A workgroup computes a tile of WY·ROWS rows by WX·4 columns, an invocation ROWS rows by 4 columns of it in registers. Its
// columns are WX apart, so that at each load and store neighbouring invocations touch neighbouring words. A and B pass
// through workgroup memory in slabs of BK along the summed axis. Tiles count rows first, so that neighbouring workgroups
// read the same columns of B while they are in cache, then columns, then splits of the summed axis (each writes its own
// partial result), then slices (a batch, a group of channels).
//
// The second file provides: `params` with a `Gemm` in front and the array `result`; `depthOf(slice)`, the length of the
// summed axis; `begin` and `startColumns`, told where the invocation works; `termOf(k)`, what loads need to know of a summed
// index; `quadA` and `quadB`; `targetOf`, where a column of row 0 is in `result`; `rowPitch`, from row to row; `biasOf(row)`.
override WX: u32;
override WY: u32;
override ROWS: u32; // 4 or 8
override BK: u32;   // at most WX·WY
// Which index neighbouring invocations advance when they load: the summed one, or the row or column. Should be the one
// along which memory is contiguous. B_BY_K needs WY = BK: an invocation then keeps its columns.
override A_BY_K: bool;
override B_BY_K: bool;

struct Gemm {
  rows: u32,
  columns: u32,
  splits: u32,
  splitDepth: u32, // summed elements of a split
  rowTiles: u32,
  columnTiles: u32,
  firstTile: u32, // long work is cut into several launches
  tiles: u32,
}

override A_QUADS: u32 = WY * (ROWS / 4u);
override A_PITCH: u32 = WY * (ROWS / 4u) + 1u; // one more than needed spreads a column of slabs over the memory banks
var<workgroup> aTile: array<vec4f, BK * A_PITCH>;
var<workgroup> bTile: array<vec4f, BK * WX>;
var<workgroup> terms: array<vec4i, BK>; // what A and B need to know of a summed index, worked out once for the tile

@compute @workgroup_size(WX * WY)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let tile = params.gemm.firstTile + groupIndex(group, groups);
  if (tile >= params.gemm.tiles) { return; }
  let rowTile = tile % params.gemm.rowTiles;
  let columnTile = tile / params.gemm.rowTiles % params.gemm.columnTiles;
  let section = tile / params.gemm.rowTiles / params.gemm.columnTiles;
  let split = section % params.gemm.splits;
  let slice = section / params.gemm.splits;
  let firstRow = rowTile * WY * ROWS;
  let firstColumn = columnTile * WX * 4u;
  let begins = split * params.gemm.splitDepth;
  let ends = min(begins + params.gemm.splitDepth, depthOf(slice));

  begin(slice);
  startColumns(firstColumn + select(lane % WX, lane / BK, B_BY_K));

  var c0 = vec4f(); var c1 = vec4f(); var c2 = vec4f(); var c3 = vec4f();
  var c4 = vec4f(); var c5 = vec4f(); var c6 = vec4f(); var c7 = vec4f();
  let x = lane % WX;
  let y = lane / WX;

  for (var slab = begins; slab < ends; slab += BK) {
    if (lane < BK) { terms[lane] = termOf(slab + lane); }
    workgroupBarrier(); // also: everyone has finished the previous slab
    for (var q = lane; q < BK * A_QUADS; q += WX * WY) {
      let k = select(q / A_QUADS, q % BK, A_BY_K);
      let quad = select(q % A_QUADS, q / BK, A_BY_K);
      var value = vec4f();
      if (slab + k < ends) { value = quadA(firstRow + quad * 4u, slab + k, terms[k]); }
      aTile[k * A_PITCH + quad] = value;
    }
    for (var q = lane; q < BK * WX; q += WX * WY) {
      let k = select(q / WX, q % BK, B_BY_K);
      let quad = select(q % WX, q / BK, B_BY_K);
      var value = vec4f();
      if (slab + k < ends) { value = quadB(slab + k, terms[k]); }
      bTile[k * WX + quad] = value;
    }
    workgroupBarrier();
    for (var k = 0u; k < BK; k++) {
      let b = bTile[k * WX + x];
      let a = aTile[k * A_PITCH + y * (ROWS / 4u)];
      c0 += a.x * b; c1 += a.y * b; c2 += a.z * b; c3 += a.w * b;
      if (ROWS == 8u) {
        let d = aTile[k * A_PITCH + y * (ROWS / 4u) + 1u];
        c4 += d.x * b; c5 += d.y * b; c6 += d.z * b; c7 += d.w * b;
      }
    }
  }

  let row = firstRow + y * ROWS;
  let column = firstColumn + x;
  targets = vec4i(-1);
  let columns = params.gemm.columns;
  if (column < columns) { targets.x = targetOf(column, split, slice); }
  if (column + WX < columns) { targets.y = targetOf(column + WX, split, slice); }
  if (column + 2u * WX < columns) { targets.z = targetOf(column + 2u * WX, split, slice); }
  if (column + 3u * WX < columns) { targets.w = targetOf(column + 3u * WX, split, slice); }
  put(row, c0);
  put(row + 1u, c1);
  put(row + 2u, c2);
  put(row + 3u, c3);
  if (ROWS == 8u) {
    put(row + 4u, c4);
    put(row + 5u, c5);
    put(row + 6u, c6);
    put(row + 7u, c7);
  }
}

var<private> targets: vec4i; // of the invocation's columns; −1: none
fn put(row: u32, v: vec4f) {
  if (row >= params.gemm.rows) { return; }
  let sum = v + biasOf(row);
  let at = targets + i32(row) * rowPitch();
  if (targets.x >= 0) { result[at.x] = bitcast<f32>(finish(bitcast<u32>(sum.x), u32(at.x))); }
  if (targets.y >= 0) { result[at.y] = bitcast<f32>(finish(bitcast<u32>(sum.y), u32(at.y))); }
  if (targets.z >= 0) { result[at.z] = bitcast<f32>(finish(bitcast<u32>(sum.z), u32(at.z))); }
  if (targets.w >= 0) { result[at.w] = bitcast<f32>(finish(bitcast<u32>(sum.w), u32(at.w))); }
}
