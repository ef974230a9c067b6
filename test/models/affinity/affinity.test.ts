import { describe, expect, test } from 'vitest';
import { type AreaPairs, FEATURES, IS_ITSELF, MOST_RIVALS, pairAreas } from '../../../src/models/affinity/areaPairs.js';
import { measureAreas } from '../../../src/models/affinity/areaShapes.js';
import { affinityOf, paintAffinity } from '../../../src/models/affinity/paintAffinity.js';
import type { HintRaster } from '../../../src/models/hints/rasterizeHints.js';
import { areaGraph } from '../../../src/models/parts/areaGraph.js';
import { PARTS } from '../../../src/models/parts/parts.js';

const SIDE = 48;
const N = SIDE * SIDE;
type Box = readonly [left: number, top: number, width: number, height: number];

/** Boxes on a ground, which is area 1, as areas from 2. */
function areasOf(...boxes: Box[]): Int32Array {
  const areas = new Int32Array(N).fill(1);
  for (const [k, [left, top, width, height]] of boxes.entries())
    for (let y = top; y < top + height; y++) areas.fill(k + 2, y * SIDE + left, y * SIDE + left + width);
  return areas;
}

const graphOf = (areas: Int32Array) => areaGraph(areas, Math.max(...areas) + 1, SIDE);

/** What a pass knows of areas without parts, grey all over, with hints of single pixels. */
function passOn(areas: Int32Array, hints: readonly [x: number, y: number, color: readonly number[]][]) {
  const ink = new Float32Array(N);
  const graph = graphOf(areas);
  const shapes = measureAreas(graph, areas, ink, SIDE);
  const labels = new Int32Array(N);
  for (const [k, [x, y]] of hints.entries()) labels[y * SIDE + x] = k + 1;
  const zeros = () => new Float32Array(shapes.count);
  const parts = {
    areas,
    part: new Uint8Array(shapes.count),
    sure: zeros(),
    sureOfKind: zeros(),
    settled: zeros(),
    shares: new Float32Array(PARTS.length * shapes.count),
    middle: new Float32Array(2 * shapes.count),
    graph,
    details: shapes.count,
    hosts: [],
  };
  const raster = { width: SIDE, height: SIDE, labels, colors: Float32Array.from(hints.flatMap(([, , c]) => c)) };
  const nothing = { label: new Int32Array(N), label2: new Int32Array(N) };
  const grey = () => new Float32Array(3 * N).fill(0.5);
  return {
    shapes,
    parts,
    ink,
    hints: raster as unknown as HintRaster,
    propagation: nothing,
    gate: new Float32Array(N),
    own: grey(),
    color: grey(),
    short: SIDE,
  };
}

const RED = [1, 0, 0] as const;
const BLUE = [0, 0, 1] as const;

/** Numbers of the pairs of an area that are hints', in order. */
function rivalsOf({ numbers, first, colors, features }: AreaPairs, area: number) {
  const slot = numbers.indexOf(area);
  return Array.from({ length: first[slot + 1] - first[slot] }, (_, i) => {
    const pair = first[slot] + i;
    const its = features.subarray(pair * FEATURES, (pair + 1) * FEATURES);
    return { isItself: its[IS_ITSELF] === 1, color: [...colors.subarray(3 * pair, 3 * pair + 3)], features: its };
  });
}

describe('shapes of areas', () => {
  test('are size, border, middle, direction, extent, and what they touch', () => {
    const ink = new Float32Array(N);
    ink[10 * SIDE + 21] = 0.5; // right of the box
    const areas = areasOf([10, 10, 11, 5]);
    const shapes = measureAreas(graphOf(areas), areas, ink, SIDE);
    expect(shapes.count).toBe(3);
    expect([shapes.size[1], shapes.size[2]]).toEqual([N - 55, 55]);
    expect([shapes.border[2], shapes.edge[2]]).toEqual([32, 0]);
    expect([shapes.border[1], shapes.edge[1]]).toEqual([32 + 4 * SIDE, 4 * SIDE]);
    expect([...shapes.middle.subarray(4, 6)]).toEqual([15, 12]);
    const [along, across] = [11 / Math.sqrt(12), 5 / Math.sqrt(12)]; // deviations of a box
    expect(shapes.extent[4]).toBeCloseTo(along, 6);
    expect(shapes.extent[5]).toBeCloseTo(across, 6);
    expect(shapes.direction[4]).toBeCloseTo((along ** 2 - across ** 2) / (along ** 2 + across ** 2), 6);
    expect(shapes.direction[5]).toBeCloseTo(0, 6);
    expect(shapes.contacts[2].get(1)).toEqual({ length: 32, ink: 0.5 });
    expect(shapes.contacts[1].get(2)).toEqual({ length: 32, ink: 0.5 });
    expect(shapes.axis).toBe(21);
  });
});

