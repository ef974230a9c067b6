import { describe, expect, test } from 'vitest';
import { type Details, findEyes } from '../../../src/models/parts/eyes.js';
import { findLoosePieces } from '../../../src/models/parts/loosePieces.js';
import { PARTS, type Part } from '../../../src/models/parts/parts.js';

const SIDE = 40;
const AREA = SIDE * SIDE;
const index = (name: Part) => PARTS.indexOf(name);

/** Places of one part each, and ink, from what is at a distance from the middle. */
function drawing(partAt: (dx: number, dy: number) => Part, inkAt: (dx: number, dy: number) => boolean) {
  const shares = new Float32Array(PARTS.length * AREA);
  const ink = new Float32Array(AREA);
  for (let p = 0; p < AREA; p++) {
    const [dx, dy] = [(p % SIDE) - 20, Math.floor(p / SIDE) - 20];
    shares[index(partAt(dx, dy)) * AREA + p] = 1;
    ink[p] = inkAt(dx, dy) ? 1 : 0;
  }
  return { shares, ink };
}

const isOn = (dx: number, dy: number, radius: number) => Math.abs(Math.hypot(dx, dy) - radius) < 0.9;
const isLid = (dx: number, dy: number) => Math.abs((dx / 15) ** 2 + (dy / 8) ** 2 - 1) < 0.16;
const isInLids = (dx: number, dy: number) => (dx / 15) ** 2 + (dy / 8) ** 2 < 1;
const ofFace = Uint8Array.of(0, index('skin'));
const face = new Int32Array(AREA).fill(1);

describe('an eye', () => {
  /** An iris of radius 6 with a pupil between lids 30 wide; the segmenter takes all of it for iris, though less surely at the sides. */
  const eye = (gap: boolean) => {
    const drawn = drawing(
      (dx, dy) => (isInLids(dx, dy) ? 'iris' : 'skin'),
      (dx, dy) => (isLid(dx, dy) && !(gap && dx < -9 && dy > 0)) || isOn(dx, dy, 6) || Math.hypot(dx, dy) < 2.5,
    );
    for (let p = 0; p < AREA; p++) {
      const [dx, dy] = [(p % SIDE) - 20, Math.floor(p / SIDE) - 20];
      if (!isInLids(dx, dy) || Math.hypot(dx, dy) < 6) continue;
      drawn.shares[index('iris') * AREA + p] = 0.55;
      drawn.shares[index('white') * AREA + p] = 0.45;
    }
    return drawn;
  };
  const partAt = ({ areas, parts }: ReturnType<typeof findEyes>, dx: number, dy: number) => {
    const area = areas[(dy + 20) * SIDE + dx + 20];
    return area < ofFace.length ? null : PARTS[parts[area - ofFace.length]];
  };

  test('has an iris inside its outline and white to its sides, where no basin parts them', () => {
    const { shares, ink } = eye(false);
    const found = findEyes(shares, ink, face, ofFace, SIDE);
    expect(partAt(found, 0, 4)).toBe('iris');
    expect(partAt(found, 9, 0)).toBe('white');
    expect(partAt(found, -9, 0)).toBe('white');
    expect(partAt(found, 0, 12)).toBeNull();
    expect(new Set(found.hosts)).toEqual(new Set([1]));
    expect(new Set(found.eyes).size).toBe(1); // all of them are pieces of one eye
    expect(found.eyes.length).toBe(found.parts.length);
  });

  test('has its lines, too: a dab on the pupil is for the iris', () => {
    const { shares, ink } = eye(false);
    const found = findEyes(shares, ink, face, ofFace, SIDE);
    expect(ink[20 * SIDE + 20]).toBe(1);
    expect(partAt(found, 0, 0)).toBe('iris');
    expect(partAt(found, 6, 0)).not.toBeNull();
  });

  test('that is open to the cheek is still white where it looks like an eye, no farther down than the iris', () => {
    const { shares, ink } = eye(true);
    for (let p = 0; p < AREA; p++) {
      const [dx, dy] = [(p % SIDE) - 20, Math.floor(p / SIDE) - 20];
      if (dx > -6 || dx < -15 || dy < 0 || dy > 14) continue; // what the segmenter says reaches into the cheek
      shares[index('skin') * AREA + p] = 0;
      shares[index('iris') * AREA + p] = 0;
      shares[index('white') * AREA + p] = 1;
    }
    const found = findEyes(shares, ink, face, ofFace, SIDE);
    expect(partAt(found, -9, 1)).toBe('white');
    expect(partAt(found, -9, 12)).toBeNull();
    expect(partAt(found, 0, 4)).toBe('iris');
  });

  test('is not looked for in hair', () => {
    const { shares, ink } = eye(false);
    expect(findEyes(shares, ink, face, Uint8Array.of(0, index('hair')), SIDE).parts).toEqual([]);
  });
});

describe('narrow pieces', () => {
  const kind = [...PARTS.keys()];
  const among = PARTS.map((name) => name === 'hair' || name === 'skin');
  const strand = (part: Part, host: Part, before: Details = { areas: face, parts: [], hosts: [] }) => {
    const isIn = (dx: number, dy: number, more: number) => Math.abs(dx) < 2 + more && Math.abs(dy) < 9 + more;
    const { shares, ink } = drawing(
      (dx, dy) => (isIn(dx, dy, 1) ? part : host),
      (dx, dy) => isIn(dx, dy, 1) && !isIn(dx, dy, 0),
    );
    return findLoosePieces(before, shares, ink, face, Uint8Array.of(0, index(host)), { kind, among, width: SIDE });
  };

  test('are areas of their own where they are something else than their basin', () => {
    const found = strand('hair', 'ground');
    expect(found.parts).toEqual([index('hair')]);
    expect([found.areas[20 * SIDE + 20], found.areas[20 * SIDE + 5]]).toEqual([2, 1]);
  });

  test('leave what was found in them before', () => {
    const iris = 22 * SIDE + 20;
    const areas = face.map((area, p) => (p === iris ? 2 : area));
    const found = strand('hair', 'ground', { areas, parts: [index('iris')], hosts: [1] });
    expect(found.parts).toEqual([index('iris'), index('hair')]);
    expect([found.areas[20 * SIDE + 20], found.areas[iris]]).toEqual([3, 2]);
  });

  test('stay with their basin where they are the same, or nothing of a person', () => {
    expect(strand('hair', 'hair').parts).toEqual([]);
    expect(strand('thing', 'ground').parts).toEqual([]);
  });
});
