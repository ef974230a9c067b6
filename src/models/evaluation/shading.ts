import type { Picture } from '../../vision/picture.js';

/** Side of the squares that are looked at, as a share of the shorter side; at least 4 pixels. */
const CELL = 1 / 20;
/** Ink that keeps a square from being looked at, 0…255. */
const OPEN = 8;
/** Range of a channel inside a square, 0…255, from which it is no flat colour. */
const VARIED = 6;
/** Share of the open, coloured squares that vary in a shaded picture. */
const SHADED = 0.2;

/**
 * Whether a picture is shaded (gradients, cel shading, cast shadows) and not flat: of its small squares without any ink,
 * and not white, a fifth or more hold more than one colour. In flat drawings colours change only at lines.
 *
 * @param ink darkness of the line art, 0…255
 */
export function isShaded(truth: Picture, ink: Uint8Array): boolean {
  const { width, height, data } = truth;
  const cell = Math.max(4, Math.round(Math.min(width, height) * CELL));
  let open = 0;
  let varied = 0;
  for (let top = 0; top + cell <= height; top += cell) {
    for (let left = 0; left + cell <= width; left += cell) {
      const low = [255, 255, 255];
      const high = [0, 0, 0];
      let clean = true;
      for (let y = top; y < top + cell && clean; y++) {
        for (let x = left; x < left + cell; x++) {
          const p = y * width + x;
          clean &&= ink[p] <= OPEN;
          for (let c = 0; c < 3; c++) {
            low[c] = Math.min(low[c], data[4 * p + c]);
            high[c] = Math.max(high[c], data[4 * p + c]);
          }
        }
      }
      if (!clean || Math.min(...low) > 245) continue;
      open++;
      if (Math.max(...high.map((v, c) => v - low[c])) > VARIED) varied++;
    }
  }
  return open > 0 && varied / open >= SHADED;
}
