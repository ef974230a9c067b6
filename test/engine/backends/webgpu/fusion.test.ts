/** Recorded work is planned before it runs: fewer launches, the same results whatever the order of uses, writes and frees. */
import { describe, expect, test } from 'vitest';
import type { Backend, BinaryOp, ConvGeometry, DeviceArray, UnaryOp } from '../../../../src/engine/backends/backend.js';
import { backends } from '../../backends.js';
import { createReferenceBackend } from '../../reference/backend.js';
import { webgpu } from './device.js';

const reference = createReferenceBackend();
const geometry: ConvGeometry = { stride: [1, 1], pad: [1, 1], dilate: [1, 1], groups: 1 };

const uniform = (b: Backend, shape: number[], stream: number) => {
  const u = b.randomUniform(shape, 9, stream);
  const x = b.unary('affine', u, 2, -1);
  b.free(u);
  return x;
};

/** Compares a program's results with another backend's; how many launches it took. */
async function launchesOf(program: (b: Backend) => DeviceArray[], other: Backend = reference): Promise<number> {
  const b = webgpu!;
  b.gpu.execute();
  const before = b.gpu.commands.counts.dispatches;
  const results = program(b);
  b.gpu.execute();
  const launches = b.gpu.commands.counts.dispatches - before;
  const expected = program(other);
  for (const [i, x] of results.entries()) {
    const [actual, wanted] = [await b.read(x), await other.read(expected[i])];
    expect(actual.length).toBe(wanted.length);
    for (let k = 0; k < wanted.length; k++)
      expect(Math.abs(actual[k] - wanted[k])).toBeLessThan(1e-4 * Math.max(1, Math.abs(wanted[k])));
    b.free(x);
  }
  return launches;
}

/** Applies steps in turn, freeing what each made once the next has used it. */
function chain(b: Backend, first: DeviceArray, ...steps: ((x: DeviceArray) => DeviceArray)[]): DeviceArray {
  return steps.reduce((x, step) => {
    const y = step(x);
    b.free(x);
    return y;
  }, first);
}

