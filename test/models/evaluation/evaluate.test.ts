import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFloodColorizer } from '../../../src/models/colorizer.js';
import { CachedContestant } from '../../../src/models/evaluation/cachedContestant.node.js';
import { type Contestant, type EvaluatedPicture, evaluate } from '../../../src/models/evaluation/evaluate.js';
import { hintDifference, regionDifference } from '../../../src/models/evaluation/hintDifference.js';
import { leakRate } from '../../../src/models/evaluation/leak.js';
import { lineError } from '../../../src/models/evaluation/lineError.js';
import { reportPage } from '../../../src/models/evaluation/report.js';
import { ReportPictures } from '../../../src/models/evaluation/reportPictures.node.js';
import { isShaded } from '../../../src/models/evaluation/shading.js';
import type { Hints } from '../../../src/models/hints/hints.js';
import { readSketch } from '../../../src/models/sketch/sketch.js';
import { createPicture, type Picture } from '../../../src/vision/picture.js';
import { draw } from '../shapes.js';

const shape = '<circle cx="60" cy="60" r="35" fill="FILL" stroke="black" stroke-width="3"/>';
const line = draw(120, 120, shape.replace('FILL', 'none'));
const color = draw(120, 120, shape.replace('FILL', '#d02040'));

/** A dab in the middle of the picture. */
const dab: Hints = { size: [120, 120], strokes: [{ color: '#d02040', width: 4, points: [[60, 60]] }] };

describe('measures', () => {
  const { ink } = readSketch(line);
  const everywhere = new Uint8Array(120 * 120).fill(1);

  test('leak is 0 where the line stops the colour and 1 where nothing does', () => {
    expect(leakRate(color, color, ink, everywhere)).toBe(0);
    expect(leakRate(createPicture(120, 120, [208, 32, 64, 255]), color, ink, everywhere)).toBe(1);
    expect(leakRate(color, createPicture(120, 120, [9, 9, 9, 255]), ink, everywhere)).toBeNull(); // nothing to part
    expect(leakRate(color, color, ink, new Uint8Array(120 * 120))).toBeNull(); // no hint that could leak
  });

  test('the area of a dab is looked at, not the rest of the picture', () => {
    const inside: number[] = [];
    for (let p = 0; p < 120 * 120; p++) if (Math.hypot((p % 120) - 60, Math.floor(p / 120) - 60) < 32) inside.push(p);
    const area = [{ pixels: Int32Array.from(inside) }];
    expect(regionDifference(color, color, area, ink)).toBe(0);
    expect(regionDifference(createPicture(120, 120, [208, 32, 64, 255]), color, area, ink)).toBeCloseTo(0, 1);
    expect(regionDifference(createPicture(120, 120, [255, 255, 255, 255]), color, area, ink)).toBeGreaterThan(30);
    expect(regionDifference(color, color, [], ink)).toBeNull();
  });

  test('line error is how much lighter the lines came out', () => {
    expect(lineError(color, ink)).toBeLessThan(0.02);
    expect(lineError(createPicture(120, 120, [255, 255, 255, 255]), ink)).toBeGreaterThan(0.5);
    expect(lineError(createPicture(120, 120, [0, 0, 0, 255]), ink)).toBe(0);
    expect(lineError(color, new Uint8Array(120 * 120))).toBeNull();
  });

  test('shading is more than one colour between lines', () => {
    expect(isShaded(color, ink)).toBe(false);
    const gradient = `<linearGradient id="g"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#d02040"/></linearGradient>`;
    expect(isShaded(draw(120, 120, gradient + shape.replace('FILL', 'url(#g)')), ink)).toBe(true);
    expect(isShaded(createPicture(120, 120, [255, 255, 255, 255]), ink)).toBe(false);
  });

  test('hint difference is the dab’s colour against the result', () => {
    const hints = {
      size: [120, 120] as [number, number],
      strokes: [{ color: '#ffffff', width: 4, points: [[10, 10] as [number, number]] }],
    };
    expect(hintDifference(color, hints)).toBeCloseTo(0, 4);
    expect(hintDifference(createPicture(120, 120, [0, 0, 0, 255]), hints)).toBeCloseTo(100, 0);
    expect(hintDifference(color, { size: [120, 120], strokes: [] })).toBeNull();
  });
});

