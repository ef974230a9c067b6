import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Backend, ConvGeometry } from '../../../../src/engine/backends/backend.js';
import { createCpuBackend } from '../../../../src/engine/backends/cpu/index.js';
import { naiveConv, noise } from './naive.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createCpuBackend({ threads: 2 });
});
afterAll(() => backend.dispose());

interface Case {
  n: number;
  c: number;
  o: number;
  size: [number, number];
  kernel: [number, number];
  geometry: ConvGeometry;
  /** Cells added to the natural output size, as cover-all does. */
  extra?: number;
}

const geometry = (s: number, p: number, d = 1, groups = 1): ConvGeometry => ({
  stride: [s, s],
  pad: [p, p],
  dilate: [d, d],
  groups,
});

const cases: Record<string, Case> = {
  '3x3 pad 1': { n: 2, c: 8, o: 16, size: [13, 11], kernel: [3, 3], geometry: geometry(1, 1) },
  '3x3 pad 1, large': { n: 1, c: 24, o: 24, size: [64, 48], kernel: [3, 3], geometry: geometry(1, 1) },
  '4x4 stride 2 pad 1, many tiles': { n: 2, c: 8, o: 12, size: [64, 48], kernel: [4, 4], geometry: geometry(2, 1) },
  '3x3 pad 1, one pixel': { n: 3, c: 8, o: 4, size: [1, 1], kernel: [3, 3], geometry: geometry(1, 1) },
  '3x3 pad 1, many channels': { n: 1, c: 128, o: 72, size: [6, 7], kernel: [3, 3], geometry: geometry(1, 1) },
  '3x3 pad 0': { n: 2, c: 4, o: 8, size: [9, 10], kernel: [3, 3], geometry: geometry(1, 0) },
  '3x3 pad 2': { n: 1, c: 12, o: 20, size: [7, 9], kernel: [3, 3], geometry: geometry(1, 2) },
  'odd channels': { n: 2, c: 3, o: 5, size: [9, 8], kernel: [3, 3], geometry: geometry(1, 1) },
  'one channel to eight': { n: 1, c: 1, o: 8, size: [17, 18], kernel: [3, 3], geometry: geometry(1, 1) },
  'eight channels to three': { n: 2, c: 8, o: 3, size: [12, 12], kernel: [3, 3], geometry: geometry(1, 1) },
  'sixteen channels to three': { n: 2, c: 16, o: 3, size: [12, 15], kernel: [3, 3], geometry: geometry(1, 1) },
  '1x1': { n: 2, c: 12, o: 24, size: [10, 7], kernel: [1, 1], geometry: geometry(1, 0) },
  '1x1 stride 2': { n: 2, c: 8, o: 8, size: [9, 9], kernel: [1, 1], geometry: geometry(2, 0) },
  '4x4 stride 2 pad 1': { n: 2, c: 16, o: 24, size: [16, 20], kernel: [4, 4], geometry: geometry(2, 1) },
  '4x4 stride 2 pad 1, whole tiles': { n: 1, c: 8, o: 12, size: [32, 48], kernel: [4, 4], geometry: geometry(2, 1) },
  '4x4 stride 2 pad 1, odd size': { n: 1, c: 8, o: 8, size: [15, 13], kernel: [4, 4], geometry: geometry(2, 1) },
  '4x4 stride 2 pad 1, tiny': { n: 2, c: 8, o: 16, size: [2, 2], kernel: [4, 4], geometry: geometry(2, 1) },
  '3x3 stride 2, cover-all': { n: 1, c: 4, o: 8, size: [8, 8], kernel: [3, 3], geometry: geometry(2, 0), extra: 1 },
  'stride beyond kernel': { n: 1, c: 4, o: 4, size: [14, 14], kernel: [2, 2], geometry: geometry(3, 0) },
  dilated: { n: 2, c: 8, o: 8, size: [12, 13], kernel: [3, 3], geometry: geometry(1, 2, 2) },
  'dilated and strided': { n: 1, c: 4, o: 8, size: [15, 15], kernel: [3, 3], geometry: geometry(2, 2, 2) },
  'two groups': { n: 2, c: 8, o: 16, size: [9, 9], kernel: [3, 3], geometry: geometry(1, 1, 1, 2) },
  'groups of odd size': { n: 1, c: 6, o: 9, size: [7, 7], kernel: [3, 3], geometry: geometry(1, 1, 1, 3) },
  'two groups within a block': { n: 1, c: 4, o: 4, size: [6, 6], kernel: [3, 3], geometry: geometry(1, 1, 1, 2) },
  depthwise: { n: 2, c: 8, o: 8, size: [9, 9], kernel: [3, 3], geometry: geometry(1, 1, 1, 8) },
  '5x7 uneven': {
    ...{ n: 1, c: 4, o: 12, size: [20, 23], kernel: [5, 7] },
    geometry: { stride: [2, 3], pad: [2, 1], dilate: [1, 2], groups: 1 },
  },
};

