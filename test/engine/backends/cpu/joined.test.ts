import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Backend, type DeviceArray, sizeOf } from '../../../../src/engine/backends/backend.js';
import { createCpuBackend } from '../../../../src/engine/backends/cpu/index.js';
import { noise } from './naive.js';

/** Arrays in channel blocks that are joined along their channels and never copied, if only convolutions read them. */
let backend: Backend;
beforeAll(async () => {
  backend = await createCpuBackend({ threads: 2 });
});
afterAll(() => backend.dispose());

const SIDE = 24;
const geometry = { stride: [1, 1], pad: [1, 1], dilate: [1, 1], groups: 1 } as const;
const halving = { ...geometry, stride: [2, 2] } as const;
const upload = (shape: readonly number[], seed: number) => backend.upload(noise(seed, sizeOf(shape)), shape);
/** Largest difference of two arrays. */
async function difference(a: DeviceArray, b: DeviceArray): Promise<number> {
  const [x, y] = [await backend.read(a), await backend.read(b)];
  expect(x.length).toBe(y.length);
  let most = 0;
  for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs(x[i] - y[i]));
  return most;
}

/** Some channels, two pictures, as a convolution gives them: in channel blocks. */
function convolved(channels: number, seed: number): DeviceArray {
  const [x, w] = [upload([2, 8, SIDE, SIDE], seed), upload([channels, 8, 3, 3], seed + 1)];
  return backend.conv2d(x, w, null, geometry, [SIDE, SIDE]);
}

/** The joined array, and the same values in memory of its own. */
async function joinedAndWhole(): Promise<[DeviceArray, DeviceArray, DeviceArray[]]> {
  const parts = [convolved(12, 1), convolved(20, 3)];
  const [joined, other] = [backend.concat(parts, 1), backend.concat(parts, 1)];
  return [joined, backend.upload(await backend.read(other), [2, 32, SIDE, SIDE]), parts];
}

describe('arrays joined along their channels', () => {
  const uses: Record<string, (x: DeviceArray) => DeviceArray> = {
    'a convolution': (x) => backend.conv2d(x, upload([16, 32, 3, 3], 7), null, geometry, [SIDE, SIDE]),
    'a convolution of stride 2': (x) =>
      backend.conv2d(x, upload([16, 32, 4, 4], 8), null, halving, [SIDE / 2, SIDE / 2]),
    'a transposed convolution': (x) =>
      backend.conv2dInput(x, upload([32, 16, 4, 4], 9), null, halving, [2 * SIDE, 2 * SIDE]),
    'a gradient in filters': (x) => backend.conv2dWeight(x, upload([2, 16, SIDE, SIDE], 10), geometry, [3, 3]),
    'a gradient in many filters': (x) => backend.conv2dWeight(x, upload([2, 400, SIDE, SIDE], 11), geometry, [3, 3]),
    'a gradient in filters, as what comes back': (x) =>
      backend.conv2dWeight(upload([2, 16, SIDE, SIDE], 12), x, geometry, [3, 3]),
    'a gradient in many filters, as what comes back': (x) =>
      backend.conv2dWeight(upload([2, 400, 2 * SIDE, 2 * SIDE], 13), x, halving, [4, 4]),
    'anything else': (x) => backend.unary('relu', x),
  };
  for (const [name, use] of Object.entries(uses)) {
    test(`give ${name} the same as an array of their own`, async () => {
      const [joined, whole] = await joinedAndWhole();
      expect(await difference(use(joined), use(whole))).toBe(0);
    });
  }

  test('keep their values when a part is freed or written', async () => {
    const [joined, whole, [first, second]] = await joinedAndWhole();
    backend.assign(first, backend.full([2, 12, SIDE, SIDE], 9, 'float32'));
    backend.free(second);
    const reused = backend.full([2, 20, SIDE, SIDE], 5, 'float32');
    expect(await difference(uses['a convolution'](joined), uses['a convolution'](whole))).toBe(0);
    expect(await difference(joined, whole)).toBe(0);
    backend.free(reused);
  });

  test('take memory only where something but a convolution reads them, and give everything back', async () => {
    const bytes = 4 * 2 * 32 * SIDE * SIDE;
    const parts = [convolved(12, 1), convolved(20, 3)];
    const before = backend.memory();
    const joined = backend.concat(parts, 1);
    expect(backend.memory().liveBytes).toBe(before.liveBytes);
    expect(backend.memory().arrays).toBe(before.arrays + 1);
    const copy = backend.copy(joined);
    expect(backend.memory().liveBytes).toBe(before.liveBytes + 2 * bytes);
    for (const x of [joined, copy]) backend.free(x);
    expect(backend.memory().liveBytes).toBe(before.liveBytes);
    const again = backend.concat(parts, 1);
    for (const x of [...parts, again]) backend.free(x);
    expect(backend.memory().liveBytes).toBe(before.liveBytes - bytes);
    expect(backend.memory().arrays).toBe(before.arrays - 2);
  });
});
