import type { HintStroke } from '../../models/hints/hints.js';

/** The hint moved by sketch pixels, its points to a tenth of a pixel. */
export function moveStroke<T extends HintStroke>(stroke: T, dx: number, dy: number): T {
  const round = (value: number) => Math.round(value * 10) / 10;
  return { ...stroke, points: stroke.points.map(([x, y]) => [round(x + dx), round(y + dy)] as [number, number]) };
}