describe('evaluate', () => {
  test('flood fill solves a closed figure with two dabs', async () => {
    const names: string[] = [];
    const { pictures, standings } = await evaluate(
      [{ name: 'disc', line, color }],
      { flood: createFloodColorizer() },
      {
        counts: [0, 1, 4],
        onPicture: (done, { name }) => void names.push(`${done} ${name}`),
      },
    );
    expect([pictures, names]).toEqual([1, ['1 disc']]);
    const [{ name, scores }] = standings;
    expect(name).toBe('flood');
    expect(scores[0].hintDeltaE).toBeNull();
    expect(scores[0].psnr).toBeLessThan(scores[4].psnr);
    expect(scores[4].psnr).toBeGreaterThan(40);
    expect(scores[4].deltaE).toBeLessThan(0.5);
    expect(scores[4].leak).toBeLessThan(0.02);
    expect(scores[4].regionDeltaE).toBeLessThan(1);
    expect(scores[0].featureDistance).toBeGreaterThan(5 * scores[4].featureDistance);
    expect(scores[4].lineError).toBeLessThan(0.01);
    expect(scores[4].ssim).toBeGreaterThan(0.99);
    expect(scores[4].hintDeltaE).toBeLessThan(0.5);
    expect(scores[4].milliseconds).toBeGreaterThan(0);
  });

  test('refuses pairs of two sizes, by name', async () => {
    const pair = { name: 'odd', line: draw(10, 10, ''), color };
    await expect(evaluate([pair], { flood: createFloodColorizer() })).rejects.toThrow(/odd: line art is 10×10/);
  });

  test('scores sources, shaded pictures and shaded figures apart', async () => {
    const gradient = `<linearGradient id="g"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#d02040"/></linearGradient>`;
    const shaded = draw(120, 120, gradient + shape.replace('FILL', 'url(#g)'));
    const pairs = [
      { name: 'a', line, color, source: 'here', figure: true },
      { name: 'b', line, color: shaded, source: 'there' },
      { name: 'c', line, color: shaded, source: 'there', figure: true },
    ];
    const { pictures, groups } = await evaluate(pairs, { flood: createFloodColorizer() }, { counts: [4] });
    expect(pictures).toBe(3);
    expect(Object.entries(groups).map(([name, g]) => [name, g.pictures])).toEqual([
      ['here', 1],
      ['shaded', 2],
      ['shaded figures', 1],
      ['there', 2],
    ]);
    expect(groups.here.standings[0].scores[4].psnr).toBeGreaterThan(groups.there.standings[0].scores[4].psnr);
  });

  test('the report is one page with the worst and best pictures and safe names', async () => {
    const counts = [0, 4];
    const shown = new ReportPictures();
    const name = '<img src=x>';
    const pairs = [
      { name, line, color },
      { name: 'black', line, color: draw(120, 120, shape.replace('FILL', '#000'), 'black') },
    ];
    const onPicture = (_: number, picture: EvaluatedPicture) => shown.add(picture);
    const result = await evaluate(pairs, { flood: createFloodColorizer() }, { counts, onPicture });
    expect(shown.worst.map((picture) => picture.name)).toEqual(['black', name]);
    const { worst, best } = shown;
    const page = reportPage({ title: 'flood & co', counts, all: result, groups: result.groups, worst, best });
    expect(page).toContain('flood &amp; co');
    expect(page).not.toContain(name);
    expect(page.match(/data:image\/webp;base64,/g)).toHaveLength(2 * 2 * 3); // pictures, counts; hints, result, truth
    expect(page).not.toMatch(/<script|https?:/);
  });
});

describe('a cached contestant', () => {
  test('colours a sketch with the same hints once, whatever was asked before', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'irodori-kept-'));
    try {
      const flood = createFloodColorizer();
      let passes = 0;
      const counted: Contestant = {
        setSketch: (sketch) => flood.setSketch(sketch),
        colorize: (hints) => {
          passes++;
          return flood.colorize(hints);
        },
      };
      const contest = async (version: string, sketch: Picture = line) => {
        const contestant = new CachedContestant(counted, folder, version);
        contestant.setSketch(sketch);
        return contestant.colorize(dab);
      };
      const first = await contest('1');
      const again = await contest('1');
      expect(passes).toBe(1);
      expect(again.color.data).toEqual(first.color.data);
      expect(again.picture.data).toEqual(first.picture.data);
      expect(again.milliseconds).toBe(first.milliseconds);
      await contest('2');
      await contest('1', color);
      expect(passes).toBe(3);
      for (const name of await readdir(folder)) await writeFile(join(folder, name), 'cut short');
      await contest('1');
      expect(passes).toBe(4);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
