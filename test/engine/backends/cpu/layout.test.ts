import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Backend, DeviceArray } from '../../../../src/engine/backends/backend.js';
import type { CpuArray } from '../../../../src/engine/backends/cpu/array.js';
import { createCpuBackend } from '../../../../src/engine/backends/cpu/index.js';
import { noise } from './naive.js';

let b: Backend;
beforeAll(async () => {
  b = await createCpuBackend({ threads: 2 });
});
afterAll(() => b.dispose());

const same = { stride: [1, 1], pad: [1, 1], dilate: [1, 1], groups: 1 } as const;
const isBlocked = (x: DeviceArray): boolean => (x as CpuArray).blocked;
const SHAPE = [2, 8, 5, 6];
/** Multiples of 1/64: their sums are exact, in whatever order a layout adds them. */
const VALUES = noise(1, 480).map((v) => Math.round(v * 64) / 64 + 0);

/** The same values in channel blocks: what a 1×1 convolution with the identity leaves. */
function blocked(data: Float32Array): DeviceArray {
  const identity = new Float32Array(64).map((_, i) => (i % 9 === 0 ? 1 : 0));
  const w = b.upload(identity, [8, 8, 1, 1]);
  const x = b.upload(data, SHAPE);
  const y = b.conv2d(x, w, null, { ...same, pad: [0, 0] }, [5, 6]);
  b.free(w);
  b.free(x);
  return y;
}

/** Elements, with −0 as 0: sums of products with zeros lose its sign. */
const read = async (x: DeviceArray): Promise<number[]> => Array.from(await b.read(x), (v) => v + 0);

/** Operations that keep channel blocks, as functions of one such array. */
const keeping: Record<string, (x: DeviceArray, other: (seed: number, shape: number[]) => DeviceArray) => DeviceArray> =
  {
    unary: (x) => b.unary('relu', x),
    'binary, both blocked': (x) => b.binary('mul', x, x),
    'binary with a plain array': (x, other) => b.binary('sub', x, other(2, SHAPE)),
    'binary with a value per channel': (x, other) => b.binary('mul', x, other(2, [1, 8, 1, 1])),
    'binary with a value per channel, first': (x, other) => b.binary('sub', other(2, [8, 1, 1]), x),
    'binary with a value per image and channel': (x, other) => b.binary('add', x, other(2, [2, 8, 1, 1])),
    'binary with a plane': (x, other) => b.binary('mul', x, other(2, [2, 1, 5, 6])),
    'binary with one value': (x, other) => b.binary('mul', x, other(2, [])),
    copy: (x) => b.copy(x),
    'concatenation of channels': (x, other) => b.concat([x, other(2, SHAPE)], 1),
    'concatenation of images': (x, other) => b.concat([other(2, SHAPE), x], 0),
    'slice of whole blocks': (x) => b.slice(x, 1, 4, 4),
    'slice of images': (x) => b.slice(x, 0, 1, 1),
    'slice of rows': (x) => b.slice(x, 2, 1, 2),
    'slice of columns': (x) => b.slice(x, 3, 2, 3),
    'sum pooling': (x) => b.sumPool2d(x, { kernel: [2, 3], stride: [1, 2], pad: [1, 0] }, [6, 2], 0.5),
    'its adjoint': (x) => b.sumPool2dGrad(x, { kernel: [2, 2], stride: [2, 2], pad: [0, 0] }, [10, 12], 0.25),
  };

/** Operations for which the array becomes plain. */
const leaving: Record<string, (x: DeviceArray, other: (seed: number, shape: number[]) => DeviceArray) => DeviceArray> =
  {
    'sum over planes': (x) => b.reduce('sum', x, [2, 3]),
    'sum over images and planes': (x) => b.reduce('sum', x, [0, 2, 3]),
    'sum over channels': (x) => b.reduce('max', x, [1]),
    'slice across blocks': (x) => b.slice(x, 1, 3, 4),
    reshape: (x) => b.reshape(x, [16, 30]),
    transpose: (x) => b.gatherStrided(x, [6, 5, 8, 2], [1, 6, 30, 240], 0),
    'binary with a row': (x, other) => b.binary('add', x, other(2, [6])),
    bilinear: (x) => b.resizeBilinear(x, [7, 9], false),
  };