const sizeAfter = (size: number, kernel: number, axis: 0 | 1, g: ConvGeometry): number =>
  Math.floor((size + 2 * g.pad[axis] - (kernel - 1) * g.dilate[axis] - 1) / g.stride[axis]) + 1;

/** Largest error relative to the largest value expected. */
function error(actual: ArrayLike<number>, expected: Float64Array): number {
  let worst = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!));
    scale = Math.max(scale, Math.abs(expected[i]!));
    if (Number.isNaN(actual[i]!)) return Number.NaN;
  }
  return worst / (scale || 1);
}

describe.each(Object.entries(cases))('%s', (_, { n, c, o, size, kernel, geometry: g, extra = 0 }) => {
  const out: [number, number] = [
    sizeAfter(size[0], kernel[0], 0, g) + extra,
    sizeAfter(size[1], kernel[1], 1, g) + extra,
  ];
  const xShape = [n, c, ...size] as const;
  const wShape = [o, c / g.groups, ...kernel] as const;
  const yShape = [n, o, ...out] as const;
  const x = noise(1, n * c * size[0] * size[1]);
  const w = noise(2, (o * c * kernel[0] * kernel[1]) / g.groups);
  const gy = noise(3, n * o * out[0] * out[1]);

  test.each(['plain', 'blocked'])('forward and both adjoints, %s inputs', async (layout) => {
    const before = backend.memory();
    const expected = naiveConv({ x, w, gy, xShape, wShape, yShape, geometry: g });
    const make = (data: Float32Array, shape: readonly number[]) => {
      const plain = backend.upload(data, shape);
      if (layout === 'plain' || shape[1]! % 4) return plain;
      // A 1x1 convolution with the identity leaves the values and blocks the channels.
      const eye = new Float32Array(shape[1]! ** 2);
      for (let i = 0; i < shape[1]!; i++) eye[i * shape[1]! + i] = 1;
      const identity = backend.upload(eye, [shape[1]!, shape[1]!, 1, 1]);
      const one = { stride: [1, 1], pad: [0, 0], dilate: [1, 1], groups: 1 } as const;
      const y = backend.conv2d(plain, identity, null, one, [shape[2]!, shape[3]!]);
      backend.free(plain);
      backend.free(identity);
      return y;
    };
    const dx = make(x, xShape);
    const dw = backend.upload(w, wShape);
    const dgy = make(gy, yShape);
    const bias = backend.upload(noise(4, o), [o]);
    const inBias = backend.upload(noise(5, c), [c]);

    const y = backend.conv2d(dx, dw, null, g, out);
    const biased = backend.conv2d(dx, dw, bias, g, out);
    const gx = backend.conv2dInput(dgy, dw, null, g, size);
    const gxBiased = backend.conv2dInput(dgy, dw, inBias, g, size);
    const gw = backend.conv2dWeight(dx, dgy, g, kernel);

    expect(error(await backend.read(y), expected.y)).toBeLessThan(1e-5);
    expect(error(await backend.read(gx), expected.gx)).toBeLessThan(1e-5);
    expect(error(await backend.read(gw), expected.gw)).toBeLessThan(1e-5);
    const withBias = (values: Float64Array, b: Float32Array, channels: number) =>
      values.map((v, i) => v + b[Math.floor(i / (values.length / n / channels)) % channels]!);
    expect(error(await backend.read(biased), withBias(expected.y, noise(4, o), o))).toBeLessThan(1e-5);
    expect(error(await backend.read(gxBiased), withBias(expected.gx, noise(5, c), c))).toBeLessThan(1e-5);

    for (const array of [dx, dw, dgy, bias, inBias, y, biased, gx, gxBiased, gw]) backend.free(array);
    expect(backend.memory().arrays).toBe(before.arrays);
    expect(backend.memory().liveBytes).toBe(before.liveBytes);
  });
});
