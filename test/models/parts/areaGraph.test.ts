import { expect, test } from 'vitest';
import { areaGraph } from '../../../src/models/parts/areaGraph.js';

test('areas are measured: size, middle, slant and how long they touch', () => {
  // Two areas on a ground: a diagonal, rising to the right, and a bar below it.
  const drawn = ['......1.', '....11..', '..11....', '.1......', '........', '.222222.'].join('');
  const areas = Int32Array.from(drawn, (c) => (c === '.' ? 0 : Number(c)));
  const [ground, diagonal, bar] = areaGraph(areas, 3, 8);
  expect([ground.size, diagonal.size, bar.size]).toEqual([36, 6, 6]);
  expect([bar.x, bar.y]).toEqual([3.5, 5]);
  expect(diagonal.xy).toBeLessThan(-1);
  expect([bar.yy, bar.xy]).toEqual([0, 0]);
  expect(bar.xx).toBeCloseTo(35 / 12);
  expect([...bar.neighbors]).toEqual([[0, 8]]); // its lower side is the picture's
  expect(diagonal.neighbors.get(0)).toBe(ground.neighbors.get(1));
});
