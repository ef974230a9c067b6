import type { GridInputs } from '../gridColorizer.js';
import { blendHints } from '../propagation/blend.js';
import { CONFIDENCE_CHANNELS, confidencePlanes, propagatedColor } from '../propagation/confidence.js';
import type { Propagation } from '../propagation/propagate.js';

/** First channel of each group of the generator's input, in order. */
export const INPUT_CHANNELS = {
  /** Darkness of the lines. */
  ink: 0,
  /** Hint colours as drawn, R, G, B in [−1, 1]; 0 beside them. */
  hint: 1,
  /** 1 where there is a hint. */
  mask: 4,
  /** Hint colours spread by propagation and blended (`blendHints`), R, G, B in [−1, 1]; 0 without hints. */
  propagated: 5,
  /** The colour that came second, in the same way; the first where there is no second. */
  second: 8,
  /** How far to trust them (`confidencePlanes`). */
  confidence: 11,
} as const;

/** Number of input planes. */
export const INPUT_COUNT = INPUT_CHANNELS.confidence + CONFIDENCE_CHANNELS.length;

/**
 * What the generator sees of a sketch with hints: `INPUT_COUNT` planes (C · height · width) in the order of
 * `INPUT_CHANNELS`. Training and use both go through here.
 *
 * @param planes of an earlier call on a grid of this size, all of which is written anew
 */
export function encodeInputs(
  { width, height, short, ink, hints, propagation, basins }: GridInputs,
  planes: Float32Array = new Float32Array(INPUT_COUNT * width * height),
): Float32Array {
  const n = width * height;
  const group = (channel: number, count: number) => planes.subarray(channel * n, (channel + count) * n);
  const { hint, mask, propagated, second, confidence } = INPUT_CHANNELS;
  group(INPUT_CHANNELS.ink, 1).set(ink);
  group(mask, 1).set(hints.mask);
  const sparse = group(hint, 3);
  const spread = propagatedColor(propagation, hints, group(propagated, 3));
  const graded = blendHints(spread, basins, hints, short);
  const settled = withoutContest(propagation, basins, graded);
  const spread2 = propagatedColor({ label: settled.label2 }, hints, group(second, 3));
  confidencePlanes(settled, group(confidence, CONFIDENCE_CHANNELS.length));
  const { mask: drawn, rgb } = hints;
  const [{ label }, { label2 }] = [propagation, settled];
  for (let c = 0; c < 3; c++) {
    for (let p = 0, at = c * n; p < n; p++, at++) {
      sparse[at] = drawn[p] > 0 ? 2 * rgb[at] - 1 : 0;
      spread[at] = label[p] > 0 ? 2 * spread[at] - 1 : 0;
      spread2[at] = label2[p] > 0 ? 2 * spread2[at] - 1 : spread[at];
    }
  }
  return planes;
}

/** In a gradient no second colour contests the first: between two of its dabs lies no border. */
function withoutContest(propagation: Propagation, basins: Int32Array, graded: ReadonlySet<number>): Propagation {
  if (graded.size === 0) return propagation;
  return { ...propagation, label2: propagation.label2.map((label, p) => (graded.has(basins[p]) ? 0 : label)) };
}
