import type { Shape } from '../backend.js';
import type { Gpu } from './gpu.js';
import type { GpuArray } from './gpuArray.js';
import { multiplyBy, type Operands, type Product } from './ops/gemm.js';
import { FEW_SPLITS, isPossible, LEAST_SPLIT, splitsFor, TILES, type Tiling, usualTiling } from './ops/tiles.js';

/** Where measured choices are kept between programs. */
export interface TuningStore {
  /** What `save` was given last for this adapter, or null. */
  load(adapter: string): Promise<string | null>;
  save(adapter: string, text: string): Promise<void>;
}

/** Changes when kernels change enough to be measured anew. */
const VERSION = 1;
/** Least time of one measurement; timers see 0.1 ms at best. */
const LEAST_MS = 4;

/** What a store keeps, as JSON. */
interface Kept {
  readonly version: number;
  readonly checked?: Readonly<Record<string, boolean>>;
  /** (key, index of the tile, splits) */
  readonly tilings: readonly [string, number, number][];
}

interface Wanted {
  readonly product: Product;
  readonly shapes: Operands<Shape>;
}

/**
 * Tilings of products, measured on this device. A product that is met for the first time runs by rule of thumb and is noted;
 * `measure` times the possible tilings of all that were noted, on arrays of their shapes.
 */
export class Tuning {
  /** Which kernel variants were right on this device, by name, of those that were checked. */
  checked: Readonly<Record<string, boolean>> = {};
  readonly #table = new Map<string, Tiling>();
  readonly #wanted = new Map<string, Wanted>();

  /** @param text of an earlier tuning; another version's, or a damaged one, counts as none */
  constructor(text: string | null = null) {
    if (text === null) return;
    try {
      const { version, checked = {}, tilings } = JSON.parse(text) as Kept;
      if (version !== VERSION) return;
      this.checked = checked;
      for (const [key, index, splits] of tilings) {
        const tile = TILES[index];
        if (tile && Number.isInteger(splits) && splits >= 1) this.#table.set(key, { tile, splits });
      }
    } catch {
      this.#table.clear();
    }
  }

  toString(): string {
    const tilings = [...this.#table].map(([key, { tile, splits }]) => [key, TILES.indexOf(tile), splits]);
    return JSON.stringify({ version: VERSION, checked: this.checked, tilings });
  }

  /** Products that were met and not measured. */
  get wanted(): number {
    return this.#wanted.size;
  }

  tilingOf(product: Product, arrays: Operands<GpuArray>): Tiling | null {
    const key = keyOf(product);
    const found = this.#table.get(key);
    if (found) return found;
    if (!this.#wanted.has(key))
      this.#wanted.set(key, {
        product,
        shapes: {
          reads: arrays.reads.map((x) => x.shape),
          source: arrays.source?.shape,
          y: arrays.y.shape,
        },
      });
    return null;
  }

  /** Measures what was noted: tiles first, then splits of the best. A fraction of a second for each product. */
  async measure(gpu: Gpu, onProgress: (done: number, all: number) => void = () => {}): Promise<void> {
    const all = [...this.#wanted];
    for (const [done, [key, wanted]] of all.entries()) {
      this.#table.set(key, await fastest(gpu, wanted));
      this.#wanted.delete(key);
      onProgress(done + 1, all.length);
    }
  }
}

/** What a tiling depends on. */
const keyOf = ({ files, constants, params, rows, columns, depth, slices }: Product): string =>
  [files.slice(-2).join('+'), Object.values(constants).join(''), rows, columns, depth, slices, ...params.slice(4)].join(
    ' ',
  );

async function fastest(gpu: Gpu, { product, shapes }: Wanted): Promise<Tiling> {
  const usual = usualTiling(product, gpu.tileLimits, product.smallResult);
  const arrays: Operands<GpuArray> = {
    reads: shapes.reads.map((shape) => gpu.array(shape)),
    source: shapes.source && gpu.array(shapes.source),
    y: gpu.array(shapes.y),
  };
  let best = usual;
  let least = await time(gpu, usual, product, arrays, Number.POSITIVE_INFINITY);
  const attempt = async (tiling: Tiling): Promise<void> => {
    const ms = await time(gpu, tiling, product, arrays, least);
    if (ms < least) [best, least] = [tiling, ms];
  };
  for (const tile of TILES) {
    if (!isPossible(tile, gpu.tileLimits)) continue;
    // much larger than the result: only padding would grow
    if (tile.WY * tile.ROWS >= 4 * Math.max(product.rows, 8)) continue;
    await attempt({ tile, splits: splitsFor(tile, product, product.smallResult ? undefined : FEW_SPLITS) });
  }
  const { tile, splits } = best;
  for (const other of new Set([1, Math.ceil(splits / 2), 2 * splits]))
    if (other !== splits && other * LEAST_SPLIT <= product.depth) await attempt({ tile, splits: other });
  for (const x of [...arrays.reads, arrays.source, arrays.y]) if (x) gpu.free(x);
  return best;
}

/** Milliseconds a run; gives up early on what is much slower than the best so far. */
async function time(
  gpu: Gpu,
  tiling: Tiling,
  product: Product,
  arrays: Operands<GpuArray>,
  least: number,
): Promise<number> {
  const run = async (times: number): Promise<number> => {
    await gpu.sync();
    const start = performance.now();
    for (let i = 0; i < times; i++) multiplyBy(gpu, tiling, product, arrays);
    await gpu.sync();
    return (performance.now() - start) / times;
  };
  await run(1); // compiles
  const once = await run(1);
  if (once > 4 * Math.max(least, 0.5)) return once;
  const times = Math.min(Math.max(Math.ceil(LEAST_MS / once), 2), 64);
  return Math.min(await run(times), await run(times));
}
