// gemm.wgsl on a GPU's matrix units: products of `Element`, f16 or f32, sums in f32. gemmTile.wgsl in front of it, the second file
// and what the host appends are the same. A subgroup multiplies FRAGMENT_ROWS × FRAGMENT_COLUMNS matrices of MATRIX_M × MATRIX_N at
// once, a workgroup is SUBGROUPS_Y × SUBGROUPS_X of them. What a convolution reads is rounded to f16 if an activation made more of it.
//
// The host appends `Element` and the constants in capitals, which are part of the types of matrices, and puts the extensions
// `f16`, `subgroups` and `chromium_experimental_subgroup_matrix` in front. A subgroup has SUBGROUP invocations.
alias Left = subgroup_matrix_left<Element, MATRIX_K, MATRIX_M>;
alias Right = subgroup_matrix_right<Element, MATRIX_N, MATRIX_K>;
alias Sum = subgroup_matrix_result<f32, MATRIX_N, MATRIX_M>;

const LANE_COUNT = SUBGROUP * SUBGROUPS_X * SUBGROUPS_Y;
const TILE_ROWS = SUBGROUPS_Y * FRAGMENT_ROWS * MATRIX_M;
const TILE_COLUMNS = SUBGROUPS_X * FRAGMENT_COLUMNS * MATRIX_N;
const A_PITCH = BK + 8u; // eight more than needed spread rows over the memory banks
const B_PITCH = TILE_COLUMNS + 8u;
const A_QUADS = TILE_ROWS * BK / 4u;
const A_LOADS = A_QUADS / LANE_COUNT; // quads an invocation loads
const B_QUADS = TILE_COLUMNS / 4u;
const B_LANES = LANE_COUNT / B_QUADS; // invocations side by side along the summed axis
const B_LOADS = BK / B_LANES;
const COLUMN_STEP = B_QUADS; // neighbouring invocations load neighbouring words, or whole quads
const CELLS = MATRIX_M * MATRIX_N;
var<workgroup> aTile: array<Element, TILE_ROWS * A_PITCH>;
var<workgroup> bTile: array<Element, BK * B_PITCH>;
var<workgroup> terms: array<vec4i, 2u * BK>;
var<workgroup> cells: array<f32, CELLS * SUBGROUPS_X * SUBGROUPS_Y>;

@compute @workgroup_size(LANE_COUNT)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32, @builtin(subgroup_id) subgroup: u32,
        @builtin(subgroup_invocation_id) member: u32) {
  let tile = params.gemm.firstTile + groupIndex(group, groups);
  if (tile >= params.gemm.tiles) { return; }
  let share = shareOf(tile);
  let begins = share.begins;
  let ends = share.ends;

  begin(share.slice);
  let bQuad = select(lane % B_QUADS, lane / B_LANES, B_BY_K);
  let bK = select(lane / B_QUADS, lane % B_LANES, B_BY_K);
  startColumns(share.firstColumn + columnOf(bQuad));
  let subRow = subgroup / SUBGROUPS_X * FRAGMENT_ROWS * MATRIX_M;
  let subColumn = subgroup % SUBGROUPS_X * FRAGMENT_COLUMNS * MATRIX_N;
  var sums: array<array<Sum, FRAGMENT_COLUMNS>, FRAGMENT_ROWS>;

  for (var i = lane; i < 2u * BK; i += LANE_COUNT) { terms[i] = termOf(begins + i); }
  workgroupBarrier();
  var a: array<vec4f, A_LOADS>; // on their way
  var b: array<vec4f, B_LOADS>;
  var next = 0u; // where the terms of the slab to load begin
  for (var slab = begins; ; slab += BK) {
    if (slab < ends) {
      for (var n = 0u; n < A_LOADS; n++) { a[n] = loadA(lane + n * LANE_COUNT, share.firstRow, slab, next, ends); }
      for (var n = 0u; n < B_LOADS; n++) { b[n] = loadB(bK + n * B_LANES, slab, next, ends); }
    }
    if (slab > begins) {
      for (var k = 0u; k < BK; k += MATRIX_K) {
        var left: array<Left, FRAGMENT_ROWS>;
        for (var i = 0u; i < FRAGMENT_ROWS; i++) {
          left[i] = subgroupMatrixLoad<Left, row_major>(&aTile, (subRow + i * MATRIX_M) * A_PITCH + k, A_PITCH);
        }
        for (var j = 0u; j < FRAGMENT_COLUMNS; j++) {
          let right = subgroupMatrixLoad<Right, row_major>(&bTile, k * B_PITCH + subColumn + j * MATRIX_N, B_PITCH);
          for (var i = 0u; i < FRAGMENT_ROWS; i++) {
            sums[i][j] = subgroupMatrixMultiplyAccumulate(left[i], right, sums[i][j]);
          }
        }
      }
    }
    if (slab >= ends) { break; }
    workgroupBarrier(); // everyone has finished with the slab before
    for (var n = 0u; n < A_LOADS; n++) {
      let place = placeA(lane + n * LANE_COUNT);
      let at = place.x * A_PITCH + place.y * 4u;
      for (var i = 0u; i < 4u; i++) { aTile[at + i] = Element(a[n][i]); }
    }
    for (var n = 0u; n < B_LOADS; n++) {
      let at = (bK + n * B_LANES) * B_PITCH + columnOf(bQuad);
      for (var i = 0u; i < 4u; i++) { bTile[at + i * columnStep()] = Element(b[n][i]); }
    }
    if (lane < BK) { terms[next + lane] = termOf(slab + 2u * BK + lane); }
    next = BK - next;
    workgroupBarrier();
  }

  for (var i = 0u; i < FRAGMENT_ROWS; i++) {
    for (var j = 0u; j < FRAGMENT_COLUMNS; j++) {
      subgroupMatrixStore<row_major>(&cells, subgroup * CELLS, sums[i][j], MATRIX_N);
      workgroupBarrier();
      for (var cell = member; cell < CELLS; cell += SUBGROUP) {
        let row = share.firstRow + subRow + i * MATRIX_M + cell / MATRIX_N;
        let column = share.firstColumn + subColumn + j * MATRIX_N + cell % MATRIX_N;
        put(row, column, share.split, share.slice, cells[subgroup * CELLS + cell]);
      }
      workgroupBarrier();
    }
  }
}

fn put(row: u32, column: u32, split: u32, slice: u32, value: f32) {
  if (row >= params.gemm.rows || column >= params.gemm.columns) { return; }
  let top = targetOf(column, split, slice);
  if (top < 0) { return; }
  let at = top + i32(row) * rowPitch();
  var sum = value;
  if (split == 0u) { sum += biasOf(row); } // only one of the splits adds the bias
  result[at] = stored(finish(bitcast<u32>(sum), u32(at)));
}
