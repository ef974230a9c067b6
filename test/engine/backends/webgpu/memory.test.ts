import { describe, expect, test } from 'vitest';
import type { DeviceArray } from '../../../../src/engine/backends/backend.js';
import { sizeClass } from '../../../../src/engine/backends/webgpu/bufferPool.js';
import { webgpu } from './device.js';

describe('sizeClass', () => {
  test.each([
    [0, 256],
    [1, 256],
    [257, 512],
    [4096, 4096],
    [4097, 4608],
    [1_000_000, 1_048_576],
  ])('%d bytes need %d', (bytes, size) => expect(sizeClass(bytes)).toBe(size));

  test('holds what is asked, wastes at most an eighth and is a whole number of quads', () => {
    for (let bytes = 2048; bytes < 1e9; bytes = Math.ceil(bytes * 1.13)) {
      const size = sizeClass(bytes);
      expect(size).toBeGreaterThanOrEqual(bytes);
      expect(size).toBeLessThanOrEqual(bytes * 1.125);
      expect(size % 16).toBe(0);
      expect(sizeClass(size)).toBe(size);
    }
  });
});

describe.skipIf(!webgpu)('memory of the WebGPU backend', () => {
  const b = webgpu!;

  test('counts arrays and the bytes they occupy', () => {
    const before = b.memory();
    const x = b.empty([100, 10], 'float32');
    const y = b.reshape(x, [1000]);
    expect(b.memory().arrays - before.arrays).toBe(2);
    expect(b.memory().liveBytes - before.liveBytes).toBe(sizeClass(4000)); // shared
    b.free(x);
    expect(b.memory().liveBytes - before.liveBytes).toBe(sizeClass(4000));
    b.free(y);
    expect(b.memory().arrays).toBe(before.arrays);
    expect(b.memory().liveBytes).toBe(before.liveBytes);
  });

  test('names the shape of an array that is used after free', () => {
    const x = b.empty([2, 3], 'float32');
    b.free(x);
    expect(() => b.unary('neg', x)).toThrow('shape (2, 3) is used after free');
    expect(() => b.free(x)).toThrow('shape (2, 3) is used after free');
  });

  test('is flat over 100 iterations of a training step', async () => {
    const geometry = { stride: [1, 1], pad: [1, 1], dilate: [1, 1], groups: 1 } as const;
    const x = b.randomUniform([2, 3, 8, 8], 1, 0);
    const w = b.randomUniform([4, 3, 3, 3], 1, 1);
    const m = b.full([4, 3, 3, 3], 0, 'float32');
    const v = b.full([4, 3, 3, 3], 0, 'float32');
    const step = async (look: boolean) => {
      const made: DeviceArray[] = [];
      const keep = (a: DeviceArray) => {
        made.push(a);
        return a;
      };
      const y = keep(b.conv2d(x, w, null, geometry, [8, 8]));
      const loss = keep(b.reduce('sum', keep(b.unary('square', y)), [0, 1, 2, 3]));
      const gw = keep(b.conv2dWeight(x, keep(b.unary('affine', y, 2, 0)), geometry, [3, 3]));
      b.adam(w, gw, m, v, { stepSize: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-8, decay: 0 });
      const value = look ? (await b.read(loss))[0] : 0;
      for (const a of made) b.free(a);
      return value;
    };
    const first = await step(true);
    const after = b.memory();
    let last = first;
    for (let i = 1; i <= 100; i++) last = await step(i % 20 === 0);
    expect(b.memory()).toEqual(after);
    expect(last).toBeLessThan(first / 2);
    for (const a of [x, w, m, v]) b.free(a);
  });

  test('an upload into memory that recorded work still reads does not overtake it', async () => {
    const sums: DeviceArray[] = [];
    for (let i = 0; i < 50; i++) {
      const x = b.upload(new Float32Array(64).fill(i), [64]);
      sums.push(b.reduce('sum', x, [0]));
      b.free(x); // the next upload may take this memory
    }
    for (const [i, sum] of sums.entries()) {
      expect((await b.read(sum))[0]).toBe(64 * i);
      b.free(sum);
    }
  });

  test('an array may be freed right after read is called, and reads may overlap', async () => {
    const reads = Array.from({ length: 5 }, (_, i) => {
      const x = b.full([1000], i, 'float32');
      const values = b.read(x);
      b.free(x);
      return values;
    });
    b.free(b.full([1000], -1, 'float32'));
    for (const [i, values] of (await Promise.all(reads)).entries()) expect(values[999]).toBe(i);
  });
});
