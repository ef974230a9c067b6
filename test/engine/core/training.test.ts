/** What training asks of the graph: a penalty on gradients that trains. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Backend } from '../../../src/engine/backends/backend.js';
import { createCpuBackend } from '../../../src/engine/backends/cpu/index.js';
import { grad, Sequential, scope, seed, setBackend, Tensor, Variable } from '../../../src/engine/core/index.js';
import * as F from '../../../src/engine/functions/index.js';
import * as L from '../../../src/engine/links/index.js';
import { Adam } from '../../../src/engine/optimizers/index.js';
import { generator } from '../serializers/random.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createCpuBackend({ threads: 1 });
  setBackend(backend);
});
beforeEach(() => seed(1));

const column = (count: number, value: () => number): Variable =>
  new Variable(Tensor.from(Float32Array.from({ length: count }, value), [count, 1]));

test('WGAN-GP trains: a critic under a gradient penalty becomes the distance, with slopes of 1', async () => {
  const random = generator(5);
  const critic = new Sequential(new L.Linear(1, 24), F.tanh, new L.Linear(24, 24), F.tanh, new L.Linear(24, 1));
  const optimizer = new Adam({ alpha: 0.01 }).setup(critic);
  // Two heaps of sand three apart: the earth mover's distance is 3.
  const lossOf = (penalty: number) => {
    const real = column(32, () => 1 + 0.2 * random());
    const fake = column(32, () => -2 + 0.2 * random());
    const between = new Variable(F.linearInterpolate(column(32, random), real, fake).data);
    const [slope] = grad([F.sum(critic.forward(between))], [between], { enableDoubleBackprop: true });
    const gap = F.mean(critic.forward(real)).sub(F.mean(critic.forward(fake)));
    const steepness = F.sqrt(F.batchL2NormSquared(slope as Variable).add(1e-12));
    return {
      gap,
      loss: F.mean(F.square(steepness.sub(1)))
        .mul(penalty)
        .sub(gap),
    };
  };
  for (let i = 0; i < 150; i++) optimizer.update(() => lossOf(10).loss).dispose();
  const gap = scope(() => lossOf(10).gap);
  // A slope s gains 3s and pays 10(s − 1)²: the best is s = 1 + 3/20.
  expect(Math.abs((await gap.item()) - 3 * 1.15)).toBeLessThan(0.15);
});
