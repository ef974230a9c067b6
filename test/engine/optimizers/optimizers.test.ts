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
  AdaBound,
  AdaDelta,
  AdaGrad,
  Adam,
  AdamW,
  AMSBound,
  AMSGrad,
  CorrectedMomentumSGD,
  DynamicLossScale,
  gradientClipping,
  gradientHardClipping,
  gradientLARS,
  gradientNoise,
  lasso,
  MomentumSGD,
  MSVAG,
  NesterovAG,
  Optimizer,
  RMSprop,
  RMSpropGraves,
  SGD,
  SMORMS3,
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

/** One element's parameter and state; a step changes it, given the gradient and the number of the step. */
type State = Record<string, number> & { p: number };
type Step = (s: State, g: number, t: number) => void;

const sq = Math.sqrt;
const adamStep =
  (bound: boolean, max: boolean): Step =>
  (s, g, t) => {
    s.m = (s.m ?? 0) + 0.1 * (g - (s.m ?? 0));
    s.v = (s.v ?? 0) + 0.001 * (g * g - (s.v ?? 0));
    s.vhat = max ? Math.max(s.vhat ?? 0, s.v) : s.v;
    let rate = (0.02 * sq(1 - 0.999 ** t)) / (1 - 0.9 ** t) / (sq(s.vhat) + 1e-8);
    if (bound) rate = Math.min(Math.max(rate, 0.1 * (1 - 1 / (1e-3 * t + 1))), 0.1 * (1 + 1 / (1e-3 * t)));
    s.p -= rate * s.m;
  };

const formulas: [name: string, make: () => Optimizer, step: Step][] = [
  [
    'AdaGrad',
    () => new AdaGrad({ lr: 0.1 }),
    (s, g) => {
      s.h = (s.h ?? 0) + g * g;
      s.p -= (0.1 * g) / (sq(s.h) + 1e-8);
    },
  ],
  [
    'AdaDelta',
    () => new AdaDelta({ eps: 1e-2 }),
    (s, g) => {
      s.msg = 0.95 * (s.msg ?? 0) + 0.05 * g * g;
      const dx = g * sq(((s.msdx ?? 0) + 1e-2) / (s.msg + 1e-2));
      s.msdx = 0.95 * (s.msdx ?? 0) + 0.05 * dx * dx;
      s.p -= dx;
    },
  ],
  [
    'RMSprop',
    () => new RMSprop({ lr: 0.05 }),
    (s, g) => {
      s.ms = 0.99 * (s.ms ?? 0) + 0.01 * g * g;
      s.p -= (0.05 * g) / (sq(s.ms) + 1e-8);
    },
  ],
  [
    'RMSprop with eps inside',
    () => new RMSprop({ lr: 0.05, eps: 0.1, epsInsideSqrt: true }),
    (s, g) => {
      s.ms = 0.99 * (s.ms ?? 0) + 0.01 * g * g;
      s.p -= (0.05 * g) / sq(s.ms + 0.1);
    },
  ],
  [
    'RMSpropGraves',
    () => new RMSpropGraves({ lr: 0.01 }),
    (s, g) => {
      s.n = 0.95 * (s.n ?? 0) + 0.05 * g * g;
      s.g = 0.95 * (s.g ?? 0) + 0.05 * g;
      s.delta = 0.9 * (s.delta ?? 0) - (0.01 * g) / sq(s.n - s.g * s.g + 1e-4);
      s.p += s.delta;
    },
  ],
  [
    'NesterovAG',
    () => new NesterovAG({ lr: 0.05 }),
    (s, g) => {
      // The published form: look ahead by the momentum, step there.
      const before = s.v ?? 0;
      s.v = 0.9 * before - 0.05 * g;
      s.p += -0.9 * before + 1.9 * s.v;
    },
  ],
  [
    'CorrectedMomentumSGD',
    () => new CorrectedMomentumSGD({ lr: 0.05 }),
    (s, g) => {
      s.v = 0.9 * (s.v ?? 0) - g;
      s.p += 0.05 * s.v;
    },
  ],
  [
    'SMORMS3',
    () => new SMORMS3({ lr: 0.05 }),
    (s, g) => {
      s.mem ??= 1;
      const r = 1 / (s.mem + 1);
      s.g = (1 - r) * (s.g ?? 0) + r * g;
      s.g2 = (1 - r) * (s.g2 ?? 0) + r * g * g;
      const x = (s.g * s.g) / (s.g2 + 1e-16);
      s.p -= (g * Math.min(x, 0.05)) / (sq(s.g2) + 1e-16);
      s.mem = 1 + s.mem * (1 - x);
    },
  ],
  [
    'MSVAG',
    () => new MSVAG({ lr: 0.05, weightDecayRate: 0.01 }),
    (s, g, t) => {
      const power = 0.9 ** t;
      s.m = 0.9 * (s.m ?? 0) + 0.1 * g;
      s.v = 0.9 * (s.v ?? 0) + 0.1 * g * g;
      const rho = Math.min((0.01 * (1 - power ** 2)) / ((1 - power) ** 2 * 0.19), 0.9999);
      const [m, v] = [s.m / (1 - power), s.v / (1 - power)];
      const variance = (v - m * m) / (1 - rho);
      const factor = Math.min(Math.max((m * m) / (m * m + rho * variance), 0), 1);
      s.p -= 0.05 * m * factor + 0.01 * s.p;
    },
  ],
  ['AMSGrad', () => new AMSGrad({ alpha: 0.02 }), adamStep(false, true)],
  ['AdaBound', () => new AdaBound({ alpha: 0.02 }), adamStep(true, false)],
  ['AMSBound', () => new AMSBound({ alpha: 0.02 }), adamStep(true, true)],
];

