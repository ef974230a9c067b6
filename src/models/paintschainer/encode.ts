import type { HintRaster } from '../hints/rasterizeHints.js';
import { type ChannelOrder, rgbToYuv } from './yuv.js';

/** Where there is no hint: a Y far below black doubles as the mask. */
const NO_HINT = [-512, 128, 128] as const;

/** Width and height of the two stages. */
export interface StageSizes {
  readonly small: readonly [number, number];
  readonly full: readonly [number, number];
}

/**
 * Sizes that PaintsChainer gives a sketch: shorter side 128 and 512; the longer one down to a multiple of 16 in the first
 * stage and to the nearest in the second. At most eight times as long as wide, which its authors never met.
 */
export function stageSizes(width: number, height: number, fullShort = 512): StageSizes {
  const short = Math.min(width, height);
  const long = Math.min(Math.max(width, height), 8 * short);
  const smallShort = fullShort / 4;
  const smallLong = Math.floor(Math.floor((long * smallShort) / short) / 16) * 16;
  const fullLong = Math.round(Math.floor((long * fullShort) / short) / 16) * 16;
  return width <= height
    ? { small: [smallShort, smallLong], full: [fullShort, fullLong] }
    : { small: [smallLong, smallShort], full: [fullLong, fullShort] };
}

/** First stage: grey line art 0…255 (white 255) and hints as Y, U, V with `NO_HINT` elsewhere; 4 · H · W. */
export function encodeStage1(grey: Float32Array, hints: HintRaster, order: ChannelOrder): Float32Array {
  const n = grey.length;
  const planes = new Float32Array(4 * n);
  planes.set(grey);
  for (let p = 0; p < n; p++) {
    const hinted = hints.mask[p] > 0;
    const yuv = hinted
      ? rgbToYuv(255 * hints.rgb[p], 255 * hints.rgb[n + p], 255 * hints.rgb[2 * n + p], order)
      : NO_HINT;
    // OpenCV converts 8-bit pictures to 8-bit pictures: rounded and clipped.
    for (let c = 0; c < 3; c++)
      planes[(c + 1) * n + p] = hinted ? Math.min(255, Math.max(0, Math.round(yuv[c]))) : yuv[c];
  }
  return planes;
}

/** Second stage: grey line art and the first stage's Y, U, V enlarged, unclipped; hints are not given again. */
export function encodeStage2(grey: Float32Array, yuv: Float32Array): Float32Array {
  const planes = new Float32Array(4 * grey.length);
  planes.set(grey);
  planes.set(yuv, grey.length);
  return planes;
}
