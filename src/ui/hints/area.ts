import type { HintStroke } from '../../models/hints/hints.js';
import type { SketchPoint } from '../canvas/geometry.js';

type Loop = readonly (readonly [number, number])[];

/** The outline of an area and its holes, without the ways that join them (see `HintStroke.area`). */
export function areaLoops({ points }: Pick<HintStroke, 'points'>): Loop[] {
  const same = (i: number, j: number) => points[i][0] === points[j][0] && points[i][1] === points[j][1];
  const loops: Loop[] = [];
  let start = 0;
  while (start < points.length) {
    let end = start + 1;
    while (end < points.length && !same(end, start)) end++;
    loops.push(points.slice(start, end));
    start = end + 1;
    if (start < points.length && same(start, 0)) start++; // back on the way that led to the hole
  }
  return loops.filter((loop) => loop.length > 2);
}

/** The points of an area from its outline and holes: the opposite of `areaLoops`. */
export function joinLoops([outline, ...holes]: readonly Loop[]): [number, number][] {
  const points: [number, number][] = [];
  const go = (loop: Loop) => {
    for (const [x, y] of loop) points.push([x, y]);
    points.push([loop[0][0], loop[0][1]]);
  };
  go(outline);
  for (const hole of holes) {
    go(hole);
    points.push([outline[0][0], outline[0][1]]);
  }
  return points;
}

/** The hint of an area, of what a new hint is made of (`newHint`) and the points that go round it. */
export function areaHint(hint: Omit<HintStroke, 'points'>, points: HintStroke['points']): HintStroke {
  return { ...hint, width: 1, points, area: true };
}

/** Whether a point lies in an area, by the even-odd rule. */
export function areaContains({ points }: Pick<HintStroke, 'points'>, [x, y]: SketchPoint): boolean {
  let inside = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [[xi, yi], [xj, yj]] = [points[i], points[j]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

const anchors = new WeakMap<readonly (readonly [number, number])[], SketchPoint>();

/** Rows that are looked at for the widest place of an area. */
const ROWS = 24;

/** Where an area's mark is shown: the middle of the widest row. */
export function areaAnchor({ points }: Pick<HintStroke, 'points'>): SketchPoint {
  const known = anchors.get(points);
  if (known) return known;
  const ys = points.map(([, y]) => y);
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  let best: SketchPoint = points[0];
  let widest = 0;
  for (let row = 0; row < ROWS; row++) {
    const y = top + ((row + 0.5) * (bottom - top)) / ROWS;
    const crossings: number[] = [];
    for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
      const [[xi, yi], [xj, yj]] = [points[i], points[j]];
      if (yi > y !== yj > y) crossings.push(((xj - xi) * (y - yi)) / (yj - yi) + xi);
    }
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      // Rows near the middle are better than equally wide ones at the rim.
      const width = (crossings[k + 1] - crossings[k]) * (1 - Math.abs((2 * (row + 0.5)) / ROWS - 1) / 2);
      if (width > widest) {
        widest = width;
        best = [(crossings[k] + crossings[k + 1]) / 2, y];
      }
    }
  }
  anchors.set(points, best);
  return best;
}
