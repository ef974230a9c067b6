import { expect, test } from 'vitest';
import { distanceTransform } from '../../src/vision/distanceTransform.js';
import { Random } from '../../src/vision/random.js';

test('distances are those to the nearest pixel of the set', () => {
  const [width, height] = [23, 17];
  const random = new Random(7);
  for (const share of [0.01, 0.1, 0.6]) {
    const inside = Uint8Array.from({ length: width * height }, () => (random.uniform() < share ? 1 : 0));
    inside[5 * width + 3] = 1;
    const found = distanceTransform(inside, width, height);
    for (let p = 0; p < inside.length; p++) {
      let nearest = Number.POSITIVE_INFINITY;
      for (let q = 0; q < inside.length; q++) {
        if (!inside[q]) continue;
        const dx = (p % width) - (q % width);
        const dy = Math.floor(p / width) - Math.floor(q / width);
        nearest = Math.min(nearest, Math.hypot(dx, dy));
      }
      expect(found[p]).toBeCloseTo(nearest, 5);
    }
  }
});

test('of an empty set everything is infinitely far', () => {
  expect([...distanceTransform(new Uint8Array(6), 3, 2)]).toEqual(Array(6).fill(Number.POSITIVE_INFINITY));
});
