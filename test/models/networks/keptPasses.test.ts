import { beforeAll, describe, expect, test } from 'vitest';
import { type Backend, setBackend, Tensor } from '../../../src/engine/index.js';
import type { GridInputs } from '../../../src/models/gridColorizer.js';
import type { HintStroke } from '../../../src/models/hints/hints.js';
import { rasterizeHints } from '../../../src/models/hints/rasterizeHints.js';
import { Generator } from '../../../src/models/networks/generator.js';
import { KeptPasses } from '../../../src/models/networks/keptPasses.js';
import { findBasins } from '../../../src/models/propagation/basins.js';
import { Propagator } from '../../../src/models/propagation/propagate.js';
import { relief } from '../../../src/models/propagation/relief.js';
import { Random } from '../../../src/vision/random.js';
import { backends } from '../../engine/backends.js';

/** Lines of a sketch: a frame and a cross whose place tells sketches apart. */
function inkOf(width: number, height: number, sketch: number): Float32Array {
  const ink = new Float32Array(width * height);
  const [row, column] = [(height >> 1) - 5 * sketch, (width >> 1) + 7 * sketch];
  for (let y = 4; y < height - 4; y++) ink[y * width + column] = 1;
  for (let x = 4; x < width - 4; x++) ink[row * width + x] = 0.7;
  return ink;
}

function inputsOf(width: number, height: number, sketch: number, strokes: HintStroke[]): GridInputs {
  const ink = inkOf(width, height, sketch);
  const slopes = relief(ink, width, height);
  const hints = rasterizeHints({ size: [width, height], strokes });
  const propagation = new Propagator(width, height).run(slopes, hints);
  const basins = findBasins(ink, slopes, width, height);
  return { width, height, short: Math.min(width, height), ink, hints, propagation, basins };
}

describe.each(backends)('kept passes on $name', ({ name, create }) => {
  let backend: Backend;
  let generator: Generator;
  beforeAll(async () => {
    backend = await create();
    setBackend(backend);
    generator = new Generator({ widths: [8, 12, 16, 16], blocks: 1 });
    const random = new Random('weights', 5);
    for (const p of generator.params()) {
      const scale = p.data.ndim > 1 ? Math.sqrt(3 / (p.data.size / p.data.shape[0])) : 0.1;
      const values = Float32Array.from({ length: p.data.size }, () => scale * (2 * random.uniform() - 1));
      p.data.assign(Tensor.from(values, p.data.shape));
    }
    return () => generator.dispose();
  });

  const sizes = [
    [64, 160],
    [48, 32],
    [16, 16],
  ] as const;

  test.each([1, 2, 3])(
    'are first passes to the bit after any others, sequence %i',
    async (seed) => {
      const random = new Random('edits', seed);
      const kept = new KeptPasses(generator, backend, false);
      let strokes: HintStroke[] = [];
      let [sketch, size]: [number, readonly [number, number]] = [0, sizes[0]];
      const undone: HintStroke[][] = [];
      const at = (): [number, number] => [random.integer(0, size[1]), random.integer(0, size[0])];
      const color = () =>
        `#${random
          .integer(0, 1 << 24)
          .toString(16)
          .padStart(6, '0')}`;
      const edits: (() => void)[] = [
        () => (strokes = [...strokes, { color: color(), width: 3, points: [at()] }]),
        () => (strokes = [...strokes, { color: color(), width: 3, points: [at()] }]),
        () =>
          (strokes = strokes.map((stroke, i) => (i === strokes.length - 1 ? { ...stroke, points: [at()] } : stroke))),
        () => (strokes = undone.pop() ?? []),
        () => (strokes = strokes.slice(1)),
        () => (sketch = random.integer(0, 2)),
        () => (size = random.pick(sizes)),
        () => (strokes = []),
        () => {}, // the same again
      ];
      for (let step = 0; step < (name === 'cpu' ? 16 : 6); step++) {
        undone.push(strokes);
        if (step > 0) random.pick(edits)();
        const inputs = inputsOf(size[1], size[0], sketch, strokes);
        const fresh = new KeptPasses(generator, backend, false);
        const [after, first] = [await kept.paint(inputs), await fresh.paint(inputs)];
        fresh.forget();
        for (const planes of ['color', 'gate', 'own'] as const) expect(after[planes]).toEqual(first[planes]);
      }
      kept.forget();
    },
    300_000,
  );

  test('give memory back, and what they gave stays as it was', async () => {
    const before = backend.memory().liveBytes;
    const kept = new KeptPasses(generator, backend, false);
    const dab = { color: '#ff0000', width: 3, points: [[10, 10]] as [number, number][] };
    const blank = await kept.paint(inputsOf(160, 64, 0, []));
    const copy = blank.color.slice();
    await kept.paint(inputsOf(160, 64, 0, [dab]));
    expect(blank.color).toEqual(copy);
    kept.forget();
    expect(backend.memory().liveBytes).toBe(before);
  });
});
