// What gemm.wgsl and gemmMatrix.wgsl have in common: which part of a product a workgroup has, and how it reads A and B. They give
// the tile: TILE_ROWS rows by TILE_COLUMNS columns, slabs of BK along the summed axis; `terms`, what the second file's `termOf` says
// of the summed indexes of two slabs; COLUMN_STEP, how far the columns of a quad of B are apart unless B_VECTOR makes them adjacent.
// The second file's functions are told at the head of gemm.wgsl.
//
// Tiles count rows first, so that neighbouring workgroups read the same columns of B while they are in cache, then columns, then
// splits of the summed axis (each writes its own partial result), then slices (a batch, a group of channels).
struct Gemm {
  rows: u32,
  columns: u32,
  splits: u32,
  splitDepth: u32, // summed elements of a split, a multiple of BK
  rowTiles: u32,
  columnTiles: u32,
  firstTile: u32, // long work is cut into several launches
  tiles: u32,
}
// Which index neighbouring invocations advance when they load: the summed one, or the row or column. Should be the one
// along which memory is contiguous.
override A_BY_K: bool;
override B_BY_K: bool;
override B_VECTOR: bool = false;

struct Share {
  firstRow: u32,
  firstColumn: u32,
  split: u32,
  slice: u32,
  begins: u32, // along the summed axis
  ends: u32,
}
fn shareOf(tile: u32) -> Share {
  let section = tile / params.gemm.rowTiles / params.gemm.columnTiles;
  let split = section % params.gemm.splits;
  let slice = section / params.gemm.splits;
  let begins = split * params.gemm.splitDepth;
  return Share(
    tile % params.gemm.rowTiles * TILE_ROWS,
    tile / params.gemm.rowTiles % params.gemm.columnTiles * TILE_COLUMNS,
    split,
    slice,
    begins,
    min(begins + params.gemm.splitDepth, depthOf(slice)),
  );
}

// The first column of a quad, and from one to the next.
fn columnOf(quad: u32) -> u32 {
  if (B_VECTOR) { return quad * 4u; }
  return quad / COLUMN_STEP * 4u * COLUMN_STEP + quad % COLUMN_STEP;
}
fn columnStep() -> u32 { return select(COLUMN_STEP, 1u, B_VECTOR); }

// Quad q of the slab of A: (row, quad along the summed axis).
fn placeA(q: u32) -> vec2u {
  if (A_BY_K) { return vec2u(q / (BK / 4u), q % (BK / 4u)); }
  return vec2u(q % TILE_ROWS, q / TILE_ROWS);
}
fn loadA(q: u32, firstRow: u32, slab: u32, next: u32, ends: u32) -> vec4f {
  let place = placeA(q);
  let k = slab + place.y * 4u;
  if (q >= TILE_ROWS * (BK / 4u) || firstRow + place.x >= params.gemm.rows || k >= ends) { return vec4f(); }
  return quadA(firstRow + place.x, k, next + place.y * 4u);
}
fn loadB(k: u32, slab: u32, next: u32, ends: u32) -> vec4f {
  if (slab + k >= ends) { return vec4f(); }
  return quadB(slab + k, terms[next + k]);
}
