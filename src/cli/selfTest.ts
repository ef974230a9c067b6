import type { Backend, ConvGeometry } from '../engine/backends/backend.js';

/** Sizes that no kernel divides evenly: channels, height, width in; channels out. */
const [C, H, W, O] = [5, 13, 19, 7];
const GEOMETRY: ConvGeometry = { stride: [2, 1], pad: [1, 1], dilate: [1, 1], groups: 1 };
const KERNEL = 3;
const [OUT_H, OUT_W] = [7, 19];

/** Largest difference that float32 sums of this length show. */
const TOLERANCE = 1e-4;

/** Some numbers in [−1, 1) that follow no pattern of the kernels. */
const numbers = (count: number, phase: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => (((i * 7919 + phase) % 1009) / 1009) * 2 - 1);

/**
 * Runs a small convolution and compares it with sums added up here.
 *
 * @returns null when they agree, else what is wrong
 */
export async function selfTest(backend: Backend): Promise<string | null> {
  const x = numbers(C * H * W, 1);
  const w = numbers(O * C * KERNEL * KERNEL, 2);
  const b = numbers(O, 3);
  const arrays = [
    backend.upload(x, [1, C, H, W]),
    backend.upload(w, [O, C, KERNEL, KERNEL]),
    backend.upload(b, [O]),
  ] as const;
  const y = backend.conv2d(...arrays, GEOMETRY, [OUT_H, OUT_W]);
  const actual = await backend.read(y);
  for (const array of [...arrays, y]) backend.free(array);

  let worst = 0;
  for (const [i, value] of convolve(x, w, b).entries()) {
    const error = Math.abs(actual[i] - value);
    if (!(error <= worst)) worst = error; // NaN is worst of all
  }
  return worst <= TOLERANCE ? null : `a small convolution is off by ${worst}`;
}

function convolve(x: Float32Array, w: Float32Array, b: Float32Array): Float64Array {
  const y = new Float64Array(O * OUT_H * OUT_W);
  for (let o = 0, at = 0; o < O; o++) {
    for (let i = 0; i < OUT_H; i++) {
      for (let j = 0; j < OUT_W; j++, at++) {
        y[at] = b[o];
        for (let c = 0; c < C; c++) {
          for (let k = 0; k < KERNEL * KERNEL; k++) {
            const row = i * GEOMETRY.stride[0] - 1 + Math.floor(k / KERNEL);
            const column = j - 1 + (k % KERNEL);
            if (row < 0 || row >= H || column < 0 || column >= W) continue;
            y[at] += x[(c * H + row) * W + column] * w[(o * C + c) * KERNEL * KERNEL + k];
          }
        }
      }
    }
  }
  return y;
}
