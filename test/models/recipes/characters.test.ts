import { afterAll, describe, expect, test } from 'vitest';
import { PARTS, partOf } from '../../../src/models/parts/parts.js';
import {
  type CharacterDrawing,
  drawCharacter,
  type Framing,
} from '../../../src/models/recipes/characters/character.js';
import { placedSvg } from '../../../src/models/recipes/scene.js';
import { SvgRenderer } from '../../../src/models/recipes/svgRenderer.node.js';
import { Random } from '../../../src/vision/random.js';

const SIDE = 400;
const AREA = SIDE * SIDE;
const renderer = new SvgRenderer(2);
afterAll(() => renderer.close());

const INK = 0.01;
const drawn = (seed: number, framing?: Framing, parts = true) =>
  drawCharacter(new Random('test', seed), INK, framing, parts);

/** What each pixel is a part of, −1 for none, and whether it is open paper; `size` the frame's longer side in pixels. */
async function rendered({ color, line }: CharacterDrawing, size = SIDE) {
  const place = { x: SIDE / 2, y: SIDE / 2, size, rotation: 0, mirrored: false };
  const [colors, lines] = await Promise.all(
    [color, line].map((drawing) => renderer.render(placedSvg(drawing, place, SIDE))),
  );
  const part = new Int8Array(AREA);
  const open = new Uint8Array(AREA);
  for (let p = 0; p < AREA; p++) {
    const [r, g, b, a] = colors.data.subarray(4 * p, 4 * p + 4);
    part[p] = a < 128 ? PARTS.indexOf('ground') : partOf(r / a, g / a, b / a);
    open[p] = lines.data[4 * p + 3] < 128 || lines.data[4 * p] >= 150 ? 1 : 0;
  }
  return { part, open, ink: lines.data };
}

/** Share of a figure's open pixels that are of another part than most of what they are joined to. */
function strayShare({ part, open }: { part: Int8Array; open: Uint8Array }): number {
  const seen = new Uint8Array(AREA);
  // Eyes, blush and mouths lie in a face that no line need part them from.
  const face = new Set(['white', 'iris', 'mouth'].map((name) => PARTS.indexOf(name as (typeof PARTS)[number])));
  let figure = 0;
  let stray = 0;
  for (let start = 0; start < AREA; start++) {
    if (!open[start] || seen[start]) continue;
    const counts = new Map<number, number>();
    const stack = [start];
    seen[start] = 1;
    while (stack.length > 0) {
      const p = stack.pop()!;
      if (!face.has(part[p]) && part[p] >= 0) counts.set(part[p], (counts.get(part[p]) ?? 0) + 1);
      const x = p % SIDE;
      for (const q of [x > 0 ? p - 1 : -1, x < SIDE - 1 ? p + 1 : -1, p - SIDE, p + SIDE]) {
        if (q < 0 || q >= AREA || seen[q] || !open[q]) continue;
        seen[q] = 1;
        stack.push(q);
      }
    }
    const sorted = [...counts].sort((a, b) => b[1] - a[1]);
    for (const [k, [code, count]] of sorted.entries()) {
      if (code !== 0) figure += count;
      if (k > 0 && count > 12) stray += count; // fewer are the edges of lines
    }
  }
  return stray / figure;
}

describe('made-up characters', () => {
  test('depend on their generator alone, and have the same lines in codes as in colours', () => {
    for (let seed = 0; seed < 12; seed++) {
      const [first, again, natural] = [drawn(seed), drawn(seed), drawn(seed, undefined, false)];
      expect(again).toEqual(first);
      expect(natural.line).toEqual(first.line);
      expect(natural.cut).toBe(first.cut);
      expect(first.line.body + first.color.body).not.toMatch(/NaN|Infinity/);
    }
  });

  test('are busts a little less than half the time; bodies are shown down to the chest, hips, knees or soles', () => {
    const drawings = Array.from({ length: 80 }, (_, seed) => drawn(seed));
    const busts = drawings.filter(
      ({ color }) => color.viewBox.join() === '-150,-158,300,330' || color.viewBox.join() === '-190,-190,380,520',
    );
    expect(busts.length / 80).toBeGreaterThan(0.35);
    expect(busts.length / 80).toBeLessThan(0.55);
    expect(busts.some(({ cut }) => cut)).toBe(false);
    const cut = drawings.filter(({ cut }) => cut).length / 80;
    expect(cut).toBeGreaterThan(0.2);
    expect(cut).toBeLessThan(0.5);
    for (const seed of [1, 2, 3]) {
      const heights = (['shoulders', 'waist', 'knees', 'whole'] as const).map(
        (framing) => drawn(seed, framing).color.viewBox[3],
      );
      expect(heights).toEqual([...heights].sort((a, b) => a - b));
    }
  });

  test('with whole bodies stay in their frame, and show skin, hair and cloth; together every part of a person', async () => {
    const all = new Set<number>();
    for (let seed = 0; seed < 16; seed++) {
      const drawing = drawn(seed, 'whole');
      const { part, open, ink } = await rendered(drawing, SIDE * 0.8);
      const [, , width, height] = drawing.color.viewBox;
      const scale = (SIDE * 0.8) / Math.max(width, height);
      const [halfWide, halfTall] = [(width * scale) / 2 + 3, (height * scale) / 2 + 3];
      const here = new Set(part);
      for (let p = 0; p < AREA; p++) {
        const [x, y] = [(p % SIDE) - SIDE / 2, Math.floor(p / SIDE) - SIDE / 2];
        if (Math.abs(x) < halfWide && Math.abs(y) < halfTall) continue;
        if (part[p] !== 0 || ink[4 * p + 3] > 0) expect.fail(`figure ${seed} leaves its frame at ${x}, ${y}`);
      }
      for (const name of ['skin', 'cloth'] as const)
        expect(here.has(PARTS.indexOf(name)), `${name} of ${seed}`).toBe(true);
      // A few pixels are edges, where two codes mix.
      for (const code of here) if (part.filter((at, p) => at === code && open[p]).length > 12) all.add(code);
    }
    for (const name of ['skin', 'hair', 'white', 'iris', 'mouth', 'cloth', 'trim', 'accessory'] as const)
      expect(all.has(PARTS.indexOf(name)), name).toBe(true);
    for (const name of ['sky', 'land', 'thing'] as const) expect(all.has(PARTS.indexOf(name)), name).toBe(false);
  });

  test('have lines between their parts, but where a hand leaves some open', async () => {
    for (const framing of ['bust', 'waist', 'whole'] as const) {
      const drawings = Array.from({ length: 14 }, (_, seed) => drawn(seed, framing));
      const closed = drawings.filter(({ openLines }) => openLines === 0);
      expect(closed.length).toBeGreaterThan(6);
      expect(closed.length).toBeLessThan(14);
      for (const drawing of closed) expect(strayShare(await rendered(drawing)), framing).toBeLessThan(0.01);
    }
  });
});
