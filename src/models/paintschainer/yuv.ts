/**
 * PaintsChainer's colours: YUV as OpenCV converts 8-bit pictures, all three channels 0…255, U and V around 128.
 *
 * The released weights were trained under an OpenCV whose two conversions were crossed, so for them red and blue change
 * places: Y = .114R + .587G + .299B, U from R − Y, V from B − Y (`'crossed'`). Networks trained elsewhere may expect the
 * true matrix (`'true'`). Skin that comes out bluish is the sign of the wrong choice.
 */
export type ChannelOrder = 'crossed' | 'true';

// OpenCV's constants, modules/imgproc/src/color_yuv.simd.hpp.
const U_SCALE = 0.492;
const V_SCALE = 0.877;
const R_FROM_V = 1.14;
const G_FROM_U = -0.395;
const G_FROM_V = -0.581;
const B_FROM_U = 2.032;

/** R, G, B to Y, U, V, all 0…255, not rounded. */
export function rgbToYuv(r: number, g: number, b: number, order: ChannelOrder): [number, number, number] {
  const [first, last] = order === 'true' ? [r, b] : [b, r];
  const y = 0.299 * first + 0.587 * g + 0.114 * last;
  return [y, U_SCALE * (last - y) + 128, V_SCALE * (first - y) + 128];
}

/** Y, U, V to R, G, B, all 0…255, not rounded or clipped. */
export function yuvToRgb(y: number, u: number, v: number, order: ChannelOrder): [number, number, number] {
  const first = y + R_FROM_V * (v - 128);
  const g = y + G_FROM_U * (u - 128) + G_FROM_V * (v - 128);
  const last = y + B_FROM_U * (u - 128);
  return order === 'true' ? [first, g, last] : [last, g, first];
}

/** Planes Y, U, V, 0…255, as planes R, G, B in [0, 1], clipped. */
export function planesFromYuv(yuv: Float32Array, order: ChannelOrder): Float32Array {
  const n = yuv.length / 3;
  const rgb = new Float32Array(3 * n);
  for (let p = 0; p < n; p++) {
    const values = yuvToRgb(yuv[p], yuv[n + p], yuv[2 * n + p], order);
    for (let c = 0; c < 3; c++) rgb[c * n + p] = Math.min(1, Math.max(0, values[c] / 255));
  }
  return rgb;
}