describe.skipIf(!webgpu)('fusion on WebGPU', () => {
  // Making an operand is one launch for the random numbers and one for their range.
  test('a chain of element-wise operations is one launch', async () => {
    const program = (b: Backend) => {
      const x = uniform(b, [2, 3, 5], 1);
      const row = uniform(b, [3, 1], 2);
      const y = chain(
        b,
        b.binary('mul', x, row),
        (t) => b.unary('exp', t),
        (t) => b.unary('affine', t, 2, -1),
        (t) => b.binary('maximum', t, x),
        (t) => b.unary('leakyRelu', t, 0.1),
      );
      return [y, x, row];
    };
    expect(await launchesOf(program)).toBe(5);
  });

  test.each([[[3, 7]], [[4, 8]], [[5]]])(
    'a chain through half precision is one launch, and rounds: %j',
    async (shape) => {
      const through = (b: Backend, x: DeviceArray, ...steps: ((x: DeviceArray) => DeviceArray)[]) =>
        chain(b, b.cast(x, 'float32'), ...steps, (t) => b.cast(t, 'float16'));
      const program = (b: Backend) => {
        const x = chain(b, uniform(b, shape, 1), (t) => b.cast(t, 'float16'));
        const column = chain(b, uniform(b, [shape[0], ...shape.slice(1).map(() => 1)], 2), (t) => b.cast(t, 'float16'));
        const inner = chain(
          b,
          through(b, x, (t) => b.unary('affine', t, 1, 1000)),
          (t) => through(b, t, (wide) => b.unary('affine', wide, 1, -1000)),
        );
        const wide = b.cast(column, 'float32');
        const y = through(b, inner, (t) => b.binary('mul', t, wide));
        for (const t of [inner, wide]) b.free(t);
        return [y, x, column];
      };
      // the reference keeps all of a number; with 1000 added, a half has no fraction beyond 1/2
      expect(await launchesOf(program, await backends[0].create())).toBe(2 + 2 + 1);
    },
  );

  test('convolution, normalisation by given statistics, residual and ReLU are one launch', async () => {
    const program = (b: Backend) => {
      const x = uniform(b, [2, 5, 7, 6], 1);
      const w = uniform(b, [5, 5, 3, 3], 2);
      const [scale, shift] = [uniform(b, [5, 1, 1], 3), uniform(b, [5, 1, 1], 4)];
      const y = chain(
        b,
        b.conv2d(x, w, null, geometry, [7, 6]),
        (t) => b.binary('mul', t, scale),
        (t) => b.binary('add', t, shift),
        (t) => b.binary('add', x, t),
        (t) => b.unary('relu', t),
      );
      return [y, x, w, scale, shift];
    };
    expect(await launchesOf(program)).toBe(4 * 2 + 1);
  });

  test('factors and terms of a normalisation are worked out where a convolution ends', async () => {
    const program = (b: Backend) => {
      const [x, w] = [uniform(b, [2, 5, 7, 6], 1), uniform(b, [5, 5, 3, 3], 2)];
      const [gamma, beta, mean, deviation, bias] = [3, 4, 5, 6, 7].map((stream) => uniform(b, [5], stream));
      const inverse = chain(
        b,
        b.unary('square', deviation),
        (t) => b.unary('affine', t, 1, 0.5),
        (t) => b.unary('rsqrt', t),
      );
      const scale = b.binary('mul', gamma, inverse);
      const [moved, biased] = [b.binary('mul', mean, scale), b.binary('mul', bias, scale)];
      const shift = chain(b, b.binary('sub', beta, moved), (t) => b.binary('add', t, biased));
      const y = b.conv2d(x, w, shift, geometry, [7, 6], { scale, relu: true });
      for (const t of [inverse, scale, moved, biased, shift]) b.free(t);
      return [y, x, w, gamma, beta, mean, deviation, bias];
    };
    expect(await launchesOf(program)).toBe(7 * 2 + 1);
  });

  test('a bias of columns goes into a matrix product', async () => {
    const program = (b: Backend) => {
      const [x, w, bias] = [uniform(b, [9, 10], 1), uniform(b, [6, 10], 2), uniform(b, [6], 3)];
      return [chain(b, b.matmul(x, w, false, true), (t) => b.binary('add', t, bias)), x, w, bias];
    };
    expect(await launchesOf(program)).toBe(3 * 2 + 1);
  });

  test('a product may end in whole numbers, and read an activation', async () => {
    const program = (b: Backend) => {
      const [x, w] = [uniform(b, [1, 4, 5, 5], 1), uniform(b, [4, 4, 3, 3], 2)];
      const y = chain(
        b,
        b.unary('relu', x),
        (t) => b.conv2d(t, w, null, geometry, [5, 5]),
        (t) => b.unary('affine', t, 10, 0),
        (t) => b.cast(t, 'int32'),
      );
      return [y, x, w];
    };
    expect(await launchesOf(program)).toBe(2 * 2 + 1);
  });

  test('a reduction reads a chain, and ends with one', async () => {
    const program = (b: Backend) => {
      const x = uniform(b, [3, 4, 5], 1);
      const mean = chain(b, b.reduce('sum', x, [1, 2]), (t) => b.unary('affine', t, 1 / 20, 0));
      const column = b.reshape(mean, [3, 1, 1]);
      const variance = chain(
        b,
        b.binary('sub', x, column),
        (t) => b.unary('square', t),
        (t) => b.reduce('sum', t, [1, 2]),
        (t) => b.unary('affine', t, 1 / 20, 1e-5),
        (t) => b.unary('rsqrt', t),
      );
      b.free(column);
      return [variance, mean, x];
    };
    expect(await launchesOf(program)).toBe(2 + 2);
  });

  test('what nobody sees is not computed', async () => {
    const program = (b: Backend) => {
      const x = uniform(b, [40], 1);
      b.free(chain(b, b.unary('exp', x), (t) => b.reduce('sum', t, [0])));
      return [x];
    };
    expect(await launchesOf(program)).toBe(2);
  });

  test('an assignment from a temporary costs its computation alone', async () => {
    const program = (b: Backend) => {
      const [p, g] = [uniform(b, [33], 1), uniform(b, [33], 2)];
      const next = chain(b, b.unary('affine', p, 0.1, 0), (t) => b.binary('add', g, t));
      b.assign(g, next);
      b.free(next);
      return [p, g];
    };
    expect(await launchesOf(program)).toBe(2 * 2 + 1);
  });

  test('an operand is used as it was, though it is overwritten before the result is', async () => {
    const program = (b: Backend) => {
      const x = uniform(b, [12], 1);
      const doubled = b.unary('affine', x, 2, 0);
      const three = b.full([4], 3, 'float32');
      b.scatterStrided(x, three, [1], 2);
      const y = b.binary('add', doubled, x);
      b.free(doubled);
      b.free(three);
      return [y, x];
    };
    await launchesOf(program);
  });

  // Any program does what it says: random ones, with shared, held, overwritten and freed arrays.
  test.each(Array.from({ length: 24 }, (_, seed) => seed))(
    'random program %d agrees with the reference',
    async (seed) => {
      await launchesOf((b) => randomProgram(b, seed));
    },
  );
});