describe('pairs of areas and hints', () => {
  const areas = areasOf([4, 4, 8, 8], [36, 4, 8, 8], [20, 30, 20, 4]);

  test('are of areas without a hint: what they have, then each hint of another area', () => {
    const pairs = pairAreas(passOn(areas, [[7, 7, RED]]))!;
    expect(pairs.numbers).toEqual([1, 3, 4]);
    for (const area of pairs.numbers) {
      const [itself, rival, ...more] = rivalsOf(pairs, area);
      expect(itself).toMatchObject({ isItself: true, color: [0.5, 0.5, 0.5] });
      expect(rival).toMatchObject({ isItself: false, color: RED });
      expect(more).toEqual([]);
    }
    expect(pairs.features.every((v) => Number.isFinite(v) && Math.abs(v) < 8)).toBe(true);
    // The twin across the page is told from the beam by what it looks like.
    expect(rivalsOf(pairs, 3)[1].features).not.toEqual(rivalsOf(pairs, 4)[1].features);
    expect(pairAreas(passOn(areas, [[7, 7, RED]]))).toEqual(pairs);
  });

  test('leave out hints that are for their place alone, and there are none without others', () => {
    const pass = passOn(areas, [
      [7, 7, RED],
      [40, 8, BLUE],
    ]);
    const limited = { ...pass, hints: { ...pass.hints, reach: Float32Array.of(9, Number.POSITIVE_INFINITY) } };
    const pairs = pairAreas(limited)!;
    expect(pairs.numbers).toEqual([1, 4]);
    expect(rivalsOf(pairs, 4).map(({ color }) => color)).toEqual([[0.5, 0.5, 0.5], BLUE]);
    const paper = { ...pass, hints: { ...pass.hints, empty: Uint8Array.of(1, 1) } };
    expect(pairAreas(paper)).toBeNull();
    expect(pairAreas(passOn(areas, []))).toBeNull();
    expect(pairAreas(passOn(areasOf(), [[7, 7, RED]]))).toBeNull(); // a page that is one area
  });

  test('are of the nearest hints and of those that reach the area, at most so many', () => {
    const many = Array.from({ length: 40 }, (_, k): [number, number, readonly number[]] => [
      (k % 10) * 4 + 1,
      Math.floor(k / 10) * 4 + 1,
      [k / 40, 0, 0],
    ]);
    const boxes = many.map(([x, y]): Box => [x, y, 2, 2]);
    const pass = passOn(areasOf(...boxes, [20, 30, 20, 4]), many);
    const last = boxes.length + 2;
    const far = 1; // the hint in the upper left corner
    pass.propagation.label.fill(far, 30 * SIDE + 20, 30 * SIDE + 40);
    const rivals = rivalsOf(pairAreas(pass)!, last);
    expect(rivals).toHaveLength(1 + MOST_RIVALS);
    expect(rivals[1].color).toEqual([0, 0, 0]);
    const nearest = many.at(-5)![2][0]; // below, in the middle
    expect(rivals.some(({ color: [red] }) => Math.abs(red - nearest) < 1e-6)).toBe(true);
  });
});

