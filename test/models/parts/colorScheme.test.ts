import { describe, expect, test } from 'vitest';
import { areaGraph } from '../../../src/models/parts/areaGraph.js';
import type { BasinParts } from '../../../src/models/parts/basinParts.js';
import { colorScheme } from '../../../src/models/parts/colorScheme.js';
import { PARTS, type Part } from '../../../src/models/parts/parts.js';

const SIDE = 96;
type Box = readonly [left: number, top: number, width: number, height: number];

/** Boxes on a ground, each over those before it, as areas from 2; the ground is area 1. */
function drawing(boxes: readonly (readonly [Box, Part, number?])[]): BasinParts {
  const areas = new Int32Array(SIDE * SIDE).fill(1);
  for (const [k, [[left, top, width, height]]] of boxes.entries())
    for (let y = top; y < top + height; y++) areas.fill(k + 2, y * SIDE + left, y * SIDE + left + width);
  const parts: Part[] = ['ground', 'ground', ...boxes.map(([, part]) => part)];
  const sure = Float32Array.from(parts, (_, area) => boxes[area - 2]?.[2] ?? 0.9);
  const part = Uint8Array.from(parts, (name) => PARTS.indexOf(name));
  return {
    areas,
    part,
    sure,
    sureOfKind: sure,
    settled: sure,
    graph: areaGraph(areas, parts.length, SIDE),
    middle: new Float32Array(2 * parts.length),
    shares: new Float32Array(PARTS.length * parts.length),
    details: parts.length,
    hosts: [],
  };
}

const colorOf = ({ color }: { color: Float32Array }, area: number) => [...color.subarray(3 * area, 3 * area + 3)];
const BODY: Box = [10, 20, 70, 50];

describe('colours for things', () => {
  test('are the same on areas that look the same, and not those of the body', () => {
    const car = drawing([
      [BODY, 'thing'],
      [[15, 60, 12, 12], 'thing'],
      [[60, 61, 12, 11], 'thing'],
      [[40, 30, 6, 6], 'thing'],
    ]);
    const scheme = colorScheme(car);
    expect([...scheme.object]).toEqual([0, 0, 1, 1, 1, 1]);
    expect([...scheme.group]).toEqual([0, 0, 1, 2, 2, 3]);
    expect(colorOf(scheme, 3)).toEqual(colorOf(scheme, 4));
    expect(colorOf(scheme, 3)).not.toEqual(colorOf(scheme, 2));
    expect(colorOf(scheme, 5)).not.toEqual(colorOf(scheme, 3));
    expect(colorScheme(car)).toEqual(scheme);
    for (const value of scheme.color) expect(value >= 0 && value <= 1).toBe(true);
  });

  test('go by objects: what stands apart has another colour', () => {
    const scheme = colorScheme(
      drawing([
        [BODY, 'thing'],
        [[84, 5, 10, 10], 'thing'],
      ]),
    );
    expect([...scheme.object]).toEqual([0, 0, 1, 2]);
    expect(colorOf(scheme, 3)).not.toEqual(colorOf(scheme, 2));
  });

  test('make no confetti of feathers: slivers take the colour that they lie in', () => {
    const slivers = Array.from({ length: 8 }, (_, k) => [[20, 24 + 4 * k, 20, 1], 'thing'] as const);
    const scheme = colorScheme(drawing([[BODY, 'thing'], ...slivers]));
    for (let k = 0; k < slivers.length; k++) expect(colorOf(scheme, 3 + k)).toEqual(colorOf(scheme, 2));
  });

  test('are for what is not known too, unless there is a person', () => {
    const unknown = [[10, 20, 30, 30], 'cloth', 0.3] as const;
    expect([...colorScheme(drawing([unknown])).object]).toEqual([0, 0, 1]);
    expect([...colorScheme(drawing([unknown, [[50, 20, 30, 30], 'skin']])).object]).toEqual([0, 0, 0, 0]);
  });
});
