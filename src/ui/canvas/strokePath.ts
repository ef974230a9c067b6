import { distanceToPath, type SketchPoint } from './geometry.js';

/** Sketch pixels to which stored points are rounded: finer than any raster of the hints can show. */
const GRID = 0.1;

/**
 * A drawn path with the points left out that its shape does not need (Ramer–Douglas–Peucker), rounded to a tenth of a
 * pixel. A pen sends hundreds of points a second; a stored stroke has tens.
 *
 * @param tolerance sketch pixels by which the path may move
 */
export function simplifyPath(points: readonly SketchPoint[], tolerance: number): [number, number][] {
  return simplifyStroke(points, null, tolerance).points;
}

/** The same for a path with a width at each point; the stroke's rim, too, moves by the tolerance at most. */
export function simplifyStroke(
  points: readonly SketchPoint[],
  widths: readonly number[] | null,
  tolerance: number,
): { points: [number, number][]; widths: number[] } {
  const keep = new Uint8Array(points.length);
  keep[0] = 1;
  keep[points.length - 1] = 1;
  const open: [number, number][] = [[0, points.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [first, last] = span;
    let farthest = -1;
    let deviation = tolerance;
    for (let i = first + 1; i < last; i++) {
      let d = distanceToPath(points[i], [points[first], points[last]]);
      if (widths) {
        const between = widths[first] + ((widths[last] - widths[first]) * (i - first)) / (last - first);
        d = Math.max(d, Math.abs(widths[i] - between) / 2);
      }
      if (d > deviation) {
        deviation = d;
        farthest = i;
      }
    }
    if (farthest >= 0) {
      keep[farthest] = 1;
      open.push([first, farthest], [farthest, last]);
    }
  }
  const path: [number, number][] = [];
  const kept: number[] = [];
  for (let i = 0; i < points.length; i++) {
    if (!keep[i]) continue;
    const [x, y] = [round(points[i][0]), round(points[i][1])];
    const last = path.at(-1);
    if (last && last[0] === x && last[1] === y) continue;
    path.push([x, y]);
    if (widths) kept.push(Math.max(GRID, round(widths[i])));
  }
  return { points: path, widths: kept };
}

function round(value: number): number {
  return Math.round(value / GRID) / (1 / GRID);
}
