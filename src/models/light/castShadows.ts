import { type Body, FRONT } from './body.js';
import { smoothed } from './links.js';

/** A step from one thing to what lies in front of it throws a shadow of this many head widths, in light that comes at 45°. */
const STEP = 0.06;
/** Lower light throws no longer shadows: a brim's would cover the face. */
const LONGEST = 2.5;
/** Steps of smoothing: outlines of shadows are rounder than those of what throws them. */
const SMOOTHING = 12;

const STEPS = FRONT.hat - FRONT.skin;

/**
 * What lies in the shadow of what is in front of it: hair's on the face, the chin's on the neck, a hat's on both. Each cell looks towards
 * the light for something that stands high enough above it.
 *
 * @param light `towards` the light
 * @returns 1 in shadow, 0 outside, passing from one to the other over a few cells and nowhere across a border of solids
 */
export function castShadows(
  {
    width,
    height,
    front,
    links,
    unit,
  }: Pick<Body, 'width' | 'height' | 'front' | 'unit'> & { readonly links: Uint8Array },
  [lx, ly, lz]: readonly [number, number, number],
): Float32Array {
  const across = Math.hypot(lx, ly);
  const shadow = new Float32Array(width * height);
  const step = unit * STEP * Math.min(LONGEST, across / Math.max(1e-6, lz));
  const reach = Math.floor(step * STEPS);
  if (reach < 1) return shadow;
  const dx = Int32Array.from({ length: reach + 1 }, (_, t) => Math.round((lx / across) * t));
  const dy = Int32Array.from({ length: reach + 1 }, (_, t) => Math.round((ly / across) * t));
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      const own = front[p];
      if (own === FRONT.ground) continue;
      const far = Math.min(reach, Math.floor(step * (FRONT.hat - own)));
      for (let t = 1; t <= far; t++) {
        const [i, j] = [x + dx[t], y + dy[t]];
        if (i < 0 || j < 0 || i >= width || j >= height) break;
        if ((front[j * width + i] - own) * step < t) continue;
        shadow[p] = 1;
        break;
      }
    }
  }
  return smoothed(shadow, links, width, SMOOTHING);
}
