import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Backend } from '../../../src/engine/backends/backend.js';
import { backprop, grad } from '../../../src/engine/core/backward.js';
import { config, usingConfig } from '../../../src/engine/core/config.js';
import { setBackend } from '../../../src/engine/core/context.js';
import { FunctionNode } from '../../../src/engine/core/functionNode.js';
import { scope } from '../../../src/engine/core/scoped.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import { asVariable, Variable } from '../../../src/engine/core/variable.js';
import { add, log, mul, pow } from '../../../src/engine/functions/math/arithmetic.js';
import { sumTo } from '../../../src/engine/functions/math/sumTo.js';
import { createReferenceBackend } from '../reference/backend.js';

let backend: Backend;
beforeAll(() => {
  backend = createReferenceBackend();
  setBackend(backend);
});

const variable = (values: number[] | number) => new Variable(Tensor.of(values));
const sum = (x: Variable) => sumTo(x, []);
const numbers = async (t: Tensor | Variable | null) => Array.from((await t?.toArray()) ?? []);

describe('backward', () => {
  test('adds up both paths of x·x', async () => {
    const x = variable([1, 2, 3]);
    sum(x.mul(x)).backward();
    expect(await numbers(x.grad)).toEqual([2, 4, 6]);
  });

  test('visits a diamond in rank order, each function once', async () => {
    const x = variable([2]);
    const a = x.mul(3);
    const b = a.mul(a); // 9x²
    sum(b.add(a)).backward();
    expect(await numbers(x.grad)).toEqual([18 * 2 + 3]);
  });

  test('adds to the gradient that a leaf has, until cleargrad', async () => {
    const x = variable([1, 1]);
    for (let i = 0; i < 2; i++) sum(x.mul(3)).backward();
    expect(await numbers(x.grad)).toEqual([6, 6]);
    x.cleargrad();
    expect(x.grad).toBeNull();
  });

  test('sums a broadcast gradient back to the operand', async () => {
    const a = variable([[1, 2]] as never);
    const b = variable([[10], [20], [30]] as never);
    sum(mul(a, b)).backward();
    expect(await numbers(a.grad)).toEqual([60, 60]);
    expect(await numbers(b.grad)).toEqual([3, 3, 3]);
  });

  test('asks for a gradient when the root has several elements', () => {
    const x = variable([1, 2]);
    expect(() => x.mul(2).backward()).toThrow('backward: the root has shape (2,); set its grad first');
  });

  test('takes the gradient set on the root and leaves the root readable', async () => {
    const x = variable([1, 2]);
    const y = x.mul(x);
    y.grad = Tensor.of([1, 10]);
    y.backward();
    expect(await numbers(x.grad)).toEqual([2, 40]);
    expect(await numbers(y)).toEqual([1, 4]);
  });

  test('differentiates gradients again', async () => {
    const x = variable([2]);
    const y = sum(pow(x, 3));
    const [gx] = grad([y], [x], { enableDoubleBackprop: true });
    expect(await numbers(gx)).toEqual([12]);
    const [ggx] = grad([gx as Variable], [x]);
    expect(await numbers(ggx)).toEqual([12]);
  });

  test('grad leaves .grad alone and gives null where no path leads', async () => {
    const x = variable([1]);
    const z = variable([1]);
    const [gx, gz] = grad([sum(log(x))], [x, z]);
    expect(await numbers(gx)).toEqual([1]);
    expect(gz).toBeNull();
    expect(x.grad).toBeNull();
  });

  test('grad adds to what is given, scales its seeds, and sets grad if told', async () => {
    const x = variable([2]);
    const [g] = scope(() => grad([sum(x.mul(x))], [x], { gradInputs: [variable([10])], lossScale: 3, setGrad: true }));
    expect(await numbers(g)).toEqual([3 * 4 + 10]);
    expect(x.gradVar).toBe(g);
  });

  test('backprop takes several roots', async () => {
    const x = variable([2]);
    backprop([sum(x.mul(x)), sum(x.mul(3))]);
    expect(await numbers(x.grad)).toEqual([7]);
  });

  test('unchain cuts one variable off', async () => {
    const x = variable([2]);
    const h = x.mul(x);
    h.unchain();
    sum(h.mul(x)).backward();
    expect(await numbers(x.grad)).toEqual([4]);
  });

  test('a second backward through a consumed graph says so; retainGraph allows it', async () => {
    const x = variable([3, 3]);
    const once = sum(x.mul(x));
    once.backward();
    expect(() => once.backward()).toThrow('retainGraph');
    const twice = sum(x.mul(x));
    x.cleargrad();
    twice.backward({ retainGraph: true });
    twice.backward();
    expect(await numbers(x.grad)).toEqual([12, 12]);
  });

  test('unchainBackward and detach stop it', async () => {
    const x = variable([1]);
    const h = x.mul(2);
    h.unchainBackward();
    sum(h.mul(h)).backward();
    expect(x.grad).toBeNull();
    sum(x.detach().mul(x)).backward();
    expect(await numbers(x.grad)).toEqual([1]);
  });

  test('names function and shapes when a backward returns a wrong shape', () => {
    class Wrong extends FunctionNode {
      constructor() {
        super('wrong');
      }
      override forward([x]: Tensor[]): Tensor[] {
        return [x.mul(1)];
      }
      override backward(): Variable[] {
        return [asVariable([1, 2, 3])];
      }
    }
    const y = new Wrong().apply([variable([1, 2])])[0];
    expect(() => sum(y).backward()).toThrow('wrong: backward gave (3,) for input 0 of shape (2,)');
  });
});

