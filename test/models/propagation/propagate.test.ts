import { describe, expect, test } from 'vitest';
import { rasterizeHints } from '../../../src/models/hints/rasterizeHints.js';
import { encodeInputs, INPUT_CHANNELS } from '../../../src/models/networks/generatorInputs.js';
import { propagatedColor } from '../../../src/models/propagation/confidence.js';
import { inkLevel, type Propagation, Propagator } from '../../../src/models/propagation/propagate.js';

/** Reads a maze: '#' full ink, '1'…'9' tenths of ink, letters are labels (a = 1), '.' is paper. */
function maze(...rows: string[]) {
  return mazeWithReach(undefined, ...rows);
}

function mazeWithReach(reach: number[] | undefined, ...rows: string[]) {
  const width = rows[0].length;
  const cells = rows.join('');
  const ink = Float32Array.from(cells, (c) => (c === '#' ? 1 : /\d/.test(c) ? Number(c) / 10 : 0));
  const labels = Int32Array.from(cells, (c) => (/[a-z]/.test(c) ? c.charCodeAt(0) - 96 : 0));
  const propagation = new Propagator(width, rows.length).run(ink, {
    width,
    height: rows.length,
    labels,
    ...(reach && { reach: Float32Array.from(reach) }),
  });
  const show = (grid: Int32Array) =>
    rows.map((_, y) => [...grid.slice(y * width, (y + 1) * width)].map((v) => String.fromCharCode(96 + v)).join(''));
  return { propagation, show, width };
}

describe('propagation', () => {
  test('a colour goes no further than its reach; beyond it another takes over, or none', () => {
    const far = Number.POSITIVE_INFINITY;
    expect(mazeWithReach([2], 'a.....').show(mazeWithReach([2], 'a.....').propagation.label)).toEqual(['aaa```']);
    const both = mazeWithReach([2, far], 'a.........b');
    expect(both.show(both.propagation.label)).toEqual(['aaabbbbbbbb']);
    // Two short ones never hide a third that reaches everywhere.
    const three = mazeWithReach([1, 1, far], 'a.......c', 'b........');
    expect(three.show(three.propagation.label)).toEqual(['aaccccccc', 'bbccccccc']);
  });

  test('a faint line stops a colour when another gets to the far side openly', () => {
    // 'a' is next to the line, 'b' far away: an additive cost would let a cross.
    const { propagation, show } = maze('......2.....', '.....a2.....', '......2.....', '......2....b');
    const rows = show(propagation.label);
    for (const row of rows) expect(row.replace(row[6], '')).toMatch(/^a{6}b{5}$/);
  });

  test('ink comes before length: a long open way beats a short one over a line', () => {
    const { propagation: p, show } = maze('a#........', '.#.######.', '.#.#....#.', '.#.#.b#.#.', '...#####..');
    expect(show(p.label)[0]).toBe('aaaaaaaaaa'); // around the wall, 20 steps, though b is 3 away
    expect(p.level[9]).toBe(0);
    expect(p.distance[2]).toBeCloseTo(8.8, 5); // down, across and up again, one diagonal where both corners are open
    expect(show(p.label)[2].slice(4, 8)).toBe('bbbb');
  });

  test('does not slip through a diagonal line of single pixels', () => {
    const { propagation, show } = maze('a..#..', '..#...', '.#....', '#.....', '.....b');
    expect(show(propagation.label).map((row) => row.replace(/b+$/, 'b'))).toEqual([
      expect.stringMatching(/^aaa.b$/),
      expect.stringMatching(/^aa.b$/),
      expect.stringMatching(/^a.b$/),
      expect.stringMatching(/^.b$/),
      'b',
    ]);
  });

  test('a gap lets a colour out only where no other is nearer', () => {
    const { propagation, show } = maze('a..#......', 'a..#......', 'a........b', 'a..#......', 'a..#......');
    const rows = show(propagation.label);
    expect(rows[2]).toBe('aaaaabbbbb');
    expect(rows[0]).toMatch(/^aaa.b{5,6}$|^aaa.abbbbb$/);
  });

  test('what came through a gap does not run along the foot of the line', () => {
    // The foot of the wall is as high as the gap in it; b is in the open beside it, but farther from the wall's ends than a.
    const { propagation, show } = maze('.#3........b', '.#3.........', 'a33.........', '.#3.........', '.#3.........');
    const rows = show(propagation.label);
    for (const row of [0, 1, 3, 4]) expect(rows[row].slice(2)).toBe('bbbbbbbbbb');
  });

  test('without a rival, colour passes even full ink and says so', () => {
    const { propagation } = maze('a.#..');
    expect([...propagation.label]).toEqual([1, 1, 1, 1, 1]);
    expect([...propagation.level]).toEqual([0, 0, 31, 31, 31]);
    expect([...propagation.distance]).toEqual([0, 1, 2, 3, 4]);
    expect([...propagation.label2]).toEqual([0, 0, 0, 0, 0]);
  });

  test('the runner-up is the best of the other labels', () => {
    const { propagation, show } = maze('a....b', '......', '..c...');
    for (let p = 0; p < 18; p++) expect(propagation.label2[p]).not.toBe(propagation.label[p]);
    expect(show(propagation.label)[0]).toMatch(/^aa.*bb$/);
    expect(propagation.distance2[0]).toBeCloseTo(2.8, 5); // c: two diagonal steps
    expect(show(propagation.label2)[0][0]).toBe('c');
  });

  test('agrees with a plain search over all pixels', () => {
    // Bellman–Ford on the two best keys a pixel: no queues, no order, the same fixed point.
    let seed = 7;
    const random = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed / 2 ** 32;
    };
    for (let round = 0; round < 5; round++) {
      const width = 13;
      const height = 9;
      const ink = Float32Array.from({ length: width * height }, () => (random() < 0.4 ? random() : 0));
      const labels = new Int32Array(width * height);
      for (let k = 1; k <= 4; k++) labels[Math.floor(random() * labels.length)] = k;
      const best = new Map<number, { level: number; length: number }>(); // pixel · 8 + label
      for (const [p, k] of labels.entries()) if (k) best.set(p * 8 + k, { level: inkLevel(ink[p]), length: 0 });
      // The search follows only the two best labels of a pixel, so it is repeated over those.
      const better = (a: { level: number; length: number }, b?: { level: number; length: number }) =>
        !b || a.level < b.level || (a.level === b.level && a.length < b.length);
      for (let changed = true; changed; ) {
        changed = false;
        for (let p = 0; p < labels.length; p++) {
          for (let k = 1; k <= 4; k++) {
            const from = best.get(p * 8 + k);
            if (!from) continue;
            for (let dy = -1; dy <= 1; dy++) {
              for (let dx = -1; dx <= 1; dx++) {
                const x = (p % width) + dx;
                const y = Math.floor(p / width) + dy;
                if ((!dx && !dy) || x < 0 || y < 0 || x >= width || y >= height) continue;
                const q = y * width + x;
                const corner = dx && dy ? Math.min(inkLevel(ink[p + dx]), inkLevel(ink[q - dx])) : 0;
                const level = Math.max(from.level, corner, inkLevel(ink[q]));
                const length = (level > from.level ? 0 : from.length) + (dx && dy ? 7 : 5); // from the darkest ink on
                const key = { level, length };
                if (better(key, best.get(q * 8 + k))) {
                  best.set(q * 8 + k, key);
                  changed = true;
                }
              }
            }
          }
        }
      }
      const result = new Propagator(width, height).run(ink, { width, height, labels });
      for (let p = 0; p < labels.length; p++) {
        const ranked = [1, 2, 3, 4]
          .flatMap((k) => best.get(p * 8 + k) ?? [])
          .sort((a, b) => a.level - b.level || a.length - b.length);
        expect(result.level[p]).toBe(ranked[0].level);
        if (ranked[0].level === 0) expect(result.distance[p]).toBeCloseTo(ranked[0].length / 5, 4);
      }
    }
  });

  test('who holds the foot of a slope keeps it up to the line, though another hint lies on the slope', () => {
    const [width, height] = [60, 30];
    const labels = new Int32Array(width * height);
    labels[2 * width + 2] = 1; // far off in the open
    labels[12 * width + 50] = 2; // on the slope
    const step = (y: number) => Math.max(0, Math.floor((y - 8) / 3)); // terraces of three rows
    const slopes = Float32Array.from({ length: width * height }, (_, p) => step(Math.floor(p / width)) / 20);
    const { label } = new Propagator(width, height).run(slopes, { width, height, labels });
    const strayed = Array.from(label).filter((l, p) => l === 2 && Math.abs((p % width) - 50) > 3);
    expect(strayed).toEqual([]);
    expect(label[13 * width + 50]).toBe(2);
  });

  test('a propagator can be used again', () => {
    const propagator = new Propagator(4, 1);
    const ink = new Float32Array(4);
    const run = (...labels: number[]) =>
      [...propagator.run(ink, { width: 4, height: 1, labels: Int32Array.from(labels) }).label].join('');
    expect(run(1, 0, 0, 2)).toBe('1122');
    expect(run(0, 0, 0, 0)).toBe('0000');
    expect(run(3, 0, 0, 0)).toBe('3333');
    expect(() => propagator.run(ink, { width: 2, height: 2, labels: new Int32Array(4) })).toThrow(/4×1 grid/);
  });
});

