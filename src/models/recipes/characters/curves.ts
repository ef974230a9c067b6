import type { Random } from '../../../vision/random.js';

/** A point of a drawing; x right, y down. */
export type Point = readonly [number, number];

/** A point of a control polygon; `corner` where the curve may break its direction. */
export type Knot = readonly [number, number] | readonly [number, number, 'corner'];

/** Distance between the points of a sampled curve, in drawing units. */
const STEP = 1.6;

/**
 * A smooth curve through knots (centripetal Catmull-Rom, so that it neither loops nor overshoots), as points close to
 * each other. It breaks its direction only at corners.
 */
export function curve(knots: readonly Knot[], closed = false): Point[] {
  if (knots.length < 3 && closed) throw new Error('a closed curve needs three knots');
  const corner = closed ? knots.findIndex((knot) => knot[2] === 'corner') : 0;
  if (closed && corner < 0) return spans(knots, true);
  const chain = closed ? [...knots.slice(corner), ...knots.slice(0, corner + 1)] : knots;
  const out: Point[] = [];
  let start = 0;
  for (let i = 1; i < chain.length; i++) {
    if (i < chain.length - 1 && chain[i][2] !== 'corner') continue;
    const piece = spans(chain.slice(start, i + 1), false);
    out.push(...(out.length > 0 ? piece.slice(1) : piece));
    start = i;
  }
  if (closed) out.pop();
  return out;
}

function spans(knots: readonly Knot[], closed: boolean): Point[] {
  const n = knots.length;
  const at = (i: number): Knot => (closed ? knots[(i + n) % n] : knots[Math.min(n - 1, Math.max(0, i))]);
  const out: Point[] = [];
  for (let i = 0; i < (closed ? n : n - 1); i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const gap = (a: Knot, b: Knot) => Math.max(1e-3, Math.hypot(a[0] - b[0], a[1] - b[1])) ** 0.5;
    const [d1, d2, d3] = [gap(p0, p1), gap(p1, p2), gap(p2, p3)];
    const tangent = (axis: 0 | 1): [number, number] => {
      const inner = p2[axis] - p1[axis];
      const before = (p1[axis] - p0[axis]) / d1 - (p2[axis] - p0[axis]) / (d1 + d2) + inner / d2;
      const after = inner / d2 - (p3[axis] - p1[axis]) / (d2 + d3) + (p3[axis] - p2[axis]) / d3;
      return [d2 * before, d2 * after];
    };
    const [mx1, mx2] = tangent(0);
    const [my1, my2] = tangent(1);
    const steps = Math.max(2, Math.ceil((d2 * d2) / STEP));
    for (let s = 0; s < steps; s++) {
      const t = s / steps;
      const h1 = 2 * t ** 3 - 3 * t ** 2 + 1;
      const h2 = t ** 3 - 2 * t ** 2 + t;
      const h3 = -2 * t ** 3 + 3 * t ** 2;
      const h4 = t ** 3 - t ** 2;
      out.push([h1 * p1[0] + h2 * mx1 + h3 * p2[0] + h4 * mx2, h1 * p1[1] + h2 * my1 + h3 * p2[1] + h4 * my2]);
    }
  }
  if (!closed) out.push([at(n - 1)[0], at(n - 1)[1]]);
  return out;
}

/** An ellipse, or a part of one, as points. Angles in degrees, clockwise from the right. */
export function ellipse(x: number, y: number, rx: number, ry: number, from = 0, to = 360): Point[] {
  const whole = Math.abs(to - from) >= 360;
  const steps = Math.max(8, Math.ceil((((rx + ry) / 2) * Math.abs(to - from) * (Math.PI / 180)) / STEP));
  return Array.from({ length: whole ? steps : steps + 1 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)] as const;
  });
}

export function moved(points: readonly Point[], dx: number, dy: number): Point[] {
  return points.map(([x, y]) => [x + dx, y + dy] as const);
}

export function mirrored(points: readonly Point[], axis = 0): Point[] {
  return points.map(([x, y]) => [2 * axis - x, y] as const);
}

/** A hand's unsteadiness: points moved smoothly, by up to about the amplitude. */
export function wobbled(points: readonly Point[], random: Random, amplitude: number): Point[] {
  if (amplitude <= 0) return [...points];
  let total = 0;
  for (let i = 1; i < points.length; i++) {
    total += Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]);
  }
  // Whole waves along the curve, so that a closed one meets its beginning.
  const waves = Array.from({ length: 4 }, () => ({
    length: total / Math.max(1, Math.round(total / random.uniform(35, 120))),
    phase: random.uniform(0, 2 * Math.PI),
    x: random.normal() * amplitude * 0.5,
    y: random.normal() * amplitude * 0.5,
  }));
  let run = 0;
  return points.map(([x, y], i) => {
    if (i > 0) run += Math.hypot(x - points[i - 1][0], y - points[i - 1][1]);
    let dx = 0;
    let dy = 0;
    for (const wave of waves) {
      const sway = Math.sin((run / wave.length) * 2 * Math.PI + wave.phase);
      dx += wave.x * sway;
      dy += wave.y * sway;
    }
    return [x + dx, y + dy] as const;
  });
}

/** Points as an SVG path. */
export function pathOf(points: readonly Point[], closed = true): string {
  const text = points.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`);
  return `M${text.join('L')}${closed ? 'Z' : ''}`;
}

/**
 * A stroke of changing width as the outline of a filled shape.
 *
 * @param width at a place: `along` 0…1 of the length, and the stroke's normal there (to the right of its direction)
 */
export function ribbon(
  points: readonly Point[],
  closed: boolean,
  width: (along: number, normal: Point) => number,
): string {
  const n = points.length;
  if (n < 2) return '';
  const left: Point[] = [];
  const right: Point[] = [];
  for (let i = 0; i < n; i++) {
    const before = points[closed ? (i - 1 + n) % n : Math.max(0, i - 1)];
    const after = points[closed ? (i + 1) % n : Math.min(n - 1, i + 1)];
    const length = Math.max(1e-6, Math.hypot(after[0] - before[0], after[1] - before[1]));
    const normal: Point = [-(after[1] - before[1]) / length, (after[0] - before[0]) / length];
    const half = width(i / (n - 1), normal) / 2;
    left.push([points[i][0] + normal[0] * half, points[i][1] + normal[1] * half]);
    right.push([points[i][0] - normal[0] * half, points[i][1] - normal[1] * half]);
  }
  if (closed) return `${pathOf(left)}${pathOf(right.reverse())}`;
  return pathOf([...left, ...right.reverse()]);
}
