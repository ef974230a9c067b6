import { describe, expect, test } from 'vitest';
import type { Area } from '../../../src/models/parts/areaGraph.js';
import { PARTS, type Part } from '../../../src/models/parts/parts.js';
import { settleParts } from '../../../src/models/parts/settleParts.js';

type Shares = Partial<Record<Part, number>>;

/** A column of areas of 100 pixels, each touching those above and below, from 1. */
function settle(column: readonly Shares[]) {
  const areas: Area[] = [{}, ...column].map((_, area) => ({
    size: area === 0 ? 0 : 100,
    x: 0,
    y: 0,
    xx: 1,
    yy: 1,
    xy: 0,
    border: 20,
    neighbors: new Map([area - 1, area + 1].filter((b) => area > 0 && b > 0 && b <= column.length).map((b) => [b, 10])),
  }));
  const shares = Float64Array.from([{}, ...column].flatMap((its: Shares) => PARTS.map((name) => its[name] ?? 0)));
  const best = (votes: Float64Array, among: readonly boolean[]) =>
    votes.reduce((at, vote, k) => (among[k] && (at < 0 || vote > votes[at]) ? k : at), -1);
  const all = PARTS.map(() => true);
  const its = (area: number) => shares.subarray(area * PARTS.length, (area + 1) * PARTS.length);
  const part = Uint8Array.from(areas, (_, area) => best(its(area), all));
  const sure = Float32Array.from(part, (k, area) => its(area)[k]);
  const settled = settleParts(areas, shares, part, sure, { known: 0.4, best });
  return column.map((_, k) => [PARTS[part[k + 1]], Number(settled[k + 1].toFixed(2))]);
}

const face: Shares = { skin: 0.9, hair: 0.1 };

describe('what is not quite known', () => {
  test('is worn where it hangs from a person, however far down, and is a thing elsewhere', () => {
    const dress: Shares = { thing: 0.35, cloth: 0.3, land: 0.2, skin: 0.15 };
    const legs: Shares = { land: 0.34, skin: 0.3, cloth: 0.2, thing: 0.16 };
    const sky: Shares = { sky: 0.95, thing: 0.05 };
    const kite: Shares = { hair: 0.3, thing: 0.25, sky: 0.25, cloth: 0.2 };
    expect(settle([face, dress, legs, sky, kite])).toEqual([
      ['skin', 0.9],
      ['cloth', 0.65],
      ['skin', 0.65],
      ['sky', 0.95],
      ['thing', 0.4],
    ]);
  });

  test('stays what it is most likely when that is known, and a person does not swallow things', () => {
    const strand: Shares = { hair: 0.5, cloth: 0.5 };
    const chair: Shares = { thing: 0.6, cloth: 0.2, skin: 0.2 };
    expect(settle([face, strand])[1]).toEqual(['hair', 0.65]);
    expect(settle([face, chair])[1]).toEqual(['thing', 0.6]);
  });

  test('is no part of a person where there is none: a fish', () => {
    const [fish, ground] = settle([
      { skin: 0.5, thing: 0.48 },
      { ground: 0.5, sky: 0.4 },
    ]);
    expect(fish[1]).toBeLessThan(0.4);
    expect(ground).toEqual(['ground', 0.65]);
  });
});
