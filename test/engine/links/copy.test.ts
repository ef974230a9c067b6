import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Backend } from '../../../src/engine/backends/backend.js';
import { createCpuBackend } from '../../../src/engine/backends/cpu/index.js';
import {
  asVariable,
  Chain,
  ChainList,
  Parameter,
  Sequential,
  seed,
  setBackend,
  Tensor,
} from '../../../src/engine/core/index.js';
import * as F from '../../../src/engine/functions/index.js';
import * as L from '../../../src/engine/links/index.js';
import { SGD } from '../../../src/engine/optimizers/index.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createCpuBackend({ threads: 1 });
  setBackend(backend);
});
beforeEach(() => seed(1));

class Block extends Chain {
  readonly conv = new L.Convolution2D(null, 3, 3, { pad: 1 });
  readonly bn = new L.BatchNormalization(3);
  /** The same link under another name. */
  readonly again = this.conv;
  readonly ends = { scale: 2, names: ['a', 'b'] };

  forward(x: Tensor) {
    return F.relu(this.bn.forward(this.conv.forward(x)));
  }
}

const values = (tensor: Tensor | undefined) => tensor?.toArray();

test('copy makes a link that is trained by itself; share, one that is trained with it', async () => {
  const link = new L.Linear(2, 1);
  const [own, shared] = [link.copy('copy'), link.copy()];
  const before = await values(link.W.data);
  new SGD({ lr: 1 })
    .setup(link)
    .update(() => F.sum(link.forward([[1, 2]])))
    .dispose();
  expect(await values(own.W.data)).toEqual(before);
  expect(await values(link.W.data)).not.toEqual(before);
  expect(await values(shared.W.data)).toEqual(await values(link.W.data));
  expect(shared.W).not.toBe(link.W);
  expect([own, shared].map((l) => l.W.grad)).toEqual([null, null]);
  expect(await values(link.copy('init').W.data)).not.toEqual(await values(link.W.data));
});

test('chains are copied with their children, statistics and settings; what was one link stays one', async () => {
  const block = new Block();
  const x = Tensor.full([2, 1, 4, 4], 0.7);
  block.forward(x);
  const twin = block.copy('copy');
  expect(twin).toBeInstanceOf(Block);
  expect(twin.again).toBe(twin.conv);
  expect(twin.conv).not.toBe(block.conv);
  expect(twin.ends).toEqual({ scale: 2, names: ['a', 'b'] });
  expect(await twin.bn.avgMean.toArray()).toEqual(await block.bn.avgMean.toArray());
  const y = await block.forward(x).toArray();
  expect(await twin.forward(x).toArray()).toEqual(y);
  block.forward(Tensor.full([2, 1, 4, 4], 9));
  expect(await twin.bn.avgMean.toArray()).not.toEqual(await block.bn.avgMean.toArray());
  const lazy = new Block().copy('init');
  expect(lazy.conv.W.isInitialized).toBe(false);
  lazy.forward(x);
});

test('hooks go along, states of recurrent links do not', async () => {
  const normal = new L.Linear(3, 2).addHook(new L.SpectralNormalization());
  const x = asVariable([[1, 2, 3]]);
  await normal.forward(x).toArray();
  const twin = normal.copy('copy');
  expect(twin.isHooked).toBe(true);
  expect(await twin.forward(x).toArray()).toEqual(await normal.forward(x).toArray());
  const rnn = new L.LSTM(3, 2);
  const first = await rnn.forward(x).toArray();
  const fresh = rnn.copy('copy');
  expect(await rnn.forward(x).toArray()).not.toEqual(first);
  expect(await fresh.forward(x).toArray()).toEqual(first);
});

test('repeat puts copies one after the other', async () => {
  const layer = new L.Linear(3, 3);
  const deep = layer.repeat(3);
  expect(deep).toBeInstanceOf(Sequential);
  expect(deep.namedParams().map(([path]) => path)).toEqual(['/0/W', '/0/b', '/1/W', '/1/b', '/2/W', '/2/b']);
  const [a, b] = [deep.params()[0], deep.params()[2]];
  expect(await a.toArray()).not.toEqual(await b.toArray());
  const tied = layer.repeat(2, 'share');
  expect(await tied.params()[0].toArray()).toEqual(await layer.W.toArray());
  const twice = new Sequential(layer, F.relu).repeat(2);
  expect(twice.forward(asVariable([[1, 2, 3]])).shape).toEqual([1, 3]);
});

test('links in lists are copied too; private state that no copy can see is an error', () => {
  class List extends ChainList {
    forward() {
      return this.links.length;
    }
  }
  const list = new List(new L.Linear(1, 1), new L.Linear(1, 1));
  const twin = list.copy('copy');
  expect(twin.links).toHaveLength(2);
  expect(twin.links[0]).not.toBe(list.links[0]);
  class Secret extends Chain {
    readonly w = new Parameter(1, [1]);
    readonly #factor = 3;
    forward() {
      return this.w.mul(this.#factor);
    }
  }
  expect(() => new Secret().copy().forward()).toThrow(TypeError);
});
