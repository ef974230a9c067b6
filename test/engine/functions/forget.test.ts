import { beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../../src/engine/backends/backend.js';
import { setBackend } from '../../../src/engine/core/context.js';
import { seed } from '../../../src/engine/core/random.js';
import { scope } from '../../../src/engine/core/scoped.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import { asVariable, Variable } from '../../../src/engine/core/variable.js';
import * as F from '../../../src/engine/functions/index.js';
import * as L from '../../../src/engine/links/index.js';
import { backends } from '../backends.js';
import { uniform } from '../reference/hostArray.js';
import { checkFunction } from './checkFunction.js';

describe.each(backends)('forget on $name', (tested) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await tested.create();
    setBackend(backend);
  });

  test('has the gradients of what it wraps', () =>
    checkFunction(tested, {
      inputs: [uniform([2, 3]), uniform([3])],
      actual: (x, y) => F.forget((a, b) => [F.exp(F.mul(a, b)), F.sin(a)], x, y),
      order: 1,
    }));

  test('draws the same dropout mask again, follows statistics once and reaches parameters', async () => {
    setBackend(backend);
    const make = () => {
      seed(4);
      return { linear: new L.Linear(3, 4), bn: new L.BatchNormalization(4) };
    };
    const x = Tensor.from(uniform([5, 3]).data, [5, 3]);
    const gradients = async (wrapped: boolean) => {
      const { linear, bn } = make();
      const body = (v: Variable): Variable => F.dropout(F.tanh(bn.forward(linear.forward(v))), { ratio: 0.4 });
      scope(() => {
        seed(9);
        const input = asVariable(x); // requires no gradient: only the parameters do
        F.sum(F.square(wrapped ? F.forget(body, input) : body(input))).backward();
      });
      return [await linear.W.grad?.toArray(), await bn.avgMean.toArray()];
    };
    expect(await gradients(true)).toEqual(await gradients(false));
  });

  test('keeps nothing but its inputs until backward', () => {
    setBackend(backend);
    scope(() => {
      const x = new Variable(Tensor.full([1000], 0.5));
      const live = () => backend.memory().liveBytes;
      const deep = (v: Variable): Variable => Array.from({ length: 10 }).reduce((h: Variable) => F.tanh(h), v);
      const before = live();
      const kept = deep(x);
      const plain = live() - before;
      const forgotten = F.forget(deep, x);
      expect(live() - before - plain).toBeLessThan(plain / 3);
      F.sum(F.add(kept, forgotten)).backward();
    });
  });

  test('cannot be differentiated twice', () => {
    setBackend(backend);
    const x = new Variable(Tensor.full([2], 1));
    expect(() => F.sum(F.forget((v) => F.exp(v), x)).backward({ enableDoubleBackprop: true })).toThrow(
      'cannot be differentiated again',
    );
  });
});
