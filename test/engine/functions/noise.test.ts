import { beforeAll, describe, expect, test } from 'vitest';
import { inference } from '../../../src/engine/core/config.js';
import { setBackend } from '../../../src/engine/core/context.js';
import { seed } from '../../../src/engine/core/random.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import { Variable } from '../../../src/engine/core/variable.js';
import * as F from '../../../src/engine/functions/index.js';
import { backends } from '../backends.js';
import { uniform } from '../reference/hostArray.js';
import { checkFunction } from './checkFunction.js';

const DRAWS = 100_000;

describe.each(backends)('noise on $name', (backend) => {
  beforeAll(async () => setBackend(await backend.create()));

  test('dropout is differentiable twice', () =>
    checkFunction(backend, { inputs: [uniform([4, 5])], actual: (x) => F.dropout(x, { ratio: 0.3 }) }));

  test('gaussian is differentiable twice', () =>
    checkFunction(backend, { inputs: [uniform([4, 5]), uniform([4, 5])], actual: F.gaussian }));

  test('gumbelSoftmax and zoneout are differentiable twice', async () => {
    await checkFunction(backend, {
      inputs: [uniform([3, 4])],
      actual: (x) => F.gumbelSoftmax(x, { tau: 0.7 }),
      forward: { atol: 1e-4, rtol: 1e-3 },
      backward: { atol: 1e-3, rtol: 1e-2 },
    });
    await checkFunction(backend, { inputs: [uniform([3, 4]), uniform([3, 4])], actual: (h, x) => F.zoneout(h, x) });
  });

  test('gumbelSoftmax at a low temperature draws classes at their probabilities', async () => {
    setBackend(await backend.create());
    seed(3);
    const rows = 20_000;
    const logPi = Tensor.from(
      Float32Array.from({ length: rows * 2 }, (_, i) => Math.log(i % 2 === 0 ? 0.3 : 0.7)),
      [rows, 2],
    );
    const drawn = await F.argmax(F.gumbelSoftmax(logPi), 1).toArray();
    const share = drawn.filter((k) => k === 1).length / rows;
    expect(Math.abs(share - 0.7)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / rows));
  });

  test('zoneout keeps its share of the old state; in use it mixes', async () => {
    setBackend(await backend.create());
    seed(5);
    const [h, x] = [Tensor.full([DRAWS], 0), Tensor.full([DRAWS], 1)];
    const kept = (await F.zoneout(h, x, { ratio: 0.25 }).toArray()).filter((v) => v === 0).length;
    expect(Math.abs(kept - 0.25 * DRAWS)).toBeLessThan(4 * Math.sqrt(DRAWS * 0.25 * 0.75));
    expect((await inference(() => F.zoneout(h, x, { ratio: 0.25 })).toArray())[0]).toBeCloseTo(0.75, 6);
  });

  test('dropout keeps its share, scaled, and draws anew at each call', async () => {
    setBackend(await backend.create());
    seed(1);
    const x = new Variable(Tensor.full([DRAWS], 1));
    const first = await F.dropout(x, { ratio: 0.25 }).toArray();
    const kept = first.filter((v) => v !== 0);
    expect(kept.every((v) => Math.abs(v - 4 / 3) < 1e-6)).toBe(true);
    const deviation = Math.sqrt(DRAWS * 0.25 * 0.75);
    expect(Math.abs(kept.length - 0.75 * DRAWS)).toBeLessThan(4 * deviation);
    expect(await F.dropout(x, { ratio: 0.25 }).toArray()).not.toEqual(first);
    seed(1);
    expect(await F.dropout(x, { ratio: 0.25 }).toArray()).toEqual(first);
  });

  test('dropout changes nothing in use', async () => {
    setBackend(await backend.create());
    const x = new Variable(Tensor.of([1, 2, 3]));
    expect(inference(() => F.dropout(x))).toBe(x);
  });

  test('gaussian has the mean and variance asked for', async () => {
    setBackend(await backend.create());
    seed(2);
    const spread = Tensor.full([DRAWS], Math.log(4));
    const draws = Array.from(await F.gaussian(Tensor.full([DRAWS], 3), spread).toArray());
    const mean = draws.reduce((a, b) => a + b, 0) / DRAWS;
    const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / DRAWS;
    expect(Math.abs(mean - 3)).toBeLessThan((4 * 2) / Math.sqrt(DRAWS));
    expect(Math.abs(variance - 4)).toBeLessThan(4 * 4 * Math.sqrt(2 / DRAWS));
  });
});
