/**
 * Points of the two spaces the canvas knows. A bare tuple literal fits either, but the one cannot be passed for the
 * other. Both have their origin at the top left, y downwards.
 */
declare const space: unique symbol;

/** In sketch pixels: (0, 0) is the outer corner of the first pixel. */
export type SketchPoint = readonly [x: number, y: number] & { readonly [space]?: 'sketch' };

/** In CSS pixels from the top left of the canvas element. */
export type ScreenPoint = readonly [x: number, y: number] & { readonly [space]?: 'screen' };

/** Width and height, in the pixels of whichever space the owner says. */
export type Size = readonly [width: number, height: number];

/** Distance from p to the nearest point of the path; a one-point path is that point, an empty one infinitely far. */
export function distanceToPath(p: readonly [number, number], path: readonly (readonly [number, number])[]): number {
  if (path.length === 0) return Number.POSITIVE_INFINITY;
  if (path.length === 1) return Math.hypot(p[0] - path[0][0], p[1] - path[0][1]);
  let best = Number.POSITIVE_INFINITY;
  for (let i = 1; i < path.length; i++) best = Math.min(best, distanceToSegment(p, path[i - 1], path[i]));
  return best;
}

function distanceToSegment(
  [px, py]: readonly [number, number],
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): number {
  const dx = bx - ax;
  const dy = by - ay;
  const lengthSquared = dx * dx + dy * dy;
  const t = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / lengthSquared));
  return Math.hypot(px - ax - t * dx, py - ay - t * dy);
}
