import { describe, expect, test } from 'vitest';
import { splitOf } from '../../../src/models/recipes/sourceItems.node.js';
import { PACKAGES, SOURCES } from '../../../src/models/recipes/sources.js';

const source = (id: string) => SOURCES.find((candidate) => candidate.id === id)!;

describe('sources', () => {
  test('at least three unlike sources are left out of training', () => {
    const leftOut = SOURCES.filter(({ leftOut }) => leftOut).map(({ id }) => id);
    expect(leftOut).toEqual(['noto', 'streamline-stickies-color', 'dicebear-micah', 'dicebear-adventurer']);
  });

  test('every source has a licence, an author and a package that is installed', () => {
    for (const { licence, author, package: name, style, subject } of SOURCES) {
      expect(licence).not.toBe('');
      expect(author).not.toBe('');
      if (subject) continue; // Debian's package
      // Avatar styles come with the collection.
      const installed = style ? '@dicebear/collection' : name;
      expect(PACKAGES.some((wanted) => wanted.startsWith(`${installed}@`))).toBe(true);
    }
  });
});

describe('splits', () => {
  test('never change: these are what the bundled model was trained with', () => {
    const twemoji = source('twemoji');
    const items = [
      'bacon',
      'balloon',
      'castle',
      'dog-face',
      'grapes',
      'kite',
      'maple-leaf',
      'octopus',
      'rocket',
      'violin',
    ];
    expect(items.map((item) => splitOf(twemoji, item))).toMatchInlineSnapshot(`
      [
        "train",
        "train",
        "train",
        "test",
        "train",
        "train",
        "train",
        "train",
        "train",
        "train",
      ]
    `);
  });

  test('are 90 % train, 5 % validation, 5 % test', () => {
    const counts = { train: 0, validation: 0, test: 0, 'left-out': 0 };
    for (let i = 0; i < 20_000; i++) counts[splitOf(source('openmoji'), `item ${i}`)]++;
    expect(counts.train / 20_000).toBeCloseTo(0.9, 1);
    expect(Math.abs(counts.validation / 20_000 - 0.05)).toBeLessThan(0.006);
    expect(Math.abs(counts.test / 20_000 - 0.05)).toBeLessThan(0.006);
    expect(counts['left-out']).toBe(0);
  });

  test('a left-out source and an avatar style are one split each', () => {
    expect(splitOf(source('noto'), 'bacon')).toBe('left-out');
    expect(splitOf(source('dicebear-personas'), 'personas')).toBe('train');
  });
});
