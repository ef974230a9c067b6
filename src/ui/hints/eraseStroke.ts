import type { HintStroke } from '../../models/hints/hints.js';
import { distanceToPath, type SketchPoint } from '../canvas/geometry.js';
import { areaContains } from './area.js';

/**
 * What an eraser leaves of a hint: null if it does not touch it, else the parts that remain, often none. A stroke is cut
 * along its centre line; dabs and areas go whole.
 *
 * @param radius of the eraser, sketch pixels
 */
export function eraseStroke(stroke: HintStroke, at: SketchPoint, radius: number): HintStroke[] | null {
  const { points, widths } = stroke;
  if (stroke.area) return areaContains(stroke, at) ? [] : null;
  if (distanceToPath(at, points) > radius) return null;
  const parts: { points: [number, number][]; widths: number[] }[] = [];
  let open: (typeof parts)[number] | null = null;
  const add = (point: readonly [number, number], width: number) => {
    if (!open) {
      open = { points: [], widths: [] };
      parts.push(open);
    }
    open.points.push([point[0], point[1]]);
    open.widths.push(width);
  };
  const widthAt = (i: number) => widths?.[i] ?? stroke.width;
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b] = [points[i], points[i + 1]];
    const along = (t: number): [number, number] => [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
    const wide = (t: number) => widthAt(i) + t * (widthAt(i + 1) - widthAt(i));
    const inside = crossing(a, b, at, radius);
    if (!inside) {
      if (i === 0 || !open) add(a, widthAt(i));
      add(b, widthAt(i + 1));
      continue;
    }
    const [from, to] = inside;
    if (from > 0) {
      if (!open) add(a, widthAt(i));
      add(along(from), wide(from));
    }
    open = null;
    if (to < 1) {
      add(along(to), wide(to));
      add(b, widthAt(i + 1));
    }
  }
  return parts.map((part) => ({
    ...stroke,
    points: part.points,
    ...(widths && { widths: part.widths, width: Math.max(...part.widths) }),
  }));
}

/** The part of a segment inside a circle, as two numbers in [0, 1], or null if none is. */
function crossing(
  a: readonly [number, number],
  b: readonly [number, number],
  centre: SketchPoint,
  radius: number,
): [number, number] | null {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const [fx, fy] = [a[0] - centre[0], a[1] - centre[1]];
  const [p, q, r] = [dx * dx + dy * dy, fx * dx + fy * dy, fx * fx + fy * fy - radius * radius];
  if (p === 0) return r <= 0 ? [0, 1] : null;
  const root = q * q - p * r;
  if (root <= 0) return null;
  const [from, to] = [(-q - Math.sqrt(root)) / p, (-q + Math.sqrt(root)) / p];
  return from >= 1 || to <= 0 ? null : [Math.max(0, from), Math.min(1, to)];
}