describe('channel blocks', () => {
  test('a convolution leaves them, reading takes them back', async () => {
    const x = blocked(VALUES);
    expect(isBlocked(x)).toBe(true);
    expect(await read(x)).toEqual([...VALUES]);
    b.free(x);
  });

  test.each([
    ...Object.entries(keeping).map(([name, run]) => [name, run, true] as const),
    ...Object.entries(leaving).map(([name, run]) => [name, run, false] as const),
  ])('%s: same result from blocked and from plain', async (_, run, keeps) => {
    const before = b.memory();
    const made: DeviceArray[] = [];
    const other = (seed: number, shape: number[]): DeviceArray => {
      const y = b.upload(
        noise(
          seed,
          shape.reduce((n, d) => n * d, 1),
        ),
        shape,
      );
      made.push(y);
      return y;
    };
    const [plain, block] = [b.upload(VALUES, SHAPE), blocked(VALUES)];
    const [expected, actual] = [run(plain, other), run(block, other)];
    expect(isBlocked(actual)).toBe(keeps);
    expect(actual.shape).toEqual(expected.shape);
    expect(await read(actual)).toEqual(await read(expected));
    expect(await read(block)).toEqual([...VALUES]);
    for (const x of [plain, block, expected, actual, ...made]) b.free(x);
    expect(b.memory()).toMatchObject({ arrays: before.arrays, liveBytes: before.liveBytes });
  });

  test('values per channel spread over planes start in blocks', () => {
    const x = b.upload(noise(1, 8), [1, 8, 1, 1]);
    const y = b.gatherStrided(x, SHAPE, [0, 1, 0, 0], 0);
    expect(isBlocked(y)).toBe(true);
    b.free(x);
    b.free(y);
  });
});

describe('shared memory', () => {
  test('an array that shares keeps its values when the other is written', async () => {
    const x = b.upload(Float32Array.of(1, 2, 3, 4), [4]);
    const y = b.reshape(x, [2, 2]);
    const zero = b.full([4], 0, 'float32');
    b.assign(x, zero);
    expect([...(await b.read(y))]).toEqual([1, 2, 3, 4]);
    expect([...(await b.read(x))]).toEqual([0, 0, 0, 0]);
    b.free(x);
    expect([...(await b.read(y))]).toEqual([1, 2, 3, 4]);
    b.free(y);
    b.free(zero);
  });

  test.each(['assign', 'adam', 'scatterStrided', 'approach'])(
    '%s to a weight is seen by the next convolution',
    async (how) => {
      const x = b.upload(noise(1, 8 * 64), [1, 8, 8, 8]);
      const w = b.upload(noise(2, 8 * 8 * 9), [8, 8, 3, 3]);
      const before = await b.read(b.conv2d(x, w, null, same, [8, 8]));
      const other = b.upload(noise(3, 8 * 8 * 9), [8, 8, 3, 3]);
      if (how === 'assign') b.assign(w, other);
      else if (how === 'approach') b.approach(w, other, 0.5);
      else if (how === 'scatterStrided') b.scatterStrided(w, other, [72, 9, 3, 1], 0);
      else {
        const [m, v] = [b.full(w.shape, 0, 'float32'), b.full(w.shape, 0, 'float32')];
        b.adam(w, other, m, v, { stepSize: 0.1, beta1: 0.9, beta2: 0.99, eps: 1e-8, decay: 0 });
      }
      const after = await b.read(b.conv2d(x, w, null, same, [8, 8]));
      const fresh = b.upload((await b.read(w)) as Float32Array, [8, 8, 3, 3]);
      expect(after).not.toEqual(before);
      expect(after).toEqual(await b.read(b.conv2d(x, fresh, null, same, [8, 8])));
    },
  );

  test('memory is flat over repeated work', () => {
    const step = (): void => {
      const x = b.upload(noise(1, 2 * 8 * 32 * 32), [2, 8, 32, 32]);
      const w = b.upload(noise(2, 8 * 8 * 9), [8, 8, 3, 3]);
      const y = b.conv2d(x, w, null, same, [32, 32]);
      const z = b.unary('relu', y);
      const gx = b.conv2dInput(z, w, null, same, [32, 32]);
      const gw = b.conv2dWeight(x, z, same, [3, 3]);
      const s = b.reduce('sum', gx, [0, 1, 2, 3]);
      for (const array of [x, w, y, z, gx, gw, s]) b.free(array);
    };
    step();
    const before = b.memory();
    for (let i = 0; i < 20; i++) step();
    expect(b.memory()).toEqual(before);
  });
});
