// C = A·B by tiles, for operands that a second file describes (matmul.wgsl, convForward.wgsl, …): it says how to find
// elements of A and B and where results go, so a convolution needs no unrolled copy of its picture in memory.
//
// A workgroup computes a tile of WY·ROWS rows by WX·COLS columns, an invocation ROWS rows by COLS columns of it in registers. A
// and B pass through workgroup memory in slabs of BK along the summed axis; while a slab is multiplied, the next one is on its
// way from memory into registers. A is kept in quads along the summed axis, as weights lie in memory, B in quads of columns.
// Columns of a quad are WX apart (neighbouring invocations then load and store neighbouring words) or, with B_VECTOR, adjacent.
//
// gemmTile.wgsl, in front of it, says which tile a workgroup has, and reads A and B.
//
// The second file provides: `params` with a `Gemm` in it and the array `result`; `depthOf(slice)`, the length of the summed
// axis; `begin`, told the slice, and `startColumns`, told the columns that the invocation loads; `termOf(k)`, what loads need to
// know of a summed index, later found in `terms`; `quadA(row, k, term)` and `quadB(k, term)`, where `term` is the place of k in
// `terms`; `targetOf`, where a column of row 0 is in `result`; `rowPitch`, from row to row; `biasOf(row)`. The host appends
// `finish(value, i)`, what becomes of element i of the result; how arrays are stored, f32 or f16: `StoredA`, `StoredB`,
// `StoredBias`, and for the result `Stored` (raw words or f16) with `stored(word)`.
override WX: u32;
override WY: u32;
override ROWS: u32; // 4 or 8
override COLS: u32; // 4 or 8
override BK: u32;   // a multiple of 4, at most WX·WY
override LANE_COUNT: u32 = WX * WY;
override TILE_ROWS: u32 = WY * ROWS;
override TILE_COLUMNS: u32 = WX * COLS;
override COLUMN_STEP: u32 = WX;
override A_PITCH: u32 = BK / 4u + 1u; // one more than needed spreads rows over the memory banks
override A_LOADS: u32 = (TILE_ROWS * (BK / 4u) + LANE_COUNT - 1u) / LANE_COUNT; // quads an invocation loads, at most 4
override B_QUADS: u32 = WX * (COLS / 4u);
override B_LANES: u32 = LANE_COUNT / B_QUADS; // invocations side by side along the summed axis
override B_LOADS: u32 = BK / B_LANES; // at most 4
override B_SPACE: u32 = BK * B_QUADS;
override A_SPACE: u32 = TILE_ROWS * A_PITCH;
override TERMS: u32 = 2u * BK;
var<workgroup> aTile: array<vec4f, A_SPACE>;
var<workgroup> bTile: array<vec4f, B_SPACE>;
var<workgroup> terms: array<vec4i, TERMS>; // of the slab that is being loaded and the one after

