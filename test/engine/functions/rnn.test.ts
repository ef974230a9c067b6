import { beforeAll, describe, expect, test } from 'vitest';
import { setBackend } from '../../../src/engine/core/context.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import * as F from '../../../src/engine/functions/index.js';
import { backends } from '../backends.js';
import { createReferenceBackend } from '../reference/backend.js';
import { type HostArray, uniform, values } from '../reference/hostArray.js';
import { checkFunction, type FunctionCheck } from './checkFunction.js';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const loose = { forward: { atol: 1e-5, rtol: 1e-4 }, backward: { atol: 1e-4, rtol: 1e-3 } };

/** Inputs of a one-directional stack: state(s), then W and b of each layer, then the steps; with a way to call it. */
function stacked(layers: number, gates: number, states: number, directions = 1): HostArray[] {
  const inputs: HostArray[] = Array.from({ length: states }, () => uniform([layers * directions, 2, 2]));
  for (let row = 0; row < layers * directions; row++) {
    const width = row < directions ? 3 : 2 * directions;
    inputs.push(uniform([gates * 2, width]), uniform([gates * 2, 2]), uniform([gates * 2]), uniform([gates * 2]));
  }
  return [...inputs, uniform([2, 3]), uniform([1, 3])];
}

function split(xs: Parameters<FunctionCheck['actual']>, gates: number, states: number) {
  const steps = xs.slice(-2);
  const list = xs.slice(states, -2);
  const rows = Array.from({ length: list.length / 4 }, (_, i) => list.slice(4 * i, 4 * i + 4));
  const blocks = (a: (typeof xs)[0], b: (typeof xs)[0]) => [...F.splitAxis(a, gates, 0), ...F.splitAxis(b, gates, 0)];
  return { steps, ws: rows.map(([w, u]) => blocks(w, u)), bs: rows.map(([, , b, c]) => blocks(b, c)) };
}

const checks: Record<string, FunctionCheck> = {
  'lstm of one unit by hand': {
    inputs: [values([1, 1], [0.3]), values([1, 4], [0.5, -1, 2, 0.7])],
    actual: (c, x) => F.lstm(c, x),
    expected: (() => {
      const c = Math.tanh(0.5) * sigmoid(-1) + sigmoid(2) * Math.fround(0.3);
      const h = sigmoid(Math.fround(0.7)) * Math.tanh(c);
      return [[c], [h]].map((data) => ({ shape: [1, 1], data: Float64Array.from(data) as never }));
    })(),
  },
  'lstm of a shrinking batch': { inputs: [uniform([3, 2]), uniform([2, 8])], actual: (c, x) => F.lstm(c, x), ...loose },
  slstm: {
    inputs: [uniform([2, 3]), uniform([2, 3]), uniform([2, 12]), uniform([2, 12])],
    actual: (a, b, x, y) => F.slstm(a, b, x, y),
    ...loose,
  },
  treeLstm: {
    inputs: [uniform([2, 2]), uniform([2, 2]), uniform([2, 10])],
    actual: (a, b, x) => F.treeLstm([a, b], x),
    ...loose,
  },
  'treeLstm of a leaf': { inputs: [uniform([2, 6])], actual: (x) => F.treeLstm([], x), ...loose },
  nStepLstm: {
    inputs: stacked(2, 4, 2),
    actual: (...xs) => {
      const { steps, ws, bs } = split(xs, 4, 2);
      const [hy, cy, ys] = F.nStepLstm(2, 0, xs[0], xs[1], ws, bs, steps);
      return [hy, cy, ...ys];
    },
    ...loose,
  },
  nStepGru: {
    inputs: stacked(1, 3, 1),
    actual: (...xs) => {
      const { steps, ws, bs } = split(xs, 3, 1);
      const [hy, ys] = F.nStepGru(1, 0, xs[0], ws, bs, steps);
      return [hy, ...ys];
    },
    ...loose,
  },
  'nStepRnn with relu': {
    inputs: stacked(1, 1, 1),
    actual: (...xs) => {
      const { steps, ws, bs } = split(xs, 1, 1);
      const [hy, ys] = F.nStepRnn(1, 0, xs[0], ws, bs, steps, { activation: 'relu' });
      return [hy, ...ys];
    },
    ...loose,
  },
  'nStepBirnn with dropout between layers': {
    inputs: stacked(2, 1, 1, 2),
    actual: (...xs) => {
      const { steps, ws, bs } = split(xs, 1, 1);
      const [hy, ys] = F.nStepBirnn(2, 0.4, xs[0], ws, bs, steps);
      return [hy, ...ys];
    },
    ...loose,
  },
};

describe.each(backends)('recurrent functions on $name', (backend) => {
  test.each(Object.entries(checks))('%s', (_name, check) => checkFunction(backend, check));
});

describe('messages', () => {
  beforeAll(() => setBackend(createReferenceBackend()));
  const zeros = (...shape: number[]) => Tensor.zeros(shape);

  test('name the shapes', () => {
    expect(() => F.lstm(zeros(2, 3), zeros(2, 11))).toThrow('lstm: expected c (B, U, …) and x (b ≤ B, 4·U, …)');
    expect(() => F.treeLstm([zeros(2, 3)], zeros(2, 9))).toThrow('treeLstm: expected x (B, 4·U) for 1 children');
    expect(() => F.nStepLstm(1, 0, zeros(1, 1, 2), zeros(1, 1, 2), [], [], [zeros(1, 3)])).toThrow(
      'nStepLstm: expected steps (Bₜ, I) of falling Bₜ, states (1, B₀, U) and 1 lists of 8 weights',
    );
  });
});