/** The planes that say how far to trust propagated colours, one after another. */
function confidencePlanes(propagation: Propagation): Float32Array {
  const { width, height } = propagation;
  const n = width * height;
  const [ink, basins] = [new Float32Array(n), new Int32Array(n)];
  const blank = rasterizeHints({ size: [width, height], strokes: [] });
  const hints = { ...blank, colors: new Float32Array(3 * 26) };
  const planes = encodeInputs({ width, height, short: height, ink, basins, hints, propagation });
  return planes.subarray(INPUT_CHANNELS.confidence * n);
}

describe('confidence', () => {
  test('falls with ink, distance and rivals; nothing without hints', () => {
    const { propagation, width } = maze('a.....5...');
    const n = width;
    const planes = confidencePlanes(propagation);
    expect(planes[0]).toBe(1);
    expect(planes[8]).toBeCloseTo(1 - 16 / 31, 5);
    expect(planes[n + 5]).toBeCloseTo(Math.exp(-5 / 24), 5);
    expect(planes[2 * n + 5]).toBeCloseTo(Math.exp(-5 / 200), 5);
    expect(planes[3 * n]).toBe(1);
    const rivals = maze('a...b').propagation;
    expect(confidencePlanes(rivals)[4 * 5 + 2]).toBe(0); // in the middle
    expect(confidencePlanes(rivals)[4 * 5]).toBeGreaterThan(0.1);
    expect([...confidencePlanes(maze('...').propagation)]).toEqual(new Array(15).fill(0));
    expect([...propagatedColor(maze('..').propagation, { colors: new Float32Array(0) })]).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