@compute @workgroup_size(WX * WY)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let tile = params.gemm.firstTile + groupIndex(group, groups);
  if (tile >= params.gemm.tiles) { return; }
  let share = shareOf(tile);
  let begins = share.begins;
  let ends = share.ends;

  begin(share.slice);
  let bQuad = select(lane % B_QUADS, lane / B_LANES, B_BY_K);
  let bK = select(lane / B_QUADS, lane % B_LANES, B_BY_K);
  startColumns(share.firstColumn + columnOf(bQuad));

  var c0 = vec4f(); var c1 = vec4f(); var c2 = vec4f(); var c3 = vec4f();
  var c4 = vec4f(); var c5 = vec4f(); var c6 = vec4f(); var c7 = vec4f();
  var d0 = vec4f(); var d1 = vec4f(); var d2 = vec4f(); var d3 = vec4f();
  var d4 = vec4f(); var d5 = vec4f(); var d6 = vec4f(); var d7 = vec4f();
  let x = lane % WX;
  let y = lane / WX;

  if (lane < BK) { terms[lane] = termOf(begins + lane); terms[BK + lane] = termOf(begins + BK + lane); }
  workgroupBarrier();
  var p0 = vec4f(); var p1 = vec4f(); var p2 = vec4f(); var p3 = vec4f(); // of A, on their way
  var q0 = vec4f(); var q1 = vec4f(); var q2 = vec4f(); var q3 = vec4f(); // of B
  var next = 0u; // where the terms of the slab to load begin
  for (var slab = begins; ; slab += BK) {
    if (slab < ends) {
      p0 = loadA(lane, share.firstRow, slab, next, ends);
      if (A_LOADS > 1u) { p1 = loadA(lane + LANE_COUNT, share.firstRow, slab, next, ends); }
      if (A_LOADS > 2u) { p2 = loadA(lane + 2u * LANE_COUNT, share.firstRow, slab, next, ends); }
      if (A_LOADS > 3u) { p3 = loadA(lane + 3u * LANE_COUNT, share.firstRow, slab, next, ends); }
      q0 = loadB(bK, slab, next, ends);
      if (B_LOADS > 1u) { q1 = loadB(bK + B_LANES, slab, next, ends); }
      if (B_LOADS > 2u) { q2 = loadB(bK + 2u * B_LANES, slab, next, ends); }
      if (B_LOADS > 3u) { q3 = loadB(bK + 3u * B_LANES, slab, next, ends); }
    }
    if (slab > begins) {
      for (var k = 0u; k < BK; k += 4u) {
        let at = y * ROWS * A_PITCH + k / 4u;
        let a0 = aTile[at];
        let a1 = aTile[at + 1u * A_PITCH];
        let a2 = aTile[at + 2u * A_PITCH];
        let a3 = aTile[at + 3u * A_PITCH];
        var a4 = vec4f(); var a5 = vec4f(); var a6 = vec4f(); var a7 = vec4f();
        if (ROWS == 8u) {
          a4 = aTile[at + 4u * A_PITCH]; a5 = aTile[at + 5u * A_PITCH];
          a6 = aTile[at + 6u * A_PITCH]; a7 = aTile[at + 7u * A_PITCH];
        }
        {
          let b = bTile[(k + 0u) * B_QUADS + x];
          c0 += a0.x * b; c1 += a1.x * b; c2 += a2.x * b; c3 += a3.x * b;
          if (ROWS == 8u) { c4 += a4.x * b; c5 += a5.x * b; c6 += a6.x * b; c7 += a7.x * b; }
          if (COLS == 8u) {
            let d = bTile[(k + 0u) * B_QUADS + WX + x];
            d0 += a0.x * d; d1 += a1.x * d; d2 += a2.x * d; d3 += a3.x * d;
            if (ROWS == 8u) { d4 += a4.x * d; d5 += a5.x * d; d6 += a6.x * d; d7 += a7.x * d; }
          }
        }
        {
          let b = bTile[(k + 1u) * B_QUADS + x];
          c0 += a0.y * b; c1 += a1.y * b; c2 += a2.y * b; c3 += a3.y * b;
          if (ROWS == 8u) { c4 += a4.y * b; c5 += a5.y * b; c6 += a6.y * b; c7 += a7.y * b; }
          if (COLS == 8u) {
            let d = bTile[(k + 1u) * B_QUADS + WX + x];
            d0 += a0.y * d; d1 += a1.y * d; d2 += a2.y * d; d3 += a3.y * d;
            if (ROWS == 8u) { d4 += a4.y * d; d5 += a5.y * d; d6 += a6.y * d; d7 += a7.y * d; }
          }
        }
        {
          let b = bTile[(k + 2u) * B_QUADS + x];
          c0 += a0.z * b; c1 += a1.z * b; c2 += a2.z * b; c3 += a3.z * b;
          if (ROWS == 8u) { c4 += a4.z * b; c5 += a5.z * b; c6 += a6.z * b; c7 += a7.z * b; }
          if (COLS == 8u) {
            let d = bTile[(k + 2u) * B_QUADS + WX + x];
            d0 += a0.z * d; d1 += a1.z * d; d2 += a2.z * d; d3 += a3.z * d;
            if (ROWS == 8u) { d4 += a4.z * d; d5 += a5.z * d; d6 += a6.z * d; d7 += a7.z * d; }
          }
        }
        {
          let b = bTile[(k + 3u) * B_QUADS + x];
          c0 += a0.w * b; c1 += a1.w * b; c2 += a2.w * b; c3 += a3.w * b;
          if (ROWS == 8u) { c4 += a4.w * b; c5 += a5.w * b; c6 += a6.w * b; c7 += a7.w * b; }
          if (COLS == 8u) {
            let d = bTile[(k + 3u) * B_QUADS + WX + x];
            d0 += a0.w * d; d1 += a1.w * d; d2 += a2.w * d; d3 += a3.w * d;
            if (ROWS == 8u) { d4 += a4.w * d; d5 += a5.w * d; d6 += a6.w * d; d7 += a7.w * d; }
          }
        }
      }
    }
    if (slab >= ends) { break; }
    workgroupBarrier(); // everyone has finished with the slab before
    storeA(lane, p0);
    if (A_LOADS > 1u) { storeA(lane + LANE_COUNT, p1); }
    if (A_LOADS > 2u) { storeA(lane + 2u * LANE_COUNT, p2); }
    if (A_LOADS > 3u) { storeA(lane + 3u * LANE_COUNT, p3); }
    bTile[bK * B_QUADS + bQuad] = q0;
    if (B_LOADS > 1u) { bTile[(bK + B_LANES) * B_QUADS + bQuad] = q1; }
    if (B_LOADS > 2u) { bTile[(bK + 2u * B_LANES) * B_QUADS + bQuad] = q2; }
    if (B_LOADS > 3u) { bTile[(bK + 3u * B_LANES) * B_QUADS + bQuad] = q3; }
    if (lane < BK) { terms[next + lane] = termOf(slab + 2u * BK + lane); }
    next = BK - next;
    workgroupBarrier();
  }

  let row = share.firstRow + y * ROWS;
  findTargets(share.firstColumn + columnOf(x), share.split, share.slice);
  put(row, c0); put(row + 1u, c1); put(row + 2u, c2); put(row + 3u, c3);
  if (ROWS == 8u) { put(row + 4u, c4); put(row + 5u, c5); put(row + 6u, c6); put(row + 7u, c7); }
  if (COLS == 8u) {
    findTargets(share.firstColumn + columnOf(WX + x), share.split, share.slice);
    put(row, d0); put(row + 1u, d1); put(row + 2u, d2); put(row + 3u, d3);
    if (ROWS == 8u) { put(row + 4u, d4); put(row + 5u, d5); put(row + 6u, d6); put(row + 7u, d7); }
  }
}

