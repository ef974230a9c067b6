import { describe, expect, test } from 'vitest';
import type { HintRaster } from '../../../src/models/hints/rasterizeHints.js';
import { basinParts } from '../../../src/models/parts/basinParts.js';
import { PART_CODES, PARTS, partOf } from '../../../src/models/parts/parts.js';
import { paintProposals, proposeColors } from '../../../src/models/parts/proposeColors.js';
import { drawCharacter } from '../../../src/models/recipes/characters/character.js';
import { paintRest, paintTones } from '../../../src/models/recipes/paintParts.js';
import { showsThing } from '../../../src/models/recipes/showsThing.js';
import { srgbFromHex } from '../../../src/vision/colorSpaces.js';
import { Random } from '../../../src/vision/random.js';

const SIDE = 32;
const AREA = SIDE * SIDE;
const part = (name: (typeof PARTS)[number]) => PARTS.indexOf(name);

/** Four columns of basins, 1 to 4. */
const basins = new Int32Array(AREA).map((_, p) => 1 + Math.floor((p % SIDE) / 8));
const ink = new Float32Array(AREA);

/** Logits on 8 × 8 cells, so that a basin is two cells wide. */
function logitsFor(names: readonly (typeof PARTS)[number][], height = 6) {
  const data = new Float32Array(PARTS.length * 64);
  for (let cell = 0; cell < 64; cell++) data[part(names[Math.floor((cell % 8) / 2)]) * 64 + cell] = height;
  return { width: 8, height: 8, data };
}

function raster(dabs: readonly (readonly [x: number, rgb: readonly [number, number, number]])[]): HintRaster {
  const labels = new Int32Array(AREA);
  const mask = new Float32Array(AREA);
  for (const [k, [x]] of dabs.entries()) {
    labels[10 * SIDE + x] = k + 1;
    mask[10 * SIDE + x] = 1;
  }
  const colors = Float32Array.from(dabs.flatMap(([, rgb]) => [...rgb]));
  return { width: SIDE, height: SIDE, rgb: new Float32Array(3 * AREA), mask, labels, colors } as HintRaster;
}

const colorOf = ({ color }: { color: Float32Array }, basin: number) => [...color.subarray(3 * basin, 3 * basin + 3)];

