import { createPlanes, type Planes } from '../planes.js';

export interface DrawnLinesOptions {
  /** Widest line that is found, in pixels. */
  readonly width: number;
  /** Darkness of a line per unit of difference to what is beside it. */
  readonly gain?: number;
}

/**
 * The dark lines that a finished picture already has: what a closing (brightest nearby, then darkest nearby of that)
 * fills up. Tones and soft shading draw nothing.
 *
 * @param luma one plane, 0…1
 * @returns one plane, 1 paper … 0 ink
 * @see Serra 1982, Image Analysis and Mathematical Morphology (the black top-hat)
 */
export function drawnLines(luma: Planes, { width, gain = 1.6 }: DrawnLinesOptions): Planes {
  const radius = Math.max(1, Math.ceil(width / 2));
  const closed = extreme(extreme(luma, radius, Math.max), radius, Math.min);
  const out = createPlanes(1, luma.width, luma.height);
  for (let i = 0; i < out.data.length; i++) {
    out.data[i] = 1 - Math.min(1, Math.max(0, (closed.data[i] - luma.data[i] - 0.04) * gain));
  }
  return out;
}

/** The largest or smallest value of a square neighbourhood, one axis after the other. */
function extreme(plane: Planes, radius: number, pick: (a: number, b: number) => number): Planes {
  const { width, height } = plane;
  const rows = createPlanes(1, width, height);
  const out = createPlanes(1, width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let value = plane.data[y * width + x];
      const last = Math.min(width - 1, x + radius);
      for (let k = Math.max(0, x - radius); k <= last; k++) value = pick(value, plane.data[y * width + k]);
      rows.data[y * width + x] = value;
    }
  }
  for (let y = 0; y < height; y++) {
    const last = Math.min(height - 1, y + radius);
    for (let x = 0; x < width; x++) {
      let value = rows.data[y * width + x];
      for (let k = Math.max(0, y - radius); k <= last; k++) value = pick(value, rows.data[k * width + x]);
      out.data[y * width + x] = value;
    }
  }
  return out;
}
