import { describe, expect, test } from 'vitest';
import { createFloodColorizer } from '../../../src/models/colorizer.js';
import { bleed } from '../../../src/models/evaluation/bleed.js';
import { evaluate } from '../../../src/models/evaluation/evaluate.js';
import { hintDifference } from '../../../src/models/evaluation/hintDifference.js';
import { readSketch } from '../../../src/models/sketch/sketch.js';
import { createPicture } from '../../../src/vision/picture.js';
import { draw } from '../shapes.js';

const shape = '<circle cx="60" cy="60" r="35" fill="FILL" stroke="black" stroke-width="3"/>';
const line = draw(120, 120, shape.replace('FILL', 'none'));
const color = draw(120, 120, shape.replace('FILL', '#d02040'));

describe('measures', () => {
  const { ink } = readSketch(line);

  test('bleed is 0 where the line stops the colour and 1 where nothing does', () => {
    expect(bleed(color, color, ink)).toBe(0);
    expect(bleed(createPicture(120, 120, [208, 32, 64, 255]), color, ink)).toBe(1);
    expect(bleed(color, createPicture(120, 120, [9, 9, 9, 255]), ink)).toBeNull(); // nothing to part
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
        onPicture: (done, name) => names.push(`${done} ${name}`),
      },
    );
    expect([pictures, names]).toEqual([1, ['1 disc']]);
    const [{ name, scores }] = standings;
    expect(name).toBe('flood');
    expect(scores[0].hintDeltaE).toBeNull();
    expect(scores[0].psnr).toBeLessThan(scores[4].psnr);
    expect(scores[4].psnr).toBeGreaterThan(40);
    expect(scores[4].deltaE).toBeLessThan(0.5);
    expect(scores[4].bleed).toBeLessThan(0.02);
    expect(scores[4].ssim).toBeGreaterThan(0.99);
    expect(scores[4].hintDeltaE).toBeLessThan(0.5);
    expect(scores[4].milliseconds).toBeGreaterThan(0);
  });

  test('refuses pairs of two sizes, by name', async () => {
    const pair = { name: 'odd', line: draw(10, 10, ''), color };
    await expect(evaluate([pair], { flood: createFloodColorizer() })).rejects.toThrow(/odd: line art is 10×10/);
  });
});
