import { beforeAll, describe, expect, test } from 'vitest';
import { setBackend } from '../../../src/engine/core/context.js';
import { seed } from '../../../src/engine/core/random.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import { asVariable, type Variable } from '../../../src/engine/core/variable.js';
import {
  Bernoulli,
  Categorical,
  type Distribution,
  Independent,
  klDivergence,
  Normal,
} from '../../../src/engine/distributions/index.js';
import { checkFunction } from '../functions/checkFunction.js';
import { createReferenceBackend } from '../reference/backend.js';
import { expectClose } from '../reference/expectClose.js';
import { uniform, values } from '../reference/hostArray.js';

const reference = { name: 'reference', create: async () => createReferenceBackend() };
beforeAll(async () => setBackend(await reference.create()));

const read = async (v: Variable): Promise<number[]> => Array.from(await v.toArray());

/** Mean of f over many draws: what the closed forms must give. */
async function average(p: Distribution, f: (x: Variable) => Variable, draws = 40_000): Promise<number> {
  seed(3);
  const list = await read(f(p.sample([draws])));
  return list.reduce((a, b) => a + b, 0) / list.length;
}

const pairs: [name: string, p: () => Distribution, q: () => Distribution][] = [
  ['Normal', () => new Normal([0.5], { scale: [0.7] }), () => new Normal([-0.2], { logScale: [0.3] })],
  ['Categorical', () => new Categorical({ p: [[0.2, 0.5, 0.3]] }), () => new Categorical({ logit: [[1, 0, 2]] })],
  ['Bernoulli', () => new Bernoulli({ p: [0.3] }), () => new Bernoulli({ logit: [0.9] })],
  [
    'Independent',
    () => new Independent(new Normal([[0.5, 1]], { scale: [[0.7, 2]] })),
    () => new Independent(new Normal([[0, 0]], { scale: [[1, 1.5]] })),
  ],
];

describe.each(pairs)('%s', (_name, p, q) => {
  test('entropy is the mean surprise of its draws, divergence the mean log-ratio', async () => {
    const surprise = await average(p(), (x) => p().logProb(x).neg());
    expect(Math.abs((await read(p().entropy))[0] - surprise)).toBeLessThan(0.03);
    const ratio = await average(p(), (x) => p().logProb(x).sub(q().logProb(x)));
    expect(Math.abs((await read(klDivergence(p(), q())))[0] - ratio)).toBeLessThan(0.03);
    expect((await read(klDivergence(p(), p())))[0]).toBeCloseTo(0, 5);
  });
});

describe('values', () => {
  test('normal', async () => {
    const p = new Normal([1], { scale: [2] });
    const x = asVariable([2]);
    expectClose('density', await read(p.prob(x)), [Math.exp(-1 / 8) / (2 * Math.sqrt(2 * Math.PI))]);
    expectClose('cdf', await read(p.cdf(asVariable([1]))), [0.5]);
    expectClose('survival', await read(p.survivalFunction(asVariable([-5]))), [0.9986501], { atol: 1e-5, rtol: 0 });
    expect([await read(p.mean), await read(p.variance), await read(p.stddev)]).toEqual([[1], [4], [2]]);
    expect(p.sample([3]).shape).toEqual([3, 1]);
  });

  test('classes of probability 0 are never drawn and add nothing to the entropy', async () => {
    const p = new Categorical({ p: [0, 0.5, 0.5] });
    expect((await read(p.entropy))[0]).toBeCloseTo(Math.LN2, 6);
    expect((await read(p.sample([500]))).includes(0)).toBe(false);
    expect(p.sample([4]).dtype).toBe('int32');
    expect((await read(p.perplexity))[0]).toBeCloseTo(2, 5);
  });

  test('independent axes are part of the event', async () => {
    const inner = new Bernoulli({ p: [[0.5, 0.25, 0.1]] });
    const p = new Independent(inner);
    expect([p.batchShape, p.eventShape]).toEqual([[1], [3]]);
    const x = asVariable(Tensor.of([[1, 0, 0]]));
    expect((await read(p.logProb(x)))[0]).toBeCloseTo(Math.log(0.5 * 0.75 * 0.9), 5);
  });

  test('mistakes are named', () => {
    expect(() => new Normal([0], {})).toThrow('Normal: give either scale or logScale');
    expect(() => klDivergence(new Normal([0], { scale: [1] }), new Bernoulli({ p: [0.5] }))).toThrow(
      'klDivergence: no closed form for Normal and Bernoulli',
    );
    expect(() => new Categorical({ p: [1] }).mean).toThrow('Categorical: no closed form of the mean');
  });
});

describe('gradients', () => {
  test('flow through densities, draws and divergences', async () => {
    await checkFunction(reference, {
      inputs: [uniform([3]), uniform([3]), uniform([3])],
      actual: (loc, logScale, x) => {
        const p = new Normal(loc, { logScale });
        return [p.logProb(x), p.sample([2]), klDivergence(p, new Normal([0, 0, 0], { scale: [1, 2, 3] })), p.entropy];
      },
    });
    await checkFunction(reference, {
      inputs: [uniform([2, 3]), values([2], [0, 2], 'int32')],
      actual: (logit, x) => [new Categorical({ logit }).logProb(x), new Categorical({ logit }).entropy],
    });
    await checkFunction(reference, {
      inputs: [uniform([4]), values([4], [0, 1, 1, 0])],
      constants: [1],
      actual: (logit, x) => [new Bernoulli({ logit }).logProb(x), new Bernoulli({ logit }).entropy],
    });
  });
});
