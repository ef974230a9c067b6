import { type Place, type Projection, project } from '../../vision/quad.js';
import { type HintStroke, MAX_SIDE } from './hints.js';

/**
 * A stroke where its sketch is cut out, turned or straightened differently; null where it comes to lie beyond all paper.
 *
 * @param map from the sketch it was drawn on to the new one, both in pixels
 */
export function projectStroke(stroke: HintStroke, map: Projection): HintStroke | null {
  const points = projectPoints(stroke.points, map);
  if (!points) return null;
  const grown = stroke.points.map((point) => growth(map, point));
  const whole = grown.reduce((sum, factor) => sum + factor, 0) / grown.length;
  const size = (length: number, factor: number) => Math.min(MAX_SIDE, Math.max(1e-3, length * factor));
  return {
    ...stroke,
    points,
    width: size(stroke.width, whole),
    ...(stroke.widths && { widths: stroke.widths.map((width, k) => size(width, grown[k])) }),
    ...(stroke.reach !== undefined && { reach: stroke.reach * whole }),
  };
}

/** The points of a line; null if one of them lies farther out than files may say. */
export function projectPoints(points: readonly Place[], map: Projection): [number, number][] | null {
  const projected = points.map((point) => project(map, point));
  const isSane = (v: number) => v >= -MAX_SIDE && v <= 2 * MAX_SIDE;
  return projected.every(([x, y]) => isSane(x) && isSane(y)) ? projected : null;
}

/** How much longer lengths get at a place: 1 where pictures are only turned and cut. */
function growth(map: Projection, [x, y]: Place): number {
  const [x0, y0] = project(map, [x, y]);
  const [x1, y1] = project(map, [x + 1, y]);
  const [x2, y2] = project(map, [x, y + 1]);
  const area = Math.abs((x1 - x0) * (y2 - y0) - (y1 - y0) * (x2 - x0));
  const factor = Math.sqrt(area);
  return Math.abs(factor - 1) < 1e-9 ? 1 : factor;
}
