/** Memory that stays flat over long trainings, use after free, leaks that have a name. */
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  asVariable,
  FreedError,
  findLeaks,
  grad,
  type Link,
  memory,
  Sequential,
  scope,
  seed,
  setBackend,
  Tensor,
  Variable,
} from '../../../src/engine/core/index.js';
import * as F from '../../../src/engine/functions/index.js';
import * as L from '../../../src/engine/links/index.js';
import { Adam, SGD } from '../../../src/engine/optimizers/index.js';
import { backends } from '../backends.js';

/** A step of a training; its first call makes what stays: shapes of lazy parameters, gradients, the optimizer's state. */
type Step = () => void;

function cnn(): Step {
  const conv = new L.Convolution2D(2, 4, 3, { pad: 1 });
  const bn = new L.BatchNormalization(4);
  const out = new L.Linear(3);
  const optimizer = new Adam().setup(new Sequential(conv, bn, out));
  const x = Tensor.full([2, 2, 6, 6], 0.3);
  return () =>
    optimizer
      .update(() => {
        const h = F.forget((v) => F.relu(bn.forward(conv.forward(v))), x);
        return F.softmaxCrossEntropy(out.forward(F.dropout(F.maxPooling2D(h, 2))), [0, 2]);
      })
      .dispose();
}

/** Segments of one sequence: the state lives from step to step, its graph does not. */
function lstm(): Step {
  const rnn = new L.LSTM(3, 4);
  const out = new L.Linear(4, 3);
  const optimizer = new Adam().setup(new Sequential(rnn, out));
  const x = asVariable(Tensor.full([2, 3], 0.2));
  return () =>
    optimizer
      .update(() => {
        const losses = [0, 1, 2].map((t) => F.softmaxCrossEntropy(out.forward(rnn.forward(x)), [t, 0]));
        return losses.reduce((a, b) => a.add(b));
      })
      .dispose();
}

/** Two networks and two optimizers over one graph, as DCGAN's updater has them. */
function gan(): Step {
  const generator = new Sequential(new L.Linear(2, 6), F.relu, new L.Linear(6, 4));
  const critic = new Sequential(new L.Linear(4, 6), F.leakyRelu, new L.Linear(6, 1));
  const [trainGenerator, trainCritic] = [generator, critic].map((link: Link) => new Adam().setup(link));
  const real = asVariable(Tensor.full([3, 4], 0.5));
  return () => {
    const fake = scope(() => generator.forward(F.gaussian(Tensor.zeros([3, 2]), Tensor.zeros([3, 2]))));
    trainCritic
      .update(() =>
        F.mean(F.softplus(critic.forward(fake.detach()))).add(F.mean(F.softplus(F.neg(critic.forward(real))))),
      )
      .dispose();
    trainGenerator.update(() => F.mean(F.softplus(F.neg(critic.forward(fake))))).dispose();
    fake.data.dispose();
  };
}

/** n-step LSTM over sequences of several lengths, and a penalty on gradients. */
function penalised(): Step {
  const rnn = new L.NStepLSTM(2, 3, 4, 0.2);
  const optimizer = new Adam().setup(rnn);
  return () =>
    optimizer
      .update(() => {
        const inputs = [2, 4, 1].map((t) => new Variable(Tensor.full([t, 3], 0.1 * t)));
        const [hy, , ys] = rnn.forward(null, null, inputs);
        const score = F.sum(hy).add(F.sum(F.concat(ys, 0)));
        const slopes = grad([score], inputs, { enableDoubleBackprop: true });
        return slopes.reduce((sum: Variable, g) => sum.add(F.sum(F.square(g as Variable))), score);
      })
      .dispose();
}

/** A simulated GPU takes a hundred times as long for a step, and a second for each kernel it meets first. */
const tested = await Promise.all(
  backends.map(async (backend) => ({
    ...backend,
    simulated: /swiftshader|llvmpipe/i.test((await backend.create()).description),
  })),
);

describe.each(tested)('on $name', ({ create, simulated }) => {
  beforeAll(async () => setBackend(await create()));
  beforeEach(() => seed(1));

  const trainings: [name: string, make: () => Step, iterations: number][] = [
    ['a CNN with normalisation, dropout and a recomputed block', cnn, 1000],
    ['an LSTM over one long sequence', lstm, 1000],
    ['a GAN', gan, 1000],
    ['n-step LSTMs and a penalty on gradients', penalised, 100],
  ];
  const chosen = simulated ? trainings.filter(([, make]) => make === gan) : trainings;
  test.each(chosen)('memory is flat over %s', async (_name, make, iterations) => {
    const step = make();
    for (let i = 0; i < 5; i++) step();
    const { arrays, liveBytes } = memory();
    for (let i = 0; i < (simulated ? 5 : iterations); i++) step();
    expect(memory()).toMatchObject({ arrays, liveBytes });
    expect(String(await findLeaks(step))).toBe('');
  });

  test('use after free is a typed error, whatever uses it', async () => {
    const x = new Variable(Tensor.full([1, 1, 2, 2], 1));
    const w = new Variable(Tensor.full([1, 1, 1, 1], 1));
    const y = F.convolution2D(x, w);
    x.data.dispose();
    expect(() => F.convolution2D(x, w)).toThrow(FreedError);
    expect(() => x.add(1)).toThrow(
      'a tensor of shape (1, 1, 2, 2) is used after it was freed: its scope ended or backward() consumed it',
    );
    expect(() => F.sum(y).backward()).toThrow(FreedError);
    await expect(x.toArray()).rejects.toThrow(FreedError);
    expect(() => new SGD().setup(new Sequential(new L.Linear(4, 1))).update(() => F.sum(x))).toThrow(FreedError);
  });

  test('a leak is named by function, line and number', async () => {
    const w = new Variable(Tensor.of([1, 2, 3]));
    const held: Variable[] = [];
    const leaky = () => {
      held.push(F.exp(w));
      scope(() => F.sum(F.sin(w)).data.dispose());
    };
    const report = await findLeaks(async () => {
      leaky();
      await null; // what is made after a pause counts too
      held.push(asVariable(Tensor.zeros([2])));
    }, 10);
    const { leaks } = report;
    expect(leaks).toMatchObject([
      { count: 10, shape: [3], bytes: 120, madeBy: 'exp' },
      { count: 10, shape: [2], bytes: 80, madeBy: null },
    ]);
    expect(leaks[0].line).toMatch(/leaky.*memory\.test\.ts:\d+/);
    expect(String(report)).toMatch(
      /^10 × float32 \(3,\), 120 bytes, by exp, at leaky .*\n10 × float32 \(2,\), 80 bytes, at /,
    );
    for (const { data } of held) data.dispose();
    expect((await findLeaks(() => scope(() => F.exp(w)).data.dispose())).leaks).toEqual([]);
  });
});

test('what nobody owns and nobody holds any more goes with the garbage', async () => {
  setBackend(await backends[0].create());
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const before = memory().arrays;
  const forget = () => {
    for (let i = 0; i < 600; i++) Tensor.zeros([4]);
  };
  forget();
  expect(memory().arrays).toBe(before + 600);
  for (let i = 0; i < 50 && memory().arrays > before; i++) {
    await setTimeout(1);
    collectGarbage();
  }
  expect(memory().arrays).toBeLessThanOrEqual(before);
});