const UNARY: [UnaryOp, number?, number?][] = [
  ['relu'],
  ['affine', 0.5, 0.25],
  ['sigmoid'],
  ['tanh'],
  ['clip', -0.5, 0.75],
  ['leakyRelu', 0.2],
];
/** None that jumps: rounding may differ where operations are fused. */
const BINARY: BinaryOp[] = ['add', 'sub', 'mul', 'maximum', 'minimum', 'sigmoidGrad', 'tanhGrad', 'sub'];

/** The same operations, in the same order, on any backend; values stay around 1. */
function randomProgram(b: Backend, seed: number): DeviceArray[] {
  let state = seed * 2654435761 + 12345;
  const pick = (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const channels = [4, 3, 8][seed % 3];
  const size = [4, 5][seed % 2];
  const full = [2, channels, size, size];
  const weights = [uniform(b, [channels, channels, 3, 3], 90), uniform(b, [channels], 91)];
  const pool = [uniform(b, full, 1), uniform(b, full, 2)];
  const small = [uniform(b, [channels, 1, 1], 3), uniform(b, [1, channels, size, 1], 4), uniform(b, [], 5)];
  const squash = (x: DeviceArray): DeviceArray => chain(b, x, (t) => b.unary('tanh', t));
  for (let n = 0; n < 40; n++) {
    const x = pool[pick(pool.length)];
    switch (pick(9)) {
      case 0:
      case 1: {
        const [op, p, q] = UNARY[pick(UNARY.length)];
        pool.push(b.unary(op, x, p, q));
        break;
      }
      case 2:
      case 3:
        pool.push(b.binary(BINARY[pick(BINARY.length)], x, pool[pick(pool.length)]));
        break;
      case 4: {
        const other = small[pick(small.length)];
        pool.push(pick(2) ? b.binary('mul', x, other) : b.binary('sub', other, x));
        break;
      }
      case 5:
        pool.push(squash(b.conv2d(x, weights[0], pick(2) ? weights[1] : null, geometry, [size, size])));
        break;
      case 6: {
        const sum = b.reduce('sum', x, [0, 2, 3]);
        small.push(squash(b.reshape(sum, [channels, 1, 1])));
        b.free(sum);
        break;
      }
      case 7: {
        const target = pool[pick(pool.length)];
        if (target !== x) b.assign(target, x);
        break;
      }
      case 8: {
        const [flat, part] = [b.reshape(x, [full.reduce((n, d) => n * d)]), b.full([5], 0.5, 'float32')];
        b.scatterStrided(x, part, [3], 2);
        b.free(flat);
        b.free(part);
        break;
      }
    }
    while (pool.length > 5) b.free(pool.splice(pick(pool.length), 1)[0]);
  }
  for (const w of weights) b.free(w);
  return [...pool, ...small];
}
