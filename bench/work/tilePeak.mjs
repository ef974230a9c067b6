const dist = new URL('../../dist/src/engine/backends/cpu/', import.meta.url);
const { CpuDevice } = await import(new URL('device.js', dist));
const { panelBytes, runGemm } = await import(new URL('gemm.js', dist));

/** Rows of a tile, steps it sums (in one chain, as products do), and tiles of a run. */
const ROWS = 6;
const STEPS = 512;
const TILES = 400;
/** Runs of less than a millisecond: on a busy machine some of them keep their core throughout. */
const RUNS = 300;

/**
 * What one thread reaches with the micro-kernel of all products, on data in its L1 cache: one tile's product again and again.
 *
 * @returns {Promise<number>} multiplications and additions a second, in the best of many short runs
 */
export async function tilePeak() {
  const device = await CpuDevice.create(1);
  const columns = device.pool.wide ? 16 : 8;
  const ones = (bytes) => {
    const { ptr } = device.heap.allocate(bytes);
    device.floats.fill(1, ptr >>> 2, (ptr + bytes) >>> 2);
    return ptr;
  };
  const call = {
    ...{ src: ones(STEPS * ROWS * 4), srcStrides: [0, 0, 4], panels: ones(panelBytes(columns, STEPS)) },
    ...{ dst: ones(ROWS * columns * 4), dstStrides: [0, 0, columns * 4], columnStride: 16, vector: true },
    ...{ images: 1, grid: [TILES, ROWS], tiles: TILES, steps: STEPS, columns },
    table: device.table('one tile', STEPS, (table) => {
      for (let k = 0; k < STEPS; k++) table[k] = k * ROWS * 4;
    }),
  };
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now();
    runGemm(device, call);
    least = Math.min(least, performance.now() - start);
  }
  await device.pool.dispose();
  return (2 * TILES * ROWS * columns * STEPS) / (least / 1000);
}