fn storeA(q: u32, value: vec4f) {
  let place = placeA(q);
  if (q < TILE_ROWS * (BK / 4u)) { aTile[place.x * A_PITCH + place.y] = value; }
}
var<private> isFirst: bool; // of the splits: only one adds the bias
var<private> targets: vec4i; // of four of the invocation's columns; −1: none
fn findTargets(column: u32, split: u32, slice: u32) {
  let columns = params.gemm.columns;
  let step = columnStep();
  isFirst = split == 0u;
  targets = vec4i(-1);
  if (column < columns) { targets.x = targetOf(column, split, slice); }
  if (column + step < columns) { targets.y = targetOf(column + step, split, slice); }
  if (column + 2u * step < columns) { targets.z = targetOf(column + 2u * step, split, slice); }
  if (column + 3u * step < columns) { targets.w = targetOf(column + 3u * step, split, slice); }
}
fn put(row: u32, v: vec4f) {
  if (row >= params.gemm.rows) { return; }
  var sum = v;
  if (isFirst) { sum += biasOf(row); }
  let at = targets + i32(row) * rowPitch();
  if (targets.x >= 0) { result[at.x] = stored(finish(bitcast<u32>(sum.x), u32(at.x))); }
  if (targets.y >= 0) { result[at.y] = stored(finish(bitcast<u32>(sum.y), u32(at.y))); }
  if (targets.z >= 0) { result[at.z] = stored(finish(bitcast<u32>(sum.z), u32(at.z))); }
  if (targets.w >= 0) { result[at.w] = stored(finish(bitcast<u32>(sum.w), u32(at.w))); }
}