describe('affinity', () => {
  const pairs: AreaPairs = {
    numbers: [2],
    first: [0, 3],
    colors: Float32Array.of(0.5, 0.5, 0.5, ...RED, ...BLUE),
    features: new Float32Array(3 * FEATURES),
  };

  /** What area 2 gets by the chances of grey, which it has, red and blue; null if it keeps grey. */
  const choice = (chances: readonly number[], colors = pairs.colors) => {
    const { changed, color } = affinityOf({ ...pairs, colors }, Float32Array.from(chances, Math.log), 3);
    return changed[2] ? [...color.subarray(6)] : null;
  };

  test('gives an area the colour of a hint, or leaves it what it has', () => {
    expect(choice([0.1, 0.8, 0.1])).toEqual([...RED]);
    expect(choice([0.1, 0.1, 0.8])).toEqual([...BLUE]);
    expect(choice([0.8, 0.1, 0.1])).toBeNull();
    const affinity = affinityOf(pairs, Float32Array.from([0.1, 0.1, 0.8], Math.log), 3);
    expect([...affinity.changed]).toEqual([0, 0, 1]);
    const areas = Int32Array.of(1, 2, 2);
    const planes = Float32Array.of(0.4, 0.4, 0.6, 0.4, 0.4, 0.6, 0.4, 0.4, 0.6);
    const painted = planes.slice();
    paintAffinity(painted, areas, affinity);
    expect(painted).toEqual(Float32Array.of(0.4, 0, 0, 0.4, 0, 0, 0.4, 1, 1));
    const fixed = planes.slice();
    paintAffinity(fixed, areas, affinity, (area) => area === 2);
    expect(fixed).toEqual(planes);
  });

  test('never mixes: of colours about as likely it takes the one nearest to the others, though another be likelier by a little', () => {
    const [black, white, ivory] = [
      [0, 0, 0],
      [1, 1, 1],
      [1, 0.95, 0.85],
    ].map((rgb) => [...Float32Array.from(rgb)]);
    const colors = Float32Array.from([black, white, ivory].flat());
    expect(choice([0.36, 0.34, 0.3], colors)).toEqual(ivory); // less far from black than white is
    expect(choice([0.36, 0.5, 0.14], colors)).toEqual(white);
    expect(choice([0.55, 0.23, 0.22], colors)).toBeNull();
  });

  test('lets hints of one colour speak once, and those of the area’s own for it', () => {
    const grey = [0.5, 0.5, 0.5];
    const many: AreaPairs = {
      numbers: [2],
      first: [0, 6],
      colors: Float32Array.from([grey, RED, RED, RED, RED, grey].flat()),
      features: new Float32Array(6 * FEATURES),
    };
    const logits = Float32Array.from([0.05, 0.17, 0.17, 0.17, 0.17, 0.27], Math.log);
    expect(affinityOf(many, logits, 3).changed[2]).toBe(0);
  });

  test('is one for mirror images: each would choose another colour by a little, together they choose one', () => {
    const grey = [0.5, 0.5, 0.5];
    const lapels: AreaPairs = {
      numbers: [2, 4],
      first: [0, 3, 6],
      colors: Float32Array.from([grey, RED, BLUE, grey, BLUE, RED].flat()),
      features: new Float32Array(6 * FEATURES),
    };
    const logits = Float32Array.from([0.1, 0.5, 0.4, 0.1, 0.7, 0.2], Math.log); // the second of all is blue's
    const { changed, color } = affinityOf(lapels, logits, 5, [[2, 4]]);
    expect([changed[2], ...color.subarray(6, 9)]).toEqual([1, ...BLUE]);
    expect([changed[4], ...color.subarray(12, 15)]).toEqual([1, ...BLUE]);
    const alone = affinityOf(lapels, logits, 5);
    expect([...alone.color.subarray(6, 9)]).toEqual([...RED]);
    expect(affinityOf(lapels, logits, 5, [[2, 3]])).toEqual(alone); // a twin that has a hint has nothing to choose
  });

  test('of a colour that is sure is that colour, however large the logits', () => {
    const affinity = affinityOf(pairs, Float32Array.of(0, 900, 0), 3);
    expect(affinity.changed[2]).toBe(1);
    expect([...affinity.color.subarray(6)]).toEqual([...RED]);
    expect(affinityOf(pairs, Float32Array.of(900, 0, 0), 3).changed[2]).toBe(0);
  });
});
