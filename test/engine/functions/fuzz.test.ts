/** Random small graphs: their gradients against finite differences, on all backends. `FUZZ_GRAPHS` sets how many (default 40). */
import { describe, expect, test } from 'vitest';
import type { Variable } from '../../../src/engine/core/variable.js';
import * as F from '../../../src/engine/functions/index.js';
import { backends } from '../backends.js';
import { uniform } from '../reference/hostArray.js';
import { generator } from '../serializers/random.js';
import { checkFunction } from './checkFunction.js';

const GRAPHS = Number(process.env.FUZZ_GRAPHS ?? 40);

/** Smooth functions of one array that keep its shape and do not run away. */
const unary: ((x: Variable) => Variable)[] = [
  F.tanh,
  F.sigmoid,
  F.sin,
  F.erf,
  (x) => F.softplus(x),
  (x) => F.exp(F.mul(F.tanh(x), 0.5)),
  (x) => F.sqrt(F.add(F.square(x), 0.5)),
  (x) => F.softmax(x, { axis: -1 }),
  (x) => F.cumsum(F.mul(x, 0.5), 0),
  (x) => F.flip(x, 1),
  (x) =>
    F.pad(
      F.slice(x, 1, 0, 2),
      [
        [0, 0],
        [1, x.shape[1] - 3],
      ],
      { mode: 'reflect' },
    ),
  (x) => F.broadcastTo(F.mean(x, { axis: 0, keepdims: true }), x.shape),
  (x) => F.matmul(F.mul(x, 0.3), F.matmul(x, x, { transA: true })),
  (x) => F.concat([F.slice(x, 1, 1, x.shape[1] - 1), F.slice(x, 1, 0, 1)], 1),
];

/** Smooth functions of two arrays of one shape. */
const binary: ((a: Variable, b: Variable) => Variable)[] = [
  F.add,
  F.sub,
  (a, b) => F.mul(F.tanh(a), b),
  (a, b) => F.div(a, F.add(F.square(b), 1)),
  (a, b) => F.logsumexp(F.stack([a, b]), { axis: 0 }),
  (a, b) => F.linearInterpolate(F.sigmoid(a), a, b),
];

/** A graph of a few functions over two inputs, in which any earlier value may be used again. */
function graph(seed: number): (a: Variable, b: Variable) => Variable[] {
  const random = generator(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const steps = Array.from({ length: 3 + Math.floor(random() * 5) }, (): ((p: Variable, q: Variable) => Variable) =>
    random() < 0.5 ? pick(unary) : pick(binary),
  );
  const choices = steps.map(() => [random(), random()]);
  return (a, b) => {
    const made = [a, b];
    for (const [i, step] of steps.entries()) {
      const [p, q] = choices[i].map((u) => made[Math.floor(u * made.length)]);
      made.push(step(p, q));
    }
    return made.slice(-2);
  };
}

describe.each(backends)('random graphs on $name', (backend) => {
  test(`${GRAPHS} of them have the gradients of finite differences`, async () => {
    for (let seed = 1; seed <= GRAPHS; seed++)
      try {
        await checkFunction(backend, {
          inputs: [uniform([3, 4]), uniform([3, 4])],
          actual: graph(seed),
          order: seed % 4 === 0 ? 2 : 1,
          forward: { atol: 1e-4, rtol: 1e-3 },
          backward: { atol: 2e-3, rtol: 1e-2 },
        });
      } catch (error) {
        expect.fail(`graph ${seed}: ${(error as Error).message}`);
      }
  }, 300_000);
});
