import { expect, test } from 'vitest';
import { FullSize } from '../../../src/models/light/fullSize.js';
import { Enlarger } from '../../../src/models/propagation/enlarge.js';
import { gridInk, gridSize } from '../../../src/models/sketch/gridInk.js';
import { readSketch } from '../../../src/models/sketch/sketch.js';
import { circle, draw } from '../shapes.js';

test('what changes within a solid does so smoothly up to its line, and ends there', () => {
  const side = 600;
  const { ink } = readSketch(draw(side, side, circle(300, 300, 200, 8)));
  const grid = gridSize(side, side, 64);
  const inked = gridInk(ink, side, side, grid);
  const cells = grid.width * grid.height;
  const at = (p: number) => ((p % grid.width) + 0.5) / grid.width;
  const isInside = (p: number) =>
    Math.hypot(at(p) - 0.5, (Math.floor(p / grid.width) + 0.5) / grid.height - 0.5) < 1 / 3;
  const solid = Int32Array.from({ length: cells }, (_, p) => (isInside(p) ? 1 : 0));
  const planes = new Float32Array(3 * cells).map((_, i) => (i < cells && isInside(i) ? at(i) : 0));
  const enlarger = new Enlarger(ink, side, side, inked, grid.width, grid.height);
  const full = new FullSize(enlarger.label(solid), solid, enlarger);
  const { data } = full.enlarge(planes);
  for (let x = 0; x < side; x++) {
    const p = 300 * side + x;
    const inside = Math.abs(x - 299.5) < 194;
    if (Math.abs(Math.abs(x - 299.5) - 200) > 6) expect(full.solid[p]).toBe(inside ? 1 : 0);
    if (inside) expect(Math.abs(data[4 * p] - (255 * x) / side), `at ${x}`).toBeLessThan(2.5); // a cell is 4 levels
  }

  const coarse = full.coarser(4);
  const { data: small } = coarse.enlarge(planes);
  for (let x = 30; x < 120; x++) {
    const [p, q] = [75 * 150 + x, 302 * side + 4 * x + 2];
    expect(coarse.solid[p]).toBe(full.solid[q]);
    expect(Math.abs(small[4 * p] - data[4 * q])).toBeLessThan(2.5);
  }
});