describe('the codes of parts', () => {
  test('are known again, also under a shadow and a highlight', () => {
    for (const [k, name] of PARTS.entries()) {
      const [r, g, b] = srgbFromHex(PART_CODES[name])!;
      expect(partOf(r, g, b), name).toBe(k);
      if (name === 'ground' || name === 'white') continue;
      expect(partOf(0.7 * r, 0.7 * g, 0.7 * b), `${name} in shadow`).toBe(k);
      expect(partOf(0.8 * r + 0.2, 0.8 * g + 0.2, 0.8 * b + 0.2), `${name} in light`).toBe(k);
    }
    expect(partOf(0, 0, 0)).toBe(-1);
    expect(partOf(0.9, 0.6, 0.6)).toBe(-1);
  });

  test('paint a figure with the same lines as its natural colours do, and nothing but parts', () => {
    for (let seed = 0; seed < 12; seed++) {
      const natural = drawCharacter(new Random('figure', seed), 0.006);
      const parts = drawCharacter(new Random('figure', seed), 0.006, undefined, true);
      expect(parts.line).toEqual(natural.line);
      expect(parts.color.body).not.toBe(natural.color.body);
      for (const [, code] of parts.color.body.matchAll(/(?:fill|stroke)="(#[0-9a-f]{6})"/g)) {
        const [r, g, b] = srgbFromHex(code)!;
        if (Math.max(r, g, b) > 0.35) expect(partOf(r, g, b), code).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test('stand for what a picture paints in its own colours: eyes white, mouths red, badges something worn', () => {
    const painted = (color: string) => paintRest(`<path fill="${color}" d="M0 0"/>`);
    expect(painted('#fffdf8')).toContain(PART_CODES.white);
    expect(painted('#c0392f')).toContain(PART_CODES.mouth);
    expect(painted('#456dff')).toContain(PART_CODES.accessory);
    expect(painted('#201010')).toContain('#201010');
    expect(painted(PART_CODES.hair)).toContain(PART_CODES.hair);
  });
});

test('skin tones of an emoji tell skin and hair from what is worn', () => {
  const emoji = (skin: string, hair: string) =>
    `<path fill="#3B88C3" d="M1 1"/><path fill="${skin}" d="M2 2"/><path fill="${hair}" d="M3 3"/><path fill="#292F33" d="M4 4"/>`;
  const painted = paintTones(emoji('#F7DECE', '#C1694F'), emoji('#7C533E', '#3D2E24'));
  const fills = [...painted!.matchAll(/fill="([^"]+)"/g)].map(([, fill]) => fill);
  expect(fills).toEqual([PART_CODES.cloth, PART_CODES.skin, PART_CODES.hair, '#292F33']);
  expect(paintTones(emoji('#F7DECE', '#C1694F'), '<path fill="#7C533E" d="M2 2"/>')).toBeUndefined();
});

test('people are no things, and things no people', () => {
  const twemoji = { id: 'twemoji' };
  for (const name of ['woman-farmer', 'thumbs-up', 'grinning-face', 'mermaid', 'boy'])
    expect(showsThing(twemoji, name), name).toBe(false);
  for (const name of ['teapot', 'dog', 'umbrella', 'airplane']) expect(showsThing(twemoji, name), name).toBe(true);
  expect(showsThing({ id: 'openclipart-people', subject: 'people' }, 'hat')).toBe(false);
});

describe('the parts of areas', () => {
  test('are what most of their places are, whatever the grid', () => {
    const { part: found, sure, middle } = basinParts(logitsFor(['skin', 'hair', 'cloth', 'ground']), ink, basins, SIDE);
    expect([...found].slice(1).map((k) => PARTS[k])).toEqual(['skin', 'hair', 'cloth', 'ground']);
    expect(Math.min(...sure.subarray(1))).toBeGreaterThan(0.8); // an area is two cells wide, and they are interpolated
    expect(middle[2]).toBeCloseTo(3.5);
    // Between sleeve and vest nobody need choose to know that it is worn; between hair and cloth somebody must.
    const torn = (a: (typeof PARTS)[number], b: (typeof PARTS)[number]) => {
      const both = logitsFor([a, a, a, a], 3);
      for (let cell = 0; cell < 64; cell++) both.data[part(b) * 64 + cell] = 2.9;
      return basinParts(both, ink, basins, SIDE);
    };
    expect(torn('cloth', 'trim').sureOfKind[1]).toBeGreaterThan(0.75);
    expect(torn('cloth', 'trim').sure[1]).toBeLessThan(0.5);
    expect(PARTS[torn('cloth', 'trim').part[1]]).toBe('cloth');
    expect(torn('cloth', 'hair').sureOfKind[1]).toBeLessThan(0.5);
    const unsure = basinParts(logitsFor(['skin', 'hair', 'skin', 'ground'], 0.5), ink, basins, SIDE);
    expect(Math.max(...unsure.sure)).toBeLessThan(0.5);
  });
});

test('a white is an eye’s as surely as the iris beside it', () => {
  const eye = (withIris: boolean) => {
    const logits = logitsFor(['skin', 'skin', 'skin', 'skin'], 12);
    for (const cell of [18, 26]) logits.data[part('white') * 64 + cell] = 12.8; // x 8…11, y 8…15: hardly more than skin
    if (withIris) for (const cell of [19, 20, 27, 28]) logits.data[part('iris') * 64 + cell] = 24;
    const face = basinParts(logits, new Float32Array(AREA), new Int32Array(AREA).fill(1), SIDE);
    return (x: number) => {
      const area = face.areas[12 * SIDE + x];
      return { part: PARTS[face.part[area]], sure: face.sureOfKind[area] };
    };
  };
  const [whole, alone] = [eye(true), eye(false)];
  expect(whole(10).part).toBe('white');
  expect(whole(16).part).toBe('iris');
  expect(whole(10).sure).toBe(whole(16).sure);
  expect(alone(10)).toMatchObject({ part: 'white' });
  expect(alone(10).sure).toBeLessThan(whole(10).sure - 0.1);
});

test('an eye in a face is an area of its own though no line parts it, and is white in spite of the gate', () => {
  const logits = logitsFor(['skin', 'skin', 'skin', 'skin'], 12);
  for (const cell of [18, 19, 26, 27]) logits.data[part('white') * 64 + cell] = 24; // x 8…15, y 8…15
  const face = basinParts(logits, ink, new Int32Array(AREA).fill(1), SIDE);
  expect(PARTS[face.part[1]]).toBe('skin');
  const eye = face.areas[12 * SIDE + 12];
  expect(eye).toBeGreaterThanOrEqual(face.details);
  expect(PARTS[face.part[eye]]).toBe('white');
  expect(face.areas[12 * SIDE + 24]).toBe(1);
  const painted = new Float32Array(3 * AREA).fill(0.5);
  const gate = new Float32Array(AREA).fill(1);
  const seen = proposeColors(face, raster([[2, [0.5, 0.3, 0.2]]]), SIDE); // a dab on the skin
  paintProposals(painted, { gate, own: painted.slice() }, new Int32Array(AREA).fill(1), seen);
  expect(painted[12 * SIDE + 12]).toBeGreaterThan(0.7); // interpolated cells are not all certain
  expect(painted[12 * SIDE + 24]).toBe(0.5);
  const dabbed = proposeColors(face, raster([[12, [0.5, 0.3, 0.2]]]), SIDE); // and one on the eye
  expect(dabbed.share[eye]).toBe(0);
});

describe('proposals', () => {
  const parts = basinParts(logitsFor(['skin', 'cloth', 'skin', 'thing'], 20), ink, basins, SIDE);

  test('without hints are usual colours for parts, none for things', () => {
    const { share, color } = proposeColors(parts, raster([]), SIDE);
    expect([...share].map((s) => s > 0.9)).toEqual([false, true, true, true, false]);
    expect(colorOf({ color }, 1)).toEqual(colorOf({ color }, 3));
    const [r, g, b] = colorOf({ color }, 1);
    expect(r > g && g > b).toBe(true);
  });

  test('a dab on one piece of skin is for the other, and not for the cloth between them', () => {
    const before = proposeColors(parts, raster([]), SIDE);
    const after = proposeColors(parts, raster([[3, [0.3, 0.2, 0.1]]]), 4 * SIDE);
    expect(after.share[1]).toBe(0); // it has a hint
    for (const [c, value] of [0.3, 0.2, 0.1].entries()) expect(colorOf(after, 3)[c]).toBeCloseTo(value, 1);
    expect(colorOf(after, 2)).toEqual(colorOf(before, 2));
  });

  test('a chosen colour is seen whole where the part is known, also of a part without a usual one', () => {
    const unsure = basinParts(logitsFor(['skin', 'cloth', 'skin', 'thing'], 2.8), ink, basins, SIDE);
    const chosen = { thing: '#336699', cloth: '#ff0000' };
    const { share, color } = proposeColors(unsure, raster([]), SIDE, undefined, chosen);
    expect([...share].map((s) => s === 1)).toEqual([false, false, true, false, true]);
    expect(colorOf({ color }, 2)).toEqual([1, 0, 0]);
    expect(colorOf({ color }, 4)[2]).toBeCloseTo(0.6, 5);
    const dabbed = proposeColors(unsure, raster([[12, [0, 1, 0]]]), SIDE, undefined, chosen);
    expect(dabbed.share[2]).toBe(0);
  });

  test('an area of an unknown part gets none', () => {
    const unknown = basinParts(logitsFor(['skin', 'cloth', 'skin', 'thing'], 0.5), ink, basins, SIDE);
    expect(Math.max(...proposeColors(unknown, raster([]), SIDE).share)).toBe(0);
  });

  test('a hint on skin that the generator lets reach the cloth is not for it; one on cloth is, and one on who knows what may be', () => {
    const label = new Int32Array(AREA).fill(1);
    const gate = new Float32Array(AREA).fill(1);
    const at = 20 * SIDE + 12; // cloth
    const clothAfter = (known: typeof parts, x: number) => {
      const painted = new Float32Array(3 * AREA).fill(0.1);
      const hints = raster([[x, [0.1, 0.1, 0.1]]]);
      paintProposals(painted, { gate, own: painted.slice() }, label, proposeColors(known, hints, SIDE));
      return painted[at];
    };
    expect(clothAfter(parts, 3)).toBeGreaterThan(0.4);
    const sleeve = basinParts(logitsFor(['trim', 'cloth', 'skin', 'thing'], 20), ink, basins, SIDE);
    expect(clothAfter(sleeve, 3)).toBeCloseTo(0.1);
    const unknown = { ...parts, sureOfKind: parts.sureOfKind.map((sure, area) => (area === 1 ? 0.2 : sure)) };
    expect(clothAfter(unknown, 3)).toBeCloseTo(0.1);
  });

  test('beside many hints a sure gate is believed against kinds, a wavering one is not', () => {
    const at = 20 * SIDE + 12; // cloth
    const many = Array.from({ length: 8 }, (_, k): [number, [number, number, number]] => [k, [0.1, 0.1, 0.01 * k]]);
    const clothAfter = (hints: typeof many, gated: number) => {
      const painted = new Float32Array(3 * AREA).fill(0.1);
      const gate = new Float32Array(AREA).fill(gated);
      const label = new Int32Array(AREA).fill(1);
      paintProposals(painted, { gate, own: painted.slice() }, label, proposeColors(parts, raster(hints), SIDE));
      return painted[at];
    };
    expect(clothAfter(many.slice(0, 1), 1)).toBeGreaterThan(0.4);
    expect(clothAfter(many, 1)).toBeLessThan(0.2);
    expect(clothAfter(many, 0.7)).toBeGreaterThan(0.4);
  });

  test('show where the gate is shut, not where a hint reaches', () => {
    const painted = new Float32Array(3 * AREA).fill(0.5);
    const gate = new Float32Array(AREA).map((_, p) => (p < AREA / 2 ? 0 : 1));
    const share = Float32Array.of(0, 1, 0, 0, 0);
    const color = new Float32Array(15).fill(0.9);
    const label = new Int32Array(AREA).fill(1);
    const kind = new Uint16Array(5).fill(1 << part('skin'));
    const meantFor = Uint16Array.of(0, 1 << part('skin'));
    paintProposals(painted, { gate, own: painted.slice() }, label, {
      areas: basins,
      details: 9,
      share,
      color,
      kind,
      meantFor,
      heed: 0,
    });
    expect(painted[0]).toBeCloseTo(0.9);
    expect(painted[20]).toBe(0.5);
    expect(painted[AREA - SIDE]).toBe(0.5);
  });
});

describe('made-up colours of things', () => {
  const parts = basinParts(logitsFor(['skin', 'cloth', 'thing', 'thing'], 20), ink, basins, SIDE);
  const scheme = {
    object: Int32Array.of(0, 0, 0, 1, 1),
    group: Int32Array.of(0, 0, 0, 1, 2),
    color: Float32Array.from({ length: 15 }, (_, i) => (i >= 9 ? 0.25 : 0)),
  };

  test('are seen whole where nothing is known, less where the object has a hint, and not where another was chosen', () => {
    const free = proposeColors(parts, raster([]), SIDE, undefined, {}, scheme);
    expect([free.share[3], ...colorOf(free, 3)]).toEqual([1, 0.25, 0.25, 0.25]);
    const hinted = proposeColors(parts, raster([[18, [1, 0, 0]]]), SIDE, undefined, {}, scheme);
    expect(hinted.share[3]).toBe(0);
    expect(hinted.share[4]).toBeGreaterThan(0.1);
    expect(hinted.share[4]).toBeLessThan(0.6);
    const alike = { ...scheme, group: Int32Array.of(0, 0, 0, 1, 1) };
    const followed = proposeColors(parts, raster([[18, [1, 0, 0]]]), 4 * SIDE, undefined, {}, alike);
    expect(followed.share[4]).toBeGreaterThan(0.8); // a dab on a petal is for the flower
    expect(colorOf(followed, 4)[0]).toBeGreaterThan(0.9);
    const chosen = proposeColors(parts, raster([]), SIDE, undefined, { thing: '#00ff00' }, scheme);
    expect(colorOf(chosen, 3)).toEqual([0, 1, 0]);
  });
});
