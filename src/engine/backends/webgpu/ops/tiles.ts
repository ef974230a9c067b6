/** The shapes in which gemm.wgsl may cut a product, and which one is taken where nothing was measured. */

/** WX·COLS columns by WY·ROWS rows, in slabs of BK along the summed axis. */
export interface Tile {
  readonly WX: number;
  readonly WY: number;
  readonly ROWS: 4 | 8;
  readonly COLS: 4 | 8;
  readonly BK: number;
}

/** A tile, and how many parts the summed axis is cut into. */
export interface Tiling {
  readonly tile: Tile;
  readonly splits: number;
}

/** A product's size: what a choice depends on. */
export interface Extents {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** Independent products side by side. */
  readonly slices: number;
}

/** What a device allows a workgroup. */
export interface TileLimits {
  readonly invocations: number;
  /** Bytes of memory. */
  readonly memory: number;
  /** Whether 64 accumulators fit an invocation's registers. Where they do not, they spill, 2–3 times slower. */
  readonly manyRegisters: boolean;
}

const tile = (WX: number, WY: number, ROWS: 4 | 8, COLS: 4 | 8, BK: number): Tile => ({ WX, WY, ROWS, COLS, BK });

/** Results with hardly any rows, as the last layer of a picture network: 4 × 256 and 8 × 256. */
const FLAT = tile(64, 1, 4, 4, 4);
const LOW = tile(64, 1, 8, 4, 4);
/** 128 × 128, 128 × 64, 64 × 64 and 32 × 32: the larger, the fewer loads from memory for each multiplication. */
const HUGE = tile(16, 16, 8, 8, 8);
const LARGE = tile(16, 16, 8, 4, 16);
const MEDIUM = tile(16, 16, 4, 4, 16);
const SMALL = tile(8, 8, 4, 4, 16);

/** What a tuner tries. */
export const TILES: readonly Tile[] = [
  HUGE,
  tile(16, 16, 8, 8, 16),
  tile(16, 8, 8, 8, 16), // 64 × 128
  tile(8, 16, 8, 8, 16), // 128 × 64
  tile(8, 8, 8, 8, 16), // 64 × 64 on 64 invocations
  LARGE,
  tile(16, 8, 8, 4, 16), // 64 × 64 on 128
  tile(8, 8, 8, 4, 16), // 64 × 32
  MEDIUM,
  tile(32, 4, 4, 4, 8), // 16 × 128
  tile(32, 4, 8, 4, 8), // 32 × 128
  SMALL,
  LOW,
  FLAT,
];

/** Workgroups that keep a big GPU busy: bigger tiles are worth it only if that many remain. */
const BUSY = 256;
/** Shortest summed axis that a split may leave. */
export const LEAST_SPLIT = 256;
/** Parts of a summed axis whose results are large: adding them up costs memory traffic. */
export const FEW_SPLITS = 4;

const rowsOf = (t: Tile): number => t.WY * t.ROWS;
const columnsOf = (t: Tile): number => t.WX * t.COLS;

/** Whether a device can run a tile; the rest is what gemm.wgsl asks of its constants. */
export function isPossible(t: Tile, { invocations, memory }: TileLimits): boolean {
  const lanes = t.WX * t.WY;
  const bQuads = (t.WX * t.COLS) / 4;
  const bytes = 16 * (rowsOf(t) * (t.BK / 4 + 1) + t.BK * bQuads + 2 * t.BK);
  const [aLoads, bLoads] = [Math.ceil((rowsOf(t) * t.BK) / 4 / lanes), (t.BK * bQuads) / lanes];
  const whole = Number.isInteger(lanes / bQuads) && Number.isInteger(bLoads);
  return whole && aLoads <= 4 && bLoads <= 4 && t.BK <= lanes && lanes <= invocations && bytes <= memory;
}

/** How many tiles cover a result, down and across. */
export const tilesOf = (t: Tile, { rows, columns }: Extents): readonly [number, number] => [
  Math.ceil(rows / rowsOf(t)),
  Math.ceil(columns / columnsOf(t)),
];

/** Splits that keep the GPU busy, as far as the summed axis is long enough. */
export function splitsFor(t: Tile, extents: Extents, most = Number.POSITIVE_INFINITY): number {
  const [down, across] = tilesOf(t, extents);
  const wanted = Math.ceil(BUSY / (down * across * extents.slices));
  return Math.max(1, Math.min(wanted, Math.floor(extents.depth / LEAST_SPLIT), most));
}

/** A tiling by rule of thumb. `smallResult`: partial results cost little, as of a weight gradient. */
export function usualTiling(extents: Extents, limits: TileLimits, smallResult: boolean): Tiling {
  const { rows, columns, slices } = extents;
  const most = smallResult ? Number.POSITIVE_INFINITY : FEW_SPLITS;
  const withSplits = (t: Tile): Tiling => ({ tile: t, splits: splitsFor(t, extents, most) });
  if (rows <= 4) return withSplits(FLAT);
  if (rows <= 8) return withSplits(LOW);
  for (const t of limits.manyRegisters ? [HUGE, LARGE, MEDIUM] : [LARGE, MEDIUM]) {
    if (!isPossible(t, limits)) continue;
    const [down, across] = tilesOf(t, extents);
    const used = (rows * columns) / (down * rowsOf(t) * across * columnsOf(t));
    if (down * across * slices * splitsFor(t, extents, most) >= BUSY && used >= 0.7) return withSplits(t);
  }
  return withSplits(SMALL);
}
