import { beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../../src/engine/backends/backend.js';
import { setBackend } from '../../../src/engine/core/context.js';
import { Link } from '../../../src/engine/core/link.js';
import { Parameter } from '../../../src/engine/core/parameter.js';
import { loadState, type Serializer, saveState } from '../../../src/engine/core/serializer.js';
import { asVariable, type Variable } from '../../../src/engine/core/variable.js';
import '../../../src/engine/functions/math/arithmetic.js';
import { createCpuBackend } from '../../../src/engine/backends/cpu/index.js';
import { sumTo } from '../../../src/engine/functions/math/sumTo.js';
import {
  Adam,
  AdamW,
  gradientClipping,
  MomentumSGD,
  type Optimizer,
  SGD,
  weightDecay,
} from '../../../src/engine/optimizers/index.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createCpuBackend({ threads: 1 });
  setBackend(backend);
});

const coefficients = [0.7, -1.3, 0.2];

/** Loss Σ cᵢ·wᵢ² + wᵢ, of gradient 2cᵢwᵢ + 1. */
class Quadratic extends Link {
  readonly w = new Parameter(new Float32Array([1, -2, 0.5]), [3]);

  forward(): Variable {
    return sumTo(this.w.mul(this.w).mul(asVariable(coefficients)).add(this.w), []);
  }
}

const gradient = (w: number[]) => w.map((x, i) => 2 * Math.fround(coefficients[i]) * x + 1);

async function run(optimizer: Optimizer, steps: number): Promise<number[]> {
  const link = new Quadratic();
  optimizer.setup(link);
  for (let i = 0; i < steps; i++) optimizer.update(() => link.forward()).dispose();
  return Array.from(await link.w.toArray());
}

const expectClose = (actual: number[], expected: number[], digits = 6) =>
  actual.map((x, i) => expect(x).toBeCloseTo(expected[i], digits));

describe('optimizers follow their formulas', () => {
  test('SGD', async () => {
    let w = [1, -2, 0.5];
    for (let i = 0; i < 5; i++) w = w.map((x, j) => x - 0.1 * gradient(w)[j]);
    expectClose(await run(new SGD({ lr: 0.1 }), 5), w);
  });

  test('MomentumSGD', async () => {
    let w = [1, -2, 0.5];
    let v = [0, 0, 0];
    for (let i = 0; i < 5; i++) {
      const g = gradient(w);
      v = v.map((x, j) => 0.9 * x - 0.05 * g[j]);
      w = w.map((x, j) => x + v[j]);
    }
    expectClose(await run(new MomentumSGD({ lr: 0.05 }), 5), w);
  });

  test.each([0, 0.03])('Adam with decoupled decay %d', async (decay) => {
    let w = [1, -2, 0.5];
    const m = [0, 0, 0];
    const v = [0, 0, 0];
    for (let t = 1; t <= 6; t++) {
      const g = gradient(w);
      w = w.map((x, j) => {
        m[j] += 0.1 * (g[j] - m[j]);
        v[j] += 0.001 * (g[j] ** 2 - v[j]);
        const step = (0.01 * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);
        return x - (step * m[j]) / (Math.sqrt(v[j]) + 1e-8) - decay * x;
      });
    }
    expectClose(await run(new Adam({ alpha: 0.01, weightDecayRate: decay }), 6), w);
  });

  test('AdamW decays by 0.01 of the step size', () => {
    expect(new AdamW({ alpha: 0.02 }).weightDecayRate).toBeCloseTo(0.0002, 10);
  });
});

describe('hooks', () => {
  test('weightDecay adds to the gradient', async () => {
    const w = [1, -2, 0.5].map((x, j) => x - 0.1 * (gradient([1, -2, 0.5])[j] + 0.2 * x));
    const result = await run(new SGD({ lr: 0.1 }).addHook('decay', weightDecay(0.2)), 1);
    expectClose(result, w);
  });

  test('gradientClipping bounds the joint norm and leaves small gradients', async () => {
    const g = gradient([1, -2, 0.5]);
    const norm = Math.hypot(...g);
    const clipped = await run(new SGD({ lr: 1 }).addHook('clip', gradientClipping(norm / 4)), 1);
    expectClose(
      clipped,
      [1, -2, 0.5].map((x, i) => x - g[i] / 4),
      5,
    );
    const free = await run(new SGD({ lr: 1 }).addHook('clip', gradientClipping(norm * 4)), 1);
    expectClose(
      free,
      [1, -2, 0.5].map((x, i) => x - g[i]),
      5,
    );
  });

  test('a name is used once', () => {
    const optimizer = new SGD().addHook('decay', weightDecay(0.1));
    expect(() => optimizer.addHook('decay', weightDecay(0.1))).toThrow('there already');
  });
});

test('frozen parameters stay; a parameter without a gradient counts as zeros', async () => {
  class Two extends Link {
    readonly used = new Parameter(1, [1]);
    readonly unused = new Parameter(1, [1]);
    forward(): Variable {
      return sumTo(this.used.mul(2), []);
    }
  }
  const link = new Two();
  const optimizer = new SGD({ lr: 0.1 }).setup(link).addHook('decay', weightDecay(0.5));
  optimizer.update(() => link.forward());
  expect(await link.unused.item()).toBeCloseTo(0.95, 6);
  link.disableUpdate();
  optimizer.update(() => link.forward());
  expect(await link.unused.item()).toBeCloseTo(0.95, 6);
});

test('saved and loaded, it goes on exactly; memory stays flat', async () => {
  const link = new Quadratic();
  const optimizer = new Adam({ alpha: 0.05 }).setup(link);
  const step = () => optimizer.update(() => link.forward()).dispose();
  step();
  step();
  const both = {
    serialize(s: Serializer) {
      link.serialize(s.child('model'));
      optimizer.serialize(s.child('optimizer'));
    },
  };
  const saved = await saveState(both);
  expect([...saved.keys()]).toContain('optimizer/w/m');
  const before = backend.memory().arrays;
  step();
  expect(backend.memory().arrays).toBe(before);
  const expected = await link.w.toArray();
  loadState(both, saved);
  expect(optimizer.t).toBe(2);
  step();
  expect(await link.w.toArray()).toEqual(expected);
  expect(() => loadState(link, new Map([['w', { shape: [2], data: new Float32Array(2) }]]))).toThrow(
    '"w" is (2,), expected (3,)',
  );
});
