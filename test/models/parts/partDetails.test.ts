import { expect, test } from 'vitest';
import type { HintRaster } from '../../../src/models/hints/rasterizeHints.js';
import { partDetails } from '../../../src/models/parts/partDetails.js';

const SKIN = [0.9, 0.7, 0.5];
const VIOLET = [0.5, 0.3, 0.7];
const MUD = 0.4;

// A strip: a face (area 1) with an iris (area 3) in it, and a lid (area 2) beside it that has no hint.
const areas = Int32Array.of(2, 2, 1, 1, 1, 3, 3, 3);
const parts = { areas, details: 3, hosts: [1] };
const N = areas.length;
const gate = Float32Array.of(0.9, 0.9, 1, 0.9, 0.1, 0.5, 1, 0.5);
const label = Int32Array.of(1, 1, 1, 1, 1, 1, 2, 2);
const label2 = Int32Array.of(2, 0, 2, 2, 2, 2, 1, 1);

const hintsAt = (labels: readonly number[], more: Partial<HintRaster> = {}): HintRaster => ({
  width: N,
  height: 1,
  rgb: new Float32Array(3 * N),
  mask: Float32Array.from(labels, (its) => Math.min(1, its)),
  labels: Int32Array.from(labels),
  colors: Float32Array.from([...SKIN, ...VIOLET]),
  ...more,
});

function painted(hints: HintRaster): number[][] {
  const color = new Float32Array(3 * N).fill(MUD);
  partDetails(color, gate, parts, hints, { label, label2 });
  return Array.from({ length: N }, (_, p) => [0, 1, 2].map((c) => Math.round(100 * color[c * N + p]) / 100));
}

const mud = [MUD, MUD, MUD];

test('an iris with a hint is whole, and its face and the lid beside it have none of it', () => {
  expect(painted(hintsAt([0, 0, 1, 0, 0, 0, 2, 0]))).toEqual([
    SKIN, // the lid took some of the iris
    mud, // here nothing of it came
    SKIN,
    SKIN,
    mud, // the painter says that the face's hint is not for this
    VIOLET,
    VIOLET,
    VIOLET,
  ]);
});

test('without a hint on a detail nothing changes; without one on the face only the detail does', () => {
  expect(painted(hintsAt([0, 0, 1, 0, 0, 0, 0, 0]))).toEqual(Array(N).fill(mud));
  expect(painted(hintsAt([0, 0, 0, 0, 0, 0, 2, 0]))).toEqual([...Array(5).fill(mud), VIOLET, VIOLET, VIOLET]);
});

test('hints of two colours, of limited reach, or that keep paper are for no whole area', () => {
  expect(painted(hintsAt([0, 0, 1, 0, 0, 1, 2, 0])).slice(5)).toEqual([mud, mud, mud]);
  const reach = Float32Array.of(Number.POSITIVE_INFINITY, 4);
  expect(painted(hintsAt([0, 0, 1, 0, 0, 0, 2, 0], { reach })).slice(5)).toEqual([mud, mud, mud]);
  const empty = Uint8Array.of(0, 1);
  expect(painted(hintsAt([0, 0, 1, 0, 0, 0, 2, 0], { empty })).slice(5)).toEqual([mud, mud, mud]);
});
