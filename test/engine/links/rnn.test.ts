import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Backend } from '../../../src/engine/backends/backend.js';
import { createCpuBackend } from '../../../src/engine/backends/cpu/index.js';
import { inference } from '../../../src/engine/core/config.js';
import { setBackend } from '../../../src/engine/core/context.js';
import { seed } from '../../../src/engine/core/random.js';
import { scope } from '../../../src/engine/core/scoped.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import { asVariable, type Variable } from '../../../src/engine/core/variable.js';
import * as F from '../../../src/engine/functions/index.js';
import * as L from '../../../src/engine/links/index.js';
import { Adam } from '../../../src/engine/optimizers/index.js';
import { expectClose } from '../reference/expectClose.js';
import { uniform } from '../reference/hostArray.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createCpuBackend({ threads: 1 });
  setBackend(backend);
});
beforeEach(() => seed(2));

const rows = (n: number, size: number): Variable => asVariable(Tensor.from(uniform([n, size]).data, [n, size]));
const read = async (v: Variable): Promise<number[]> => Array.from(await v.toArray());

describe('LSTM', () => {
  test('remembers: two calls are two steps of the stateless link', async () => {
    const link = new L.LSTM(3, 2);
    const plain = new L.StatelessLSTM(3, 2);
    plain.copyParams(link);
    const [x, y] = [rows(2, 3), rows(2, 3)];
    link.forward(x);
    const second = await read(link.forward(y));
    const [c, h] = plain.forward(null, null, x);
    expectClose('h', second, await read(plain.forward(c, h, y)[1]));
    link.resetState();
    expectClose('h', await read(link.forward(x)), await read(h));
  });

  test('has biases 0 and 1 at the forget gate, under Chainer’s keys', async () => {
    const link = new L.LSTM(null, 2);
    link.forward(rows(1, 3));
    expect(link.namedParams().map(([path, p]) => [path, p.shape])).toEqual([
      ['/lateral/W', [8, 2]],
      ['/upward/W', [8, 3]],
      ['/upward/b', [8]],
    ]);
    expect(await read(link.upward.b as Variable)).toEqual([0, 0, 1, 0, 0, 0, 1, 0]);
  });

  test('lets a batch shrink, and says so when it grows', async () => {
    const link = new L.LSTM(3, 2);
    const h = await read(link.forward(rows(3, 3)));
    expect(link.forward(rows(1, 3)).shape).toEqual([1, 2]);
    expect((await read(link.h as Variable)).slice(2)).toEqual(h.slice(2));
    expect(() => link.forward(rows(4, 3))).toThrow('the batch grew from 3 to 4 within a sequence; call resetState()');
  });

  test('trains over segments of one long sequence with flat memory', async () => {
    class Model extends L.LSTM {}
    const link = new Model(1, 4);
    const optimizer = new Adam({ alpha: 0.02 }).setup(link);
    const losses: number[] = [];
    let arrays = 0;
    // A wave: the next value needs a memory of the last two.
    const wave = (t: number) => Math.sin(t * 0.7);
    for (let segment = 0; segment < 60; segment++) {
      const loss = optimizer.update(() => {
        const errors: Variable[] = [];
        for (let t = segment * 5; t < segment * 5 + 5; t++) {
          const h = link.forward([[wave(t)]]);
          errors.push(F.meanSquaredError(F.sum(h, { axis: 1 }), [wave(t + 1)]));
        }
        return errors.reduce((a, b) => a.add(b));
      });
      losses.push(await loss.item());
      loss.dispose();
      if (segment === 3) arrays = backend.memory().arrays;
    }
    expect(backend.memory().arrays).toBe(arrays);
    expect(losses.at(-1)).toBeLessThan(losses[0] / 4);
  });

  test('in use, outputs of earlier steps stay readable', async () => {
    const link = new L.LSTM(3, 2);
    const xs = [rows(1, 3), rows(1, 3), rows(1, 3)];
    const ys = scope(() => inference(() => xs.map((x) => link.forward(x))));
    expect((await Promise.all(ys.map(read))).every((y) => y.length === 2)).toBe(true);
  });
});

describe('GRU', () => {
  test('stateful and stateless agree from a given state', async () => {
    const link = new L.GRU(3, 2);
    const plain = new L.StatelessGRU(3, 2);
    plain.copyParams(link);
    const [h, x] = [rows(2, 2), rows(2, 3)];
    link.setState(h);
    expectClose('h', await read(link.forward(x)), await read(plain.forward(h, x)));
    expect(link).toBeInstanceOf(L.StatefulGRU);
  });

  test('without a state leaves the state’s weights out', async () => {
    const link = new L.StatefulGRU(1, 1, { init: 1, innerInit: 7, biasInit: 0.5 });
    const [z, candidate] = [1 / (1 + Math.exp(-1.5)), Math.tanh(1.5)];
    expect((await read(link.forward([[1]])))[0]).toBeCloseTo(z * candidate, 6);
  });
});

