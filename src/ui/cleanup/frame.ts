import { isConvex, type Place, type Quad, turned } from '../../vision/quad.js';

/** Shortest side of a frame, in pixels of the picture. */
const SHORTEST = 8;

/** Handles of a frame: its corners from the top-left clockwise, then its sides from the top clockwise. */
export const handles = [0, 1, 2, 3, 4, 5, 6, 7] as const;
export type Handle = (typeof handles)[number];

/** Where a handle is. */
export function handlePlace(frame: Quad, handle: Handle): Place {
  const corners: readonly Place[] = frame;
  if (handle < 4) return corners[handle];
  const [[x0, y0], [x1, y1]] = [corners[handle - 4], corners[(handle - 3) % 4]];
  return [(x0 + x1) / 2, (y0 + y1) / 2];
}

/**
 * A frame with a handle moved. A rectangle stays one unless `free`, which is for paper seen at a slant. Frames that would be
 * too small or dented stay as they are.
 *
 * @param frame corners as they are seen, the picture turned
 */
export function moveHandle(frame: Quad, handle: Handle, [x, y]: Place, free: boolean): Quad {
  const moved: Place[] = [...frame];
  if (handle < 4) {
    moved[handle] = [x, y];
    if (!free) {
      // The neighbours keep the side that they do not share with the corner.
      const [sameX, sameY] =
        handle % 2 === 0 ? [(handle + 3) % 4, (handle + 1) % 4] : [(handle + 1) % 4, (handle + 3) % 4];
      moved[sameX] = [x, moved[sameX][1]];
      moved[sameY] = [moved[sameY][0], y];
    }
  } else {
    const at = handlePlace(frame, handle);
    const [i, j] = [handle - 4, (handle - 3) % 4];
    const isLevel = handle === 4 || handle === 6;
    const [dx, dy] = free ? [x - at[0], y - at[1]] : isLevel ? [0, y - at[1]] : [x - at[0], 0];
    for (const k of [i, j]) moved[k] = [moved[k][0] + dx, moved[k][1] + dy];
  }
  const [a, b, c, d] = moved;
  return isUsable([a, b, c, d]) ? [a, b, c, d] : frame;
}

/** Not too small, and not turned over: the top-left corner is left of the top-right one, and above the bottom-left one. */
function isUsable([a, b, c, d]: Quad): boolean {
  const sides = [
    [a, b],
    [b, c],
    [c, d],
    [d, a],
  ];
  const isLong = sides.every(([[x0, y0], [x1, y1]]) => Math.hypot(x1 - x0, y1 - y0) >= SHORTEST);
  return isLong && a[0] < b[0] && d[0] < c[0] && a[1] < d[1] && b[1] < c[1] && isConvex([a, b, c, d]);
}

/** The upright rectangle round a frame. */
export function boxOf(frame: Quad): Quad {
  const xs = frame.map(([x]) => x);
  const ys = frame.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

/** The corners in a picture's own pixels as they are seen while it is turned, and back. */
export function seen(corners: Quad, turn: number, [width, height]: Place): Quad {
  return turned(corners, turn, [width / 2, height / 2]);
}

export function unseen(frame: Quad, turn: number, [width, height]: Place): Quad {
  return turned(frame, -turn, [width / 2, height / 2]);
}

/** The frame after a quarter turn clockwise: the same piece of the picture, its corners named anew. */
export function quarterTurn([a, b, c, d]: Quad): Quad {
  return [d, a, b, c];
}

/** Whether a frame is an upright rectangle. */
export function isUpright([a, b, c, d]: Quad): boolean {
  const same = (p: number, q: number) => Math.abs(p - q) < 1e-6;
  return same(a[1], b[1]) && same(c[1], d[1]) && same(a[0], d[0]) && same(b[0], c[0]);
}
