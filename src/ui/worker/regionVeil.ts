import type { RegionMap } from '../../models/look/regionMap.js';
import type { Picture } from '../../vision/picture.js';

/** Longer side of the veil in pixels: areas need no more, and the gaps between them are drawn broad. */
const SIDE = 1200;

/** Opacity of the areas, 0…255. */
const VEIL = 130;

/** Colour of a gap that is held closed, and half its width in the veil's pixels. */
const GAP: readonly [number, number, number, number] = [230, 0, 120, 255];
const GAP_HALF = 1;

/** Turns of the hue from one area to the next, as a part of the circle: the golden angle keeps neighbours apart. */
const TURN = 0.618034;

/** Each area in a colour of its own, and between areas that no line parts, the gap that is held closed. */
export function regionVeil({ label, width, height }: RegionMap): Picture {
  const scale = Math.min(1, SIDE / Math.max(width, height));
  const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const data = new Uint8ClampedArray(4 * w * h);
  for (let y = 0, q = 0; y < h; y++) {
    const row = Math.min(height - 1, Math.floor((y + 0.5) / scale)) * width;
    for (let x = 0; x < w; x++, q += 4) {
      const region = label[row + Math.min(width - 1, Math.floor((x + 0.5) / scale))];
      if (region > 0) data.set(colorOf(region), q);
    }
  }
  const mark = (p: number) => {
    const [cx, cy] = [Math.floor((p % width) * scale), Math.floor(Math.floor(p / width) * scale)];
    for (let y = Math.max(0, cy - GAP_HALF); y <= Math.min(h - 1, cy + GAP_HALF); y++) {
      for (let x = Math.max(0, cx - GAP_HALF); x <= Math.min(w - 1, cx + GAP_HALF); x++) data.set(GAP, 4 * (y * w + x));
    }
  };
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      const region = label[p];
      if (region === 0) continue;
      const beside = x < width - 1 ? label[p + 1] : 0;
      const below = y < height - 1 ? label[p + width] : 0;
      if ((beside > 0 && beside !== region) || (below > 0 && below !== region)) mark(p);
    }
  }
  return { width: w, height: h, data };
}

/** A light colour for an area. */
function colorOf(region: number): [number, number, number, number] {
  const hue = 6 * ((region * TURN) % 1);
  const part = (shift: number) => {
    const k = (shift + hue) % 6;
    return 255 * (0.95 - 0.6 * Math.max(0, Math.min(k, 4 - k, 1)));
  };
  return [part(5), part(3), part(1), VEIL];
}
