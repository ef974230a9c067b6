import type { Planes } from '../../vision/planes.js';
import { formatColor, type Hints } from './hints.js';
import { findRegions, medianColor, type Regions } from './regions.js';

/** Diameter of an evaluation dab, as a share of the picture's shorter side: 3 px on a grid of 192. */
const DAB = 3 / 192;
/** Depth beyond this is no better, as a share of the shorter side. */
const DEEP = 1 / 24;

/**
 * The hints that results are scored with: fixed by the picture, nothing random.
 *
 * 1. The true picture falls into areas of one colour (neighbours within 12 of 255 a channel), parted by the lines.
 * 2. Every area gets a dab before any gets its second, the largest first; then the one with the most pixels for each dab
 *    that it has.
 * 3. In the area it goes where it is away from lines and area borders (depth, counted up to a 24th of the shorter side) and
 *    from the area's other dabs; equal places are decided by raster order.
 * 4. Its width is a 64th of the shorter side, or less where it would reach out of its area; its colour is the median there.
 *
 * Asking for k and for k′ > k hints gives the same first k.
 *
 * @param color planes R, G, B in [0, 1] of the true picture
 * @param count number of dabs; fewer come back only when no area is larger than a speck
 * @param ink   darkness of the line art on the same grid, in [0, 1]
 */
export function placeHints(
  color: Planes,
  count: number,
  ink?: ArrayLike<number>,
  found: Regions = findRegions(color, ink),
): Hints {
  const { width, height } = color;
  const { regions, depth } = found;
  const short = Math.min(width, height);
  const broad = Math.max(1, Math.round(DAB * short));
  const hints: Hints = { size: [width, height], strokes: [] };
  const placed: number[][] = regions.map(() => []);
  while (hints.strokes.length < count && regions.length > 0) {
    let next = 0;
    const need = (r: number) => regions[r].pixels.length / placed[r].length;
    if (hints.strokes.length < regions.length) next = hints.strokes.length;
    else for (let r = 1; r < regions.length; r++) if (need(r) > need(next)) next = r;
    let best = -1;
    let bestScore = -1;
    for (const p of regions[next].pixels) {
      let score = Math.min(depth[p], DEEP * short);
      for (const q of placed[next]) {
        if (score <= bestScore) break;
        const dx = (p % width) - (q % width);
        const dy = Math.floor(p / width) - Math.floor(q / width);
        // Another dab at distance d counts like a border at d/4: spread out, but not into the corners.
        score = Math.min(score, Math.hypot(dx, dy) / 4);
      }
      if (score > bestScore) {
        bestScore = score;
        best = p;
      }
    }
    placed[next].push(best);
    const dabWidth = Math.max(1, Math.min(broad, 2 * depth[best] - 1));
    hints.strokes.push({
      color: formatColor(medianColor(color, best, Math.max(1.5, dabWidth / 2))),
      width: dabWidth,
      points: [[(best % width) + 0.5, Math.floor(best / width) + 0.5]],
    });
  }
  return hints;
}
