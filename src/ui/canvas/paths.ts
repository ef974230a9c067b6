import type { HintStroke } from '../../models/hints/hints.js';
import { areaLoops } from '../hints/area.js';

const paths = new WeakMap<HintStroke, Path2D>();

/** The centre line of a finished stroke, or the outline of an area, kept: strokes do not change. */
export function strokePath(stroke: HintStroke): Path2D {
  const known = paths.get(stroke);
  if (known) return known;
  const path = stroke.area ? traceArea(stroke) : tracePath(stroke.points);
  paths.set(stroke, path);
  return path;
}

/** A smooth line through the middles of the points; a single point is a line too short to see but for its round ends. */
export function tracePath(points: readonly (readonly [number, number])[]): Path2D {
  const path = new Path2D();
  const [x0, y0] = points[0];
  path.moveTo(x0, y0);
  if (points.length === 1) path.lineTo(x0 + 1e-3, y0);
  for (let i = 1; i < points.length - 1; i++) {
    const [[x, y], [nextX, nextY]] = [points[i], points[i + 1]];
    path.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  if (points.length > 1) path.lineTo(points[points.length - 1][0], points[points.length - 1][1]);
  return path;
}

function traceArea(stroke: HintStroke): Path2D {
  const path = new Path2D();
  for (const loop of areaLoops(stroke)) {
    path.moveTo(loop[0][0], loop[0][1]);
    for (let i = 1; i < loop.length; i++) path.lineTo(loop[i][0], loop[i][1]);
    path.closePath();
  }
  return path;
}
