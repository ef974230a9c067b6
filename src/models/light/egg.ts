import type { Body } from './body.js';

/** A face as an egg, in cells: its middle and its radii. Inflated it would bulge round each lock of hair over it. */
export interface Egg {
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry: number;
}

/** Rows of the face that its width is taken from, as shares of its height: below the hair over the brow, above the chin. */
const CHEEKS = [0.4, 0.8] as const;
/** The middle of the egg, and its radius, as shares of the face's height: the brow is no edge of it. */
const MIDDLE = 0.42;
const RADIUS = 0.6;
/** A face that is this many times as high as wide has a neck in it. */
const LONG = 1.7;

export function eggOf({ width, solid, matter, head }: Body): Egg | null {
  if (!head) return null;
  const height = head.chin - head.top + 1;
  if (height > LONG * (head.right - head.left + 1)) return null;
  let [left, right] = [head.right, head.left];
  for (let y = Math.round(head.top + CHEEKS[0] * height); y < head.top + CHEEKS[1] * height; y++) {
    for (let x = head.left; x <= head.right; x++) {
      if (matter[solid[y * width + x]] !== 'face') continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
  }
  if (left >= right) return null;
  return { x: (left + right) / 2, y: head.top + MIDDLE * height, rx: (right - left) / 2, ry: RADIUS * height };
}