describe('optimizers follow their formulas in double precision', () => {
  test.each(formulas)('%s', async (_name, make, step) => {
    const states: State[] = [1, -2, 0.5].map((p) => ({ p }));
    for (let t = 1; t <= 12; t++) {
      const g = gradient(states.map((s) => s.p));
      for (const [i, s] of states.entries()) step(s, g[i], t);
    }
    const optimizer = make();
    expect(optimizer).toBeInstanceOf(Optimizer);
    expectClose(
      await run(optimizer, 12),
      states.map((s) => s.p),
      4,
    );
  });
});

describe('loss scaling', () => {
  test('changes nothing but the range: gradients are divided before hooks see them', async () => {
    const plain = await run(new SGD({ lr: 0.1 }).addHook('clip', gradientClipping(0.5)), 4);
    const scaled = await run(new SGD({ lr: 0.1 }).addHook('clip', gradientClipping(0.5)).lossScaling(256), 4);
    expectClose(scaled, plain, 5);
  });

  test('a dynamic scale doubles until the first overflow, then halves and leaves the parameters', async () => {
    const link = new Quadratic();
    const scale = new DynamicLossScale(2);
    const optimizer = new SGD({ lr: 0.01 }).setup(link).lossScaling(scale);
    const step = async (factor: number) => {
      optimizer.update(() => link.forward().mul(factor)).dispose();
      return scale.settle();
    };
    expect([await step(1), await step(1), scale.scale]).toEqual([true, true, 4]);
    const before = await link.w.toArray();
    expect(await step(Number.POSITIVE_INFINITY)).toBe(false);
    expect(await link.w.toArray()).toEqual(before);
    expect(scale.scale).toBe(2);
    await step(1);
    expect(scale.scale).toBeCloseTo(2 * Math.SQRT2, 6);
    const saved = await saveState(optimizer);
    expect(saved.get('loss_scaling/scale')).toBe(scale.scale);
  });
});

describe('hooks', () => {
  test('lasso adds the sign', async () => {
    const w = [1, -2, 0.5].map((x, j) => x - 0.1 * (gradient([1, -2, 0.5])[j] + 0.2 * Math.sign(x)));
    expectClose(await run(new SGD({ lr: 0.1 }).addHook('lasso', lasso(0.2)), 1), w);
  });

  test('gradientHardClipping limits each element', async () => {
    const g = gradient([1, -2, 0.5]).map((x) => Math.min(Math.max(x, -0.5), 2));
    const w = [1, -2, 0.5].map((x, j) => x - 0.1 * g[j]);
    expectClose(await run(new SGD({ lr: 0.1 }).addHook('clip', gradientHardClipping(-0.5, 2)), 1), w);
  });

  test('gradientNoise adds less and less', async () => {
    const plain = await run(new SGD({ lr: 1 }), 1);
    const noisy = await run(new SGD({ lr: 1 }).addHook('noise', gradientNoise(0.01)), 1);
    const distance = Math.hypot(...plain.map((x, i) => x - noisy[i]));
    expect(distance).toBeGreaterThan(0);
    expect(distance).toBeLessThan(0.1 * 6);
  });

  test('gradientLARS gives a step the size of the weights', async () => {
    const p = [1, -2, 0.5];
    const g = gradient(p);
    const rate = Math.hypot(...p) / (1e-9 + Math.hypot(...g) + 0.1 * Math.hypot(...p));
    const w = p.map((x, j) => x - 0.1 * rate * (g[j] + 0.1 * x));
    expectClose(await run(new SGD({ lr: 0.1 }).addHook('lars', gradientLARS({ weightDecay: 0.1 })), 1), w, 5);
    const small = p.map((x, j) => x - 0.1 * (g[j] + 0.1 * x));
    const above = gradientLARS({ weightDecay: 0.1, threshold: 10 });
    expectClose(await run(new SGD({ lr: 0.1 }).addHook('lars', above), 1), small, 5);
  });

  test('a post hook sees the parameters changed; a hook can be removed', async () => {
    const link = new Quadratic();
    const optimizer = new SGD({ lr: 0.1 }).setup(link);
    optimizer.addHook(
      'clip',
      (params) => {
        for (const q of params) q.data.assign(q.data.unary('clip', -1, 0));
      },
      {
        timing: 'post',
      },
    );
    optimizer.update(() => link.forward()).dispose();
    expect(Math.max(...(await link.w.toArray()))).toBe(0);
    optimizer.removeHook('clip');
    expect(() => optimizer.removeHook('clip')).toThrow('no hook "clip"');
  });

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

test('one parameter may have hyperparameters of its own, which are saved', async () => {
  const make = () => {
    const link = new Quadratic();
    const optimizer = new SGD({ lr: 0.1 }).setup(link).setHyperparameters(link.w, { lr: 0 });
    return { link, optimizer };
  };
  const { link, optimizer } = make();
  const step = () => optimizer.update(() => link.forward()).dispose();
  const before = await link.w.toArray();
  step();
  expect(await link.w.toArray()).toEqual(before);
  expect(optimizer.lr).toBe(0.1);
  optimizer.setHyperparameters(link.w, { lr: 0.1 });
  step();
  expect(await link.w.toArray()).not.toEqual(before);
  const saved = await saveState(optimizer);
  expect(saved.get('w/hyperparameters/lr')).toBe(0.1);
  const fresh = make();
  loadState(fresh.optimizer, saved);
  expect((await saveState(fresh.optimizer)).get('w/hyperparameters/lr')).toBe(0.1);
  expect(() => optimizer.setHyperparameters(link.w, { alpha: 1 })).toThrow('no hyperparameter "alpha"; there are lr');
});
