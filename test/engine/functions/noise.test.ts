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
