import type { ConvGeometry } from '../../../../src/engine/backends/backend.js';

/** Reproducible values, roughly normal (sum of four uniforms). */
export function noise(seed: number, length: number): Float32Array<ArrayBuffer> {
  let state = (seed * 2654435761) >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4294967296;
  };
  for (let i = 0; i < 8; i++) next();
  return Float32Array.from({ length }, () => next() + next() + next() + next() - 2);
}

type Shape4 = readonly [number, number, number, number];

/** A convolution and its two adjoints by definition, in float64. */
export function naiveConv(p: {
  x: Float32Array;
  w: Float32Array;
  gy: Float32Array;
  xShape: Shape4;
  wShape: Shape4;
  yShape: Shape4;
  geometry: ConvGeometry;
}): { y: Float64Array; gx: Float64Array; gw: Float64Array } {
  const { stride, pad, dilate, groups } = p.geometry;
  const [n, c, h, w] = p.xShape;
  const [o, channels, kh, kw] = p.wShape;
  const [, , oh, ow] = p.yShape;
  const y = new Float64Array(n * o * oh * ow);
  const gx = new Float64Array(n * c * h * w);
  const gw = new Float64Array(o * channels * kh * kw);
  for (let b = 0; b < n; b++)
    for (let k = 0; k < o; k++)
      for (let j = 0; j < oh; j++)
        for (let i = 0; i < ow; i++) {
          const at = ((b * o + k) * oh + j) * ow + i;
          for (let q = 0; q < channels; q++) {
            const channel = Math.floor(k / (o / groups)) * channels + q;
            for (let ky = 0; ky < kh; ky++) {
              const row = j * stride[0] - pad[0] + ky * dilate[0];
              if (row < 0 || row >= h) continue;
              for (let kx = 0; kx < kw; kx++) {
                const col = i * stride[1] - pad[1] + kx * dilate[1];
                if (col < 0 || col >= w) continue;
                const from = ((b * c + channel) * h + row) * w + col;
                const tap = ((k * channels + q) * kh + ky) * kw + kx;
                y[at]! += p.x[from]! * p.w[tap]!;
                gx[from]! += p.gy[at]! * p.w[tap]!;
                gw[tap]! += p.gy[at]! * p.x[from]!;
              }
            }
          }
        }
  return { y, gx, gw };
}
