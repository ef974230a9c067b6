/**
 * Whether kernel variants give on this device what the plain kernels give: a wrong driver must cost speed, not colours. Small
 * products and reductions of odd shapes, run both ways; what disagrees, or fails to compile, stays off.
 */
import type { ConvGeometry, DeviceArray, Shape } from '../backend.js';
import type { Gpu } from './gpu.js';
import { PLAIN, type Variants } from './variants.js';
import { WebGPUBackend } from './webgpuBackend.js';

type Check = (b: WebGPUBackend) => DeviceArray;

/** Largest difference in units of the root mean square: some roundings to half precision, or of float32 sums in another order. */
const HALF_TOLERANCE = 4e-3;
const SUM_TOLERANCE = 1e-5;

/** Numbers in [−0.5, 0.5). */
function numbers(b: WebGPUBackend, shape: Shape, stream: number): DeviceArray {
  const u = b.randomUniform(shape, 7, stream);
  return consumed(b, [u], () => b.unary('affine', u, 1, -0.5));
}

function consumed(b: WebGPUBackend, used: readonly DeviceArray[], make: () => DeviceArray): DeviceArray {
  const made = make();
  for (const x of used) b.free(x);
  return made;
}

/** An operation whose operands are read from half precision and whose result is stored in it. */
function inHalf(shapes: readonly Shape[], operation: (b: WebGPUBackend, xs: DeviceArray[]) => DeviceArray): Check {
  return (b) => {
    const narrow = shapes.map((shape, i) => {
      const x = numbers(b, shape, i);
      return consumed(b, [x], () => b.cast(x, 'float16'));
    });
    b.gpu.execute(); // what follows finds them in memory
    const wide = narrow.map((x) => b.cast(x, 'float32'));
    const y = operation(b, wide);
    return consumed(b, [...narrow, ...wide, y], () => b.cast(y, 'float16'));
  };
}

const geometry = (stride: number, pad: number, groups = 1): ConvGeometry => ({
  stride: [stride, stride],
  pad: [pad, pad],
  dilate: [1, 1],
  groups,
});

const products: readonly Check[] = [
  inHalf(
    [
      [2, 150, 76],
      [2, 76, 132],
    ],
    (b, [x, y]) => b.matmul(x, y, false, false),
  ), // quads of both
  inHalf(
    [
      [71, 37],
      [45, 71],
    ],
    (b, [x, y]) => b.matmul(x, y, true, true),
  ),
  inHalf(
    [
      [20, 1000],
      [1000, 7],
    ],
    (b, [x, y]) => b.matmul(x, y, false, false),
  ), // split
  inHalf([[2, 7, 13, 11], [70, 7, 3, 3], [70]], (b, [x, w, bias]) => b.conv2d(x, w, bias, geometry(1, 1), [13, 11])),
  inHalf(
    [
      [2, 8, 12, 12],
      [6, 4, 4, 4],
    ],
    (b, [x, w]) => b.conv2d(x, w, null, geometry(2, 1, 2), [6, 6]),
  ),
  inHalf([[2, 9, 6, 5], [9, 33, 4, 4], [33]], (b, [x, w, bias]) => b.conv2dInput(x, w, bias, geometry(2, 1), [12, 10])),
  inHalf(
    [
      [2, 7, 13, 11],
      [2, 70, 13, 11],
    ],
    (b, [x, gy]) => b.conv2dWeight(x, gy, geometry(1, 1), [3, 3]),
  ),
];

const reductions: readonly Check[] = [
  inHalf([[3, 1001]], (b, [x]) => b.reduce('sum', x, [1])),
  inHalf([[500, 5]], (b, [x]) => b.reduce('sum', x, [0])),
];

type Fold = 'sum' | 'max' | 'min' | 'prod';
const fold =
  (op: Fold, shape: Shape, scale = 1, shift = 0): Check =>
  (b) => {
    const x = numbers(b, shape, 1);
    const scaled = consumed(b, [x], () => b.unary('affine', x, scale, shift));
    return consumed(b, [scaled], () => b.reduce(op, scaled, [1]));
  };
const folds: readonly Check[] = [
  fold('sum', [3, 1001]),
  fold('sum', [2, 70_001]),
  fold('max', [3, 1001]),
  fold('min', [3, 1001]),
  fold('prod', [3, 1001], 1e-3, 1),
  (b) => {
    const x = numbers(b, [3, 1001], 2);
    const logs = consumed(b, [x], () => b.unary('log', x)); // NaN where negative: it must win
    const most = consumed(b, [logs], () => b.reduce('max', logs, [1]));
    return consumed(b, [most], () => b.unary('isFinite', most));
  },
];

/** Those of the variants on offer that are right on this device; each is checked together with those before it. */
export async function provenVariants(gpu: Gpu, offered: Variants): Promise<Variants> {
  const b = new WebGPUBackend(gpu, 'self-check');
  let proven = PLAIN;
  const attempt = async (more: Partial<Variants>, checks: readonly Check[], tolerance: number): Promise<void> => {
    const wanted = { ...proven, ...more };
    for (const check of checks) if (!(await agree(b, check, wanted, tolerance))) return;
    proven = wanted;
  };
  if (offered.subgroups) await attempt({ subgroups: true }, folds, SUM_TOLERANCE);
  if (offered.half) await attempt({ half: true }, [...products, ...reductions], HALF_TOLERANCE);
  if (offered.matrix && proven.half) await attempt({ matrix: offered.matrix }, products, HALF_TOLERANCE);
  return proven;
}

async function agree(b: WebGPUBackend, check: Check, variants: Variants, tolerance: number): Promise<boolean> {
  const run = async (which: Variants) => {
    b.gpu.execute();
    b.gpu.variants = which;
    try {
      const y = check(b);
      const values = b.read(y) as Promise<Float32Array>; // enqueued under these variants
      b.free(y);
      return await values;
    } finally {
      b.gpu.variants = PLAIN;
    }
  };
  try {
    const [expected, actual] = [await run(PLAIN), await run(variants)];
    const scale = Math.sqrt(expected.reduce((sum, v) => sum + v * v, 0) / expected.length);
    return expected.every((v, i) => Math.abs(actual[i] - v) <= tolerance * Math.max(scale, Math.abs(v)));
  } catch {
    return false; // it does not compile, or the device refuses it
  }
}
