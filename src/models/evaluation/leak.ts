import { deltaE2000 } from '../../vision/colorSpaces.js';
import type { Picture } from '../../vision/picture.js';
import { labAt } from './labAt.js';

/** Ink of a line's ridge and of the open ground beside it, 0…255. */
const LINE = 128;
const OPEN = 26;
/** A line parts two colours when they differ by this much (CIEDE2000) in the true picture. */
const PARTED = 15;

/**
 * Leak rate: how much colour runs across lines that should stop it. Wherever, going right or down, open ground, a line and
 * open ground follow within `reach` pixels, one side or both belong to an area with a dab, and the true picture has two
 * clearly different colours there, the result should too: 1 − ΔE(result) / ΔE(true), not below 0, averaged over those
 * places. 0 is clean, 1 means that no line stopped anything.
 *
 * @param color  the result's colours without lines
 * @param truth  the true picture, the same size
 * @param ink    darkness of the line art, 0…255
 * @param hinted 1 on the true areas that have a dab, else 0
 * @returns      null when no line beside those areas parts two colours
 */
export function leakRate(
  color: Picture,
  truth: Picture,
  ink: Uint8Array,
  hinted: Uint8Array,
  reach?: number,
): number | null {
  const { width, height } = truth;
  const limit = reach ?? Math.max(6, Math.round(Math.min(width, height) / 24));
  let sum = 0;
  let count = 0;
  const scan = (start: number, step: number, length: number) => {
    for (let i = 1; i < length; i++) {
      // A place where open ground meets something inked.
      const before = start + (i - 1) * step;
      if (ink[before] > OPEN || ink[before + step] <= OPEN) continue;
      let darkest = 0;
      for (let k = i; k < Math.min(length, i + limit); k++) {
        const p = start + k * step;
        darkest = Math.max(darkest, ink[p]);
        if (ink[p] > OPEN) continue;
        if (darkest >= LINE && (hinted[before] || hinted[p])) {
          const wanted = deltaE2000(labAt(truth, before), labAt(truth, p));
          if (wanted >= PARTED) {
            sum += Math.max(0, 1 - deltaE2000(labAt(color, before), labAt(color, p)) / wanted);
            count++;
          }
        }
        break;
      }
    }
  };
  // Every third row and column is enough: lines are longer than that.
  for (let y = 0; y < height; y += 3) scan(y * width, 1, width);
  for (let x = 0; x < width; x += 3) scan(x, width, height);
  return count === 0 ? null : sum / count;
}
