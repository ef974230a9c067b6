import { createHash } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PARTS, partOf } from '../../../src/models/parts/parts.js';
import { type PairIndex, pairBytes, parsePairIndex } from '../../../src/models/recipes/pairFile.js';
import { PairReader } from '../../../src/models/recipes/pairFile.node.js';
import { PARTS_MIX, PairMaker } from '../../../src/models/recipes/pairMaker.node.js';
import type { SourceItem } from '../../../src/models/recipes/sourceItems.node.js';
import { SOURCES } from '../../../src/models/recipes/sources.js';
import { SvgRenderer } from '../../../src/models/recipes/svgRenderer.node.js';

const SIZE = 48;
const renderer = new SvgRenderer(1);
afterAll(() => renderer.close());

/** Drawings of our own in the place of the sources'. */
const items: SourceItem[] = (['train', 'validation', 'left-out'] as const).flatMap((split) =>
  ['house', 'ball'].map((item): SourceItem => {
    const body =
      item === 'house'
        ? '<path fill="#c04030" d="M4 16 16 4l12 12z"/><path fill="#f0e0a0" d="M7 16h18v13H7z"/><path fill="#604020" d="M13 20h6v9h-6z"/>'
        : '<circle fill="#3070d0" cx="16" cy="16" r="12"/><circle fill="#ffffff" cx="12" cy="11" r="3"/>';
    return {
      source: SOURCES.find(({ id }) => id === 'twemoji')!,
      item,
      split,
      variants: ['a'],
      load: () => ({ color: { viewBox: [0, 0, 32, 32], body } }),
    };
  }),
);
const maker = new PairMaker(items, renderer, SIZE, 5);
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('pairs', () => {
  test('are the same bytes for the same seed, in any order', async () => {
    const first = [];
    for (let k = 0; k < 5; k++) first.push(await maker.make('train', k));
    const again = new PairMaker(items, renderer, SIZE, 5);
    for (let k = 4; k >= 0; k--) {
      const { item, bytes } = await again.make('train', k);
      expect(item).toEqual(first[k].item);
      expect(digest(bytes)).toBe(digest(first[k].bytes));
    }
    const other = await new PairMaker(items, renderer, SIZE, 6).make('train', 0);
    expect(digest(other.bytes)).not.toBe(digest(first[0].bytes));
  });

  test('of parts have a known part wherever lines do not cover it; things and figures both', async () => {
    const maker = new PairMaker(items, renderer, SIZE, 5, PARTS_MIX);
    const seen = new Set<number>();
    let known = 0;
    let open = 0;
    for (let k = 0; k < 16; k++) {
      const { bytes } = await maker.make('train', k);
      const n = SIZE * SIZE;
      for (let p = 0; p < n; p++) {
        if (bytes[p] < 240) continue;
        const part = partOf(bytes[n + p] / 255, bytes[2 * n + p] / 255, bytes[3 * n + p] / 255);
        open++;
        if (part >= 0) known++;
        seen.add(part);
      }
    }
    expect(known / open).toBeGreaterThan(0.9);
    for (const name of ['ground', 'skin', 'hair', 'cloth', 'thing'] as const)
      expect(seen.has(PARTS.indexOf(name)), name).toBe(true);
  });

  test('are four planes with lines and colours', async () => {
    const kinds = new Set<string>();
    for (let k = 0; k < 24; k++) {
      const { item, bytes } = await maker.make('train', k);
      kinds.add(item.lines);
      expect(bytes.length).toBe(pairBytes(SIZE));
      const line = bytes.subarray(0, SIZE * SIZE);
      expect(Math.max(...line)).toBeGreaterThan(180);
      expect(item.split).toBe('train');
    }
    expect(kinds).toEqual(new Set(['drawn', 'filtered', 'character']));
  });

  test('of left-out sources show no characters of ours', async () => {
    for (let k = 0; k < 12; k++) expect((await maker.make('left-out', k)).item.lines).not.toBe('character');
  });

  test('that cannot be drawn say so', async () => {
    const broken: SourceItem[] = [
      { ...items[0], load: () => ({ color: { viewBox: [0, 0, 8, 8], body: '<path d="M0 0"' } }) },
    ];
    const failing = new PairMaker(broken, renderer, SIZE, 5);
    await expect(failing.make('left-out', 0)).rejects.toThrow('no drawings for left-out');
  });
});

describe('pair files', () => {
  const index = (count: number): PairIndex => ({
    format: 'irodori-pairs',
    version: 1,
    size: 16,
    planes: ['line', 'red', 'green', 'blue'],
    recipe: { name: 'standard', version: 1, seed: 1 },
    sources: [],
    items: Array.from({ length: count }, (_, k) => ({
      name: `p${k}`,
      source: 's',
      item: `s/${k}`,
      split: k % 3 === 0 ? 'validation' : 'train',
      lines: 'drawn',
    })),
  });

  test('give back what was written, and refuse to be cut short', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'irodori-pairs-'));
    try {
      const bytes = Uint8Array.from({ length: 4 * pairBytes(16) }, (_, i) => (i * 31) & 255);
      await writeFile(join(folder, 'pairs.bin'), bytes);
      await writeFile(join(folder, 'index.json'), JSON.stringify(index(4)));
      {
        using reader = new PairReader(folder);
        expect(reader.of('validation')).toEqual([0, 3]);
        expect([...reader.read(2)]).toEqual([...bytes.subarray(2 * pairBytes(16), 3 * pairBytes(16))]);
        expect(() => reader.read(4)).toThrow(RangeError);
      }
      await truncate(join(folder, 'pairs.bin'), bytes.length - 1);
      expect(() => new PairReader(folder)).toThrow('build the pairs again');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('other JSON is refused', () => {
    expect(() => parsePairIndex(null)).toThrow('build them again');
    expect(() => parsePairIndex({ format: 'irodori-pairs', version: 2 })).toThrow('version 2');
    expect(() => parsePairIndex({ format: 'irodori-pairs', version: 1, size: -4, items: [] })).toThrow('size');
  });
});
