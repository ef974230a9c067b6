import { beforeAll, describe, expect, test } from 'vitest';
import type { Backend, ConvGeometry, DeviceArray, Shape } from '../../../../src/engine/backends/backend.js';
import { Gpu } from '../../../../src/engine/backends/webgpu/gpu.js';
import { findAdapter } from '../../../../src/engine/backends/webgpu/gpuAccess.js';
import { isPossible, TILES } from '../../../../src/engine/backends/webgpu/ops/tiles.js';
import { Tuning } from '../../../../src/engine/backends/webgpu/tuning.js';
import { WebGPUBackend } from '../../../../src/engine/backends/webgpu/webgpuBackend.js';
import { createReferenceBackend } from '../../reference/backend.js';
import { webgpu } from './device.js';

const reference = createReferenceBackend();

/** The same numbers in [0, 1), less a half, on a backend. */
function numbers(b: Backend, shape: Shape, stream: number): DeviceArray {
  const u = b.randomUniform(shape, 5, stream);
  const x = b.unary('affine', u, 1, -0.5);
  b.free(u);
  return x;
}

/** Runs one operation on both backends; the largest difference, in units of the reference's root mean square. */
async function difference(b: Backend, run: (b: Backend) => DeviceArray): Promise<number> {
  const y = run(b);
  const [actual, expected] = [await b.read(y), await reference.read(run(reference))];
  b.free(y);
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  let square = 0;
  for (let i = 0; i < expected.length; i++) {
    worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
    square += expected[i] ** 2;
  }
  return worst / Math.sqrt(square / expected.length || 1);
}

interface Convolution extends Partial<ConvGeometry> {
  x: [number, number, number, number];
  out: number;
  kernel: [number, number];
  /** Rows and columns of windows beyond the last whole one, as cover-all has. */
  beyond?: number;
}

function convolutions(given: Convolution) {
  const { x, out, kernel, beyond = 0 } = given;
  const geometry: ConvGeometry = {
    stride: given.stride ?? [1, 1],
    pad: given.pad ?? [0, 0],
    dilate: given.dilate ?? [1, 1],
    groups: given.groups ?? 1,
  };
  const { stride, pad, dilate, groups } = geometry;
  const outSize = [0, 1].map((axis) => {
    const window = dilate[axis] * (kernel[axis] - 1) + 1;
    return Math.floor((x[axis + 2] + 2 * pad[axis] - window) / stride[axis]) + 1 + beyond;
  }) as [number, number];
  const yShape = [x[0], out, ...outSize];
  const wShape = [out, x[1] / groups, ...kernel];
  const size: [number, number] = [x[2], x[3]];
  return {
    forward: (b: Backend) => b.conv2d(numbers(b, x, 1), numbers(b, wShape, 2), numbers(b, [out], 3), geometry, outSize),
    input: (b: Backend) =>
      b.conv2dInput(numbers(b, yShape, 4), numbers(b, wShape, 2), numbers(b, [x[1]], 5), geometry, size),
    weight: (b: Backend) => b.conv2dWeight(numbers(b, x, 1), numbers(b, yShape, 4), geometry, kernel),
  };
}

describe.skipIf(!webgpu)('tiled products on WebGPU', () => {
  test.each<Convolution>([
    { x: [2, 3, 9, 7], out: 5, kernel: [3, 3], pad: [1, 1] },
    { x: [2, 4, 8, 10], out: 12, kernel: [4, 4], stride: [2, 2], pad: [1, 1] },
    { x: [1, 6, 11, 13], out: 9, kernel: [3, 2], stride: [3, 1], pad: [2, 0], groups: 3 },
    { x: [3, 2, 10, 9], out: 33, kernel: [2, 3], stride: [2, 3], dilate: [2, 3], pad: [0, 4] },
    { x: [1, 5, 12, 12], out: 5, kernel: [3, 3], stride: [4, 3], dilate: [2, 3], groups: 5 }, // phases without a tap
    { x: [2, 3, 7, 8], out: 4, kernel: [1, 1], stride: [2, 2] },
    { x: [1, 2, 8, 7], out: 3, kernel: [3, 3], stride: [2, 2], beyond: 1 },
    { x: [1, 40, 3, 3], out: 70, kernel: [3, 3], pad: [1, 1] },
    { x: [1, 3, 4, 5], out: 2, kernel: [4, 5] }, // one pixel
    { x: [0, 3, 4, 5], out: 2, kernel: [3, 3] },
  ])('convolution and its adjoints: %j', async (given) => {
    const { forward, input, weight } = convolutions(given);
    expect(await difference(webgpu!, forward)).toBeLessThan(1e-5);
    expect(await difference(webgpu!, input)).toBeLessThan(1e-5);
    expect(await difference(webgpu!, weight)).toBeLessThan(1e-5);
  });

  test('the largest tile, with rows and columns left over', async () => {
    const { forward } = convolutions({ x: [1, 1, 131, 129], out: 120, kernel: [3, 3], pad: [1, 1] });
    expect(await difference(webgpu!, forward)).toBeLessThan(1e-5);
  });

  test('a long summed axis is split, and stays accurate', async () => {
    const before = webgpu!.gpu.commands.counts.dispatches;
    const product = (b: Backend) => b.matmul(numbers(b, [20, 5000], 1), numbers(b, [5000, 7], 2), false, false);
    expect(await difference(webgpu!, product)).toBeLessThan(1e-5);
    expect(webgpu!.gpu.commands.counts.dispatches - before).toBeGreaterThan(5); // two operands of two launches, product, sum
  });

  describe.each(TILES.map((tile) => ({ tile, name: Object.values(tile).join(' ') })))('tile $name', ({ tile }) => {
    const gpu = webgpu?.gpu;
    beforeAll(() => {
      const tuning = new Tuning();
      tuning.tilingOf = () => ({ tile, splits: 3 });
      gpu!.tuning = tuning;
      return () => {
        gpu!.tuning = null;
      };
    });

    test.skipIf(!gpu || !isPossible(tile, gpu.tileLimits))('is right at odd sizes, split in three', async () => {
      const { forward } = convolutions({ x: [2, 13, 9, 7], out: 11, kernel: [3, 3], pad: [1, 1] });
      const product = (b: Backend) => b.matmul(numbers(b, [2, 37, 44], 1), numbers(b, [2, 44, 36], 2), false, false);
      for (const run of [forward, product]) expect(await difference(webgpu!, run)).toBeLessThan(1e-5);
    });
  });

  describe('work cut into short launches', () => {
    let cut: WebGPUBackend;
    beforeAll(async () => {
      const device = await (await findAdapter(true)).requestDevice();
      cut = new WebGPUBackend(new Gpu(device, 1e5), 'at most 100 kFLOP a launch');
      return () => cut.dispose();
    });

    test('gives the same result', async () => {
      const { forward, input } = convolutions({
        x: [2, 5, 20, 20],
        out: 36,
        kernel: [3, 3],
        stride: [2, 2],
        groups: 1,
      });
      const before = cut.gpu.commands.batch;
      expect(await difference(cut, forward)).toBeLessThan(1e-5);
      expect(cut.gpu.commands.batch - before).toBeGreaterThan(5);
      expect(await difference(cut, input)).toBeLessThan(1e-5);
    });
  });
});