describe('peephole and zoneout LSTM', () => {
  test('a peephole LSTM without peepholes is an LSTM', async () => {
    const link = new L.StatefulPeepholeLSTM(3, 2);
    const plain = new L.LSTM(3, 2, { forgetBiasInit: 0 });
    for (const part of ['upward', 'lateral'] as const) plain[part].copyParams(link[part]);
    for (const part of [link.peep_i, link.peep_f, link.peep_o]) part.W.data.assign(Tensor.zeros([2, 2]));
    const [x, y] = [rows(2, 3), rows(2, 3)];
    link.forward(x);
    plain.forward(x);
    expectClose('h', await read(link.forward(y)), await read(plain.forward(y)));
  });

  test('zoneout of ratio 0 is an LSTM; of ratio 1 nothing moves', async () => {
    const moving = new L.StatefulZoneoutLSTM(3, 2, { cRatio: 0, hRatio: 0 });
    const plain = new L.LSTM(3, 2, { forgetBiasInit: 0 });
    plain.copyParams(moving);
    const [x, y] = [rows(2, 3), rows(2, 3)];
    moving.forward(x);
    plain.forward(x);
    expectClose('h', await read(moving.forward(y)), await read(plain.forward(y)));
    const still = new L.StatefulZoneoutLSTM(3, 2, { cRatio: 1, hRatio: 1 });
    expect(await read(still.forward(x))).toEqual([0, 0, 0, 0]);
  });
});

describe.each([
  [L.NStepLSTM, 1, 8],
  [L.NStepBiLSTM, 2, 8],
  [L.NStepGRU, 1, 6],
  [L.NStepBiGRU, 2, 6],
  [L.NStepRNNTanh, 1, 2],
  [L.NStepRNNReLU, 1, 2],
  [L.NStepBiRNNTanh, 2, 2],
  [L.NStepBiRNNReLU, 2, 2],
] as const)('$0.name', (Stack, directions, weights) => {
  const make = () => new Stack(2, 3, 4, 0);
  type Call = (xs: Variable[]) => { states: Variable[]; ys: Variable[] };
  const calling =
    (link: ReturnType<typeof make>): Call =>
    (xs) => {
      if (link instanceof L.NStepLSTM || link instanceof L.NStepBiLSTM) {
        const [hy, cy, ys] = link.forward(null, null, xs);
        return { states: [hy, cy], ys };
      }
      const [hy, ys] = link.forward(null, xs);
      return { states: [hy], ys };
    };

  test('gives each sequence, in any order, what it gives it alone', async () => {
    const call = calling(make());
    const xs = [rows(2, 3), rows(4, 3), rows(1, 3)];
    const { states, ys } = call(xs);
    expect(ys.map((y) => y.shape)).toEqual([2, 4, 1].map((t) => [t, 4 * directions]));
    expect(states.map((s) => s.shape)).toEqual(states.map(() => [2 * directions, 3, 4]));
    for (const [i, x] of xs.entries()) {
      const alone = call([x]);
      expectClose(`outputs of sequence ${i}`, await read(ys[i]), await read(alone.ys[0]));
      const state = F.getItem(states[0], [{}, i]);
      expectClose(`state of sequence ${i}`, await read(state), await read(F.getItem(alone.states[0], [{}, 0])));
    }
  });

  test('names its weights as Chainer does and passes gradients to all', () => {
    const link = make();
    const { ys } = calling(link)([rows(2, 3), rows(1, 3)]);
    F.sum(F.concat(ys, 0)).backward();
    const params = link.namedParams();
    expect(params).toHaveLength(2 * directions * weights * 2);
    expect(params.map(([path]) => path)).toContain(`/0/w${weights - 1}`);
    expect(params.filter(([, p]) => !p.grad)).toEqual([]);
  });
});

test('ChildSumTreeLSTM: a node of no children is a leaf, and gradients reach the leaves', async () => {
  const link = new L.ChildSumTreeLSTM(3, 2);
  const leaves = [link.forward([], rows(1, 3)), link.forward([], rows(1, 3))];
  const [, h] = link.forward(leaves, rows(1, 3));
  F.sum(h).backward();
  expect(h.shape).toEqual([1, 2]);
  expect(link.params().every((p) => p.grad !== null)).toBe(true);
  expect(link.namedParams().map(([path]) => path)).toEqual(['/W_h_aio/W', '/W_h_f/W', '/W_x/W', '/W_x/b']);
});
