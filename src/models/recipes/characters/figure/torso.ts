import { curve, type Knot, type Point } from '../curves.js';
import type { Skeleton } from './skeleton.js';

/**
 * The trunk as a surface: u −1…1 from silhouette to silhouette (beyond it, cloth stands off), v 0 at the shoulders' top, 1 at the
 * crotch. Turned to the side, its middle moves and the far half is narrower.
 */
export class Torso {
  constructor(private readonly body: Skeleton) {}

  at(u: number, v: number): Point {
    const { top, crotch, spine, turn } = this.body;
    const far = u * turn > 0 ? 1 - 0.22 * Math.abs(turn) : 1 - 0.06 * Math.abs(turn);
    const inner = 0.3 * turn * Math.max(0, 1 - u * u);
    const along = Math.max(0, Math.min(1, v));
    const x = spine[0] + (spine[1] - spine[0]) * along;
    return [x + this.half(v) * (u * far + inner), top + (crotch - top) * v];
  }

  knot(u: number, v: number, corner = false): Knot {
    const [x, y] = this.at(u, v);
    return corner ? [x, y, 'corner'] : [x, y];
  }

  /** Half the trunk's width at a height. */
  private half(v: number): number {
    const { shoulder, waist, hip } = this.body;
    const stops: [number, number][] = [
      [0, shoulder * 0.84],
      [0.12, shoulder * 0.9],
      [0.3, (shoulder * 2 + waist) * 0.29],
      [0.6, waist],
      [0.9, hip],
      [1.05, hip],
    ];
    let k = 0;
    while (k < stops.length - 2 && v > stops[k + 1][0]) k++;
    const t = Math.max(0, Math.min(1, (v - stops[k][0]) / (stops[k + 1][0] - stops[k][0])));
    return stops[k][1] + (stops[k + 1][1] - stops[k][1]) * t * t * (3 - 2 * t);
  }

  /** An outline from a neckline (left to right) down the sides to a hem, `ease` 1 the body's own width. */
  shape(neckline: readonly Knot[], hem: number, ease = 1, flare = 0): Point[] {
    const side = (s: -1 | 1): Knot[] => {
      const out: Knot[] = [this.knot(s * 0.92, -0.01)];
      for (const v of [0.08, 0.24, 0.42, 0.6, 0.78, 0.95]) {
        if (v < hem - 0.08) out.push(this.knot(s * (ease + flare * Math.max(0, v - 0.5)), v));
      }
      out.push(this.knot(s * (ease + flare * Math.max(0, hem - 0.5)), hem, true));
      return out;
    };
    return curve([...neckline, ...side(1), this.knot(0, hem + 0.015), ...side(-1).reverse()], true);
  }

  /** Necklines from left to right; the depth is v at the middle, the width u at the shoulders. */
  round(wide: number, depth: number): Knot[] {
    return [
      this.knot(-wide, -0.045, true),
      this.knot(-wide * 0.7, depth * 0.62),
      this.knot(0, depth),
      this.knot(wide * 0.7, depth * 0.62),
      this.knot(wide, -0.045, true),
    ];
  }

  vee(wide: number, depth: number): Knot[] {
    return [this.knot(-wide, -0.045, true), this.knot(0, depth, true), this.knot(wide, -0.045, true)];
  }

  /** A closed patch of the surface: pairs u, v, all corners. */
  patch(...uv: readonly (readonly [number, number])[]): Point[] {
    return curve(
      uv.map(([u, v]) => this.knot(u, v, true)),
      true,
    );
  }

  /** A line on the surface. */
  line(...uv: readonly (readonly [number, number])[]): Point[] {
    return curve(uv.map(([u, v]) => this.knot(u, v)));
  }
}