describe('graph recording', () => {
  test('is off where nothing requires a gradient or backprop is disabled', () => {
    expect(asVariable([1]).mul(asVariable([2])).creator).toBeNull();
    usingConfig({ enableBackprop: false }, () => expect(variable([1]).mul(variable([2])).creator).toBeNull());
    expect(config.enableBackprop).toBe(true);
  });

  test('switches are restored after an error, and an async body is refused', () => {
    expect(() =>
      usingConfig({ train: false }, () => {
        throw new Error('x');
      }),
    ).toThrow('x');
    expect(config.train).toBe(true);
    expect(() => usingConfig({ train: false }, async () => {})).toThrow('synchronous');
  });

  test('dtypes do not mix', () => {
    expect(() => add(Tensor.of([1]), Tensor.of([1], 'int32'))).toThrow('add: dtypes float32 and int32 do not mix');
  });
});

describe('memory', () => {
  beforeEach(() => usingConfig({}, () => {}));

  test('a scope frees all but its result, and what the graph of the result retains', async () => {
    const x = variable([1, 2, 3]);
    const before = backend.memory().arrays;
    const y = scope(() => sum(x.mul(x).mul(2)));
    y.backward();
    expect(await numbers(x.grad)).toEqual([4, 8, 12]);
    x.cleargrad();
    y.data.dispose();
    expect(backend.memory().arrays).toBe(before);
  });

  test('is flat over iterations, and backward frees activations before the scope ends', () => {
    const w = new Variable(Tensor.of([1, 2]));
    const step = () =>
      scope(() => {
        const h = w.mul(w).mul(w);
        const loss = sum(h.mul(h));
        const held = backend.memory().arrays;
        loss.backward();
        expect(backend.memory().arrays).toBeLessThan(held);
        w.cleargrad();
      });
    step();
    const before = backend.memory();
    for (let i = 0; i < 20; i++) step();
    expect(backend.memory()).toEqual(before);
  });

  test('use after free is a typed error', async () => {
    let leaked: Tensor | null = null;
    scope(() => {
      leaked = Tensor.of([1]);
    });
    expect(() => (leaked as unknown as Tensor).add(1)).toThrow('used after it was freed');
  });

  test('a scope refuses an async body', () => {
    expect(() => scope(async () => {})).toThrow('synchronous');
  });
});

describe('debug mode', () => {
  test('finds the first NaN and names the function', async () => {
    await usingConfigAsync(async () => {
      const y = sum(log(variable([-1])));
      await expect(y.item()).rejects.toThrow('NaN or infinity in the output of log');
    });
  });
});

async function usingConfigAsync(body: () => Promise<void>): Promise<void> {
  config.debug = true;
  try {
    await body();
  } finally {
    config.debug = false;
  }
}

describe('host data', () => {
  test('of bare numbers and doubles becomes float32', async () => {
    for (const data of [[1, 2, 3, 4], Float64Array.of(1, 2, 3, 4)]) {
      const tensor = Tensor.from(data, [2, 2]);
      expect([tensor.dtype, tensor.shape]).toEqual(['float32', [2, 2]]);
      expect(await numbers(tensor)).toEqual([1, 2, 3, 4]);
    }
  });

  test.each([
    [[[1, 2], [3]], 'axis 1 is 1 where the first is 2'],
    [[[1], [2, 3], []], 'axis 1 is 2 where the first is 1'], // three numbers, as (3, 1) needs
    [[[1], 2], 'axis 1 is a number where the first is 1'],
    [[1, [2]], 'axis 1 is 1 where the first is a number'],
  ])('of ragged rows %j is refused', (rows, message) => {
    expect(() => Tensor.of(rows)).toThrow(`Tensor.of: rows must be equally long, but ${message}`);
  });
});
