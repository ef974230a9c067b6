import type { Hints } from '../../models/hints/hints.js';
import type { Picture } from '../../vision/picture.js';

/** Width and height in pixels. */
const SIDE = 256;

/** Frames one in the other, their distance, and the width of their lines, in pixels. */
const FRAMES = 4;
const STEP = 25;
const LINE = 2;

/** A drawing of no meaning: frames in black on white. */
export function warmUpSketch(): Picture {
  const data = new Uint8ClampedArray(4 * SIDE * SIDE).fill(255);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const rim = Math.min(x, y, SIDE - 1 - x, SIDE - 1 - y); // pixels to the nearest edge
      if (rim >= STEP && rim < (FRAMES + 1) * STEP && rim % STEP < LINE)
        data.fill(0, 4 * (y * SIDE + x), 4 * (y * SIDE + x) + 3);
    }
  return { width: SIDE, height: SIDE, data };
}

/** Dabs in two of its areas. */
export const warmUpHints: Hints = {
  size: [SIDE, SIDE],
  strokes: [
    { color: '#c04050', width: 8, points: [[SIDE / 2, SIDE / 2]] },
    { color: '#4060c0', width: 8, points: [[SIDE / 2, 1.5 * STEP]] },
  ],
};
