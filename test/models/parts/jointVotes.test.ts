import { describe, expect, test } from 'vitest';
import { areaGraph } from '../../../src/models/parts/areaGraph.js';
import { jointVotes } from '../../../src/models/parts/jointVotes.js';

const SIDE = 64;
type Box = readonly [left: number, top: number, width: number, height: number];

/** Shares after voting of boxes on a ground that votes for itself, from votes on three kinds. */
function sharesOf(boxes: readonly (readonly [Box, readonly number[]])[]): number[][] {
  const areas = new Int32Array(SIDE * SIDE).fill(1);
  for (const [k, [[left, top, width, height]]] of boxes.entries())
    for (let y = top; y < top + height; y++) areas.fill(k + 2, y * SIDE + left, y * SIDE + left + width);
  const graph = areaGraph(areas, boxes.length + 2, SIDE);
  const each = [[0, 0, 0], [0, 0, 1], ...boxes.map(([, votes]) => votes)];
  const votes = Float64Array.from(each.flatMap((its, area) => its.map((share) => share * graph[area].size)));
  const alone = Uint8Array.from(each, (_, area) => (area === 1 ? 1 : 0));
  const shares = jointVotes(graph, votes, 3, alone, SIDE);
  return boxes.map((_, k) => [...shares.subarray(3 * (k + 2), 3 * (k + 3))].map((share) => Number(share.toFixed(3))));
}

describe('areas vote together', () => {
  test('when they touch and nearly the same is said of them: the halves of a skirt', () => {
    const [left, right] = sharesOf([
      [
        [20, 20, 10, 20],
        [0.55, 0.45, 0],
      ],
      [
        [30, 20, 10, 20],
        [0.45, 0.55, 0],
      ],
    ]);
    expect(left).toEqual([0.5, 0.5, 0]);
    expect(right).toEqual(left);
    const [hair, face] = sharesOf([
      [
        [20, 20, 10, 20],
        [0.9, 0.1, 0],
      ],
      [
        [30, 20, 10, 20],
        [0.1, 0.9, 0],
      ],
    ]);
    expect([hair, face]).toEqual([
      [0.9, 0.1, 0],
      [0.1, 0.9, 0],
    ]);
  });

  test('when they are mirror images apart from each other, even if different things are said: two sleeves', () => {
    const sleeves = (rightTop: number) =>
      sharesOf([
        [
          [10, 20, 10, 24],
          [0.6, 0.4, 0],
        ],
        [
          [40, rightTop, 10, 24],
          [0.2, 0.8, 0],
        ],
      ]);
    expect(sleeves(22)).toEqual([
      [0.4, 0.6, 0],
      [0.4, 0.6, 0],
    ]);
    expect(sleeves(40)).toEqual([
      [0.6, 0.4, 0],
      [0.2, 0.8, 0],
    ]); // too far down
  });

  test('when one is a sliver: it goes with what it lies against most, unless it is surely something else', () => {
    const beside = (sliver: readonly number[]) =>
      sharesOf([
        [
          [20, 20, 12, 20],
          [0.9, 0.1, 0],
        ],
        [[32, 26, 1, 1], sliver],
      ])[1];
    expect(beside([0.45, 0.55, 0])[0]).toBeGreaterThan(0.85);
    expect(beside([0, 1, 0])).toEqual([0, 1, 0]);
  });
});
