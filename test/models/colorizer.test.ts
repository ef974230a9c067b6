import { describe, expect, test } from 'vitest';
import { createFloodColorizer } from '../../src/models/colorizer.js';
import type { Hints } from '../../src/models/hints/hints.js';
import { createPicture, type Picture } from '../../src/vision/picture.js';
import { circle, draw, pixel } from './shapes.js';

const dab = (color: string, x: number, y: number, width = 8): Hints['strokes'][number] => ({
  color,
  width,
  points: [[x, y]],
});

/** What `toEqual` says, which takes seconds for a megapixel. */
const isSame = (a: Picture, b: Picture): boolean =>
  a.width === b.width && a.data.length === b.data.length && a.data.every((value, i) => value === b.data[i]);

describe('flood colouriser', () => {
  test('a red dab in a circle fills the circle and nothing else', async () => {
    const colorizer = createFloodColorizer();
    const sketch = draw(300, 200, circle(150, 100, 70));
    colorizer.setSketch(sketch);
    const { picture, color } = await colorizer.colorize({
      size: [300, 200],
      strokes: [dab('#ff0000', 150, 100), dab('#ffffff', 10, 10)],
    });
    const wrong: string[] = [];
    for (let y = 0; y < 200; y++) {
      for (let x = 0; x < 300; x++) {
        const r = Math.hypot(x + 0.5 - 150, y + 0.5 - 100);
        const got = pixel(picture, x, y).join();
        if (r < 67.5 && got !== '255,0,0,255') wrong.push(`${x},${y} inside is ${got}`);
        if (r > 72.5 && got !== '255,255,255,255') wrong.push(`${x},${y} outside is ${got}`);
        if (sketch.data[4 * (y * 300 + x)] === 0 && got !== '0,0,0,255') wrong.push(`${x},${y} on the line is ${got}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(pixel(color, 150, 31)[2]).not.toBe(31); // no line in the colours
    let soft = 0;
    for (let y = 0; y < 200; y++)
      for (let x = 0; x < 300; x++) {
        const green = pixel(color, x, y)[1];
        if (green === 0 || green === 255) continue;
        soft++;
        expect(Math.abs(Math.hypot(x + 0.5 - 150, y + 0.5 - 100) - 70), `mixed at ${x},${y}`).toBeLessThan(2.5); // under the line
      }
    expect(soft).toBeGreaterThan(300); // no stairs along it
  });

  test('a hint colours no further than its reach, and one that keeps paper keeps it', async () => {
    const colorizer = createFloodColorizer();
    colorizer.setSketch(draw(300, 200, circle(150, 100, 90)));
    const { picture, certainty } = await colorizer.colorize({
      size: [300, 200],
      strokes: [
        { ...dab('#ff0000', 150, 100), reach: 30 },
        dab('#0000ff', 90, 100),
        { ...dab('#ffffff', 5, 5), empty: true },
      ],
    });
    expect(pixel(picture, 175, 100)).toEqual([255, 0, 0, 255]);
    expect(pixel(picture, 195, 100)).toEqual([0, 0, 255, 255]);
    expect(pixel(picture, 290, 190)).toEqual([255, 255, 255, 255]);
    const { width, height, data } = certainty!();
    const at = (x: number, y: number) => data[Math.floor((y * height) / 200) * width + Math.floor((x * width) / 300)];
    expect(at(150, 100)).toBe(1);
    expect(at(5, 195)).toBeLessThan(at(150, 110));
  });

  test('small closed spots keep their own colour', async () => {
    const colorizer = createFloodColorizer();
    colorizer.setSketch(draw(600, 600, circle(300, 300, 250) + circle(200, 200, 9, 2) + circle(420, 300, 5, 2)));
    const { picture } = await colorizer.colorize({
      size: [600, 600],
      strokes: [
        dab('#ffcc00', 300, 400),
        dab('#0000ff', 200, 200, 4),
        dab('#008800', 420, 300, 2),
        dab('#ffffff', 5, 5),
      ],
    });
    expect(pixel(picture, 200, 200)).toEqual([0, 0, 255, 255]);
    expect(pixel(picture, 205, 203)[2]).toBeGreaterThan(200);
    expect(pixel(picture, 420, 300)).toEqual([0, 136, 0, 255]); // a spot of four grid cells, most of them under its line
    expect(pixel(picture, 215, 200)).toEqual([255, 204, 0, 255]);
  });

  test.each([
    [16, 16],
    [17, 301],
    [301, 17],
    [1000, 333],
    [1, 1],
    [2500, 1800],
  ])('any size: %i×%i', async (width, height) => {
    const colorizer = createFloodColorizer();
    const sketch = draw(width, height, circle(width / 2, height / 2, Math.min(width, height) / 3, 2));
    colorizer.setSketch(sketch);
    const hints: Hints = { size: [width, height], strokes: [dab('#3366ff', width / 2, height / 2, 1)] };
    const { picture, color } = await colorizer.colorize(hints);
    expect([picture.width, picture.height, color.width, color.height]).toEqual([width, height, width, height]);
    expect(pixel(picture, width >> 1, height >> 1).slice(0, 3)).toEqual(
      width === 1 ? expect.anything() : [51, 102, 255],
    );
  });

  test('without hints the paper stays white', async () => {
    const colorizer = createFloodColorizer();
    const sketch = draw(50, 60, circle(25, 30, 12));
    colorizer.setSketch(sketch);
    expect((await colorizer.colorize({ size: [50, 60], strokes: [] })).picture.data).toEqual(sketch.data);
  });

  test('takes a picture of hints', async () => {
    const colorizer = createFloodColorizer();
    colorizer.setSketch(draw(100, 100, circle(50, 50, 30)));
    const layer = createPicture(100, 100);
    layer.data.set([0, 128, 255, 255], 4 * (50 * 100 + 50));
    layer.data.set([255, 255, 255, 9], 0);
    const { picture } = await colorizer.colorize(layer);
    expect(pixel(picture, 60, 60)).toEqual([0, 128, 255, 255]);
    expect(pixel(picture, 95, 95)).toEqual([255, 255, 255, 255]);
  });

  test('says what is wrong', async () => {
    const colorizer = createFloodColorizer();
    await expect(colorizer.colorize({ size: [5, 5], strokes: [] })).rejects.toThrow('no sketch yet');
    colorizer.setSketch(createPicture(20, 10, [255, 255, 255, 255]));
    await expect(colorizer.colorize({ size: [10, 20], strokes: [] })).rejects.toThrow(/made for a 10×20 sketch/);
    await expect(colorizer.colorize({ size: [20, 10], strokes: [] }, { size: 5000 })).rejects.toThrow(/32 to 1024/);
    const stop = AbortSignal.abort();
    await expect(colorizer.colorize({ size: [20, 10], strokes: [] }, { signal: stop })).rejects.toThrow(/abort/i);
  });

  test('a draft of a large sketch is small, and so is the small one of a pass; a small sketch has neither', async () => {
    const colorizer = createFloodColorizer();
    colorizer.setSketch(draw(1600, 1200, circle(800, 600, 400, 12)));
    const hints: Hints = { size: [1600, 1200], strokes: [dab('#ff0000', 800, 600, 40), dab('#ffffff', 10, 10, 40)] };
    const whole = await colorizer.colorize(hints);
    const draft = await colorizer.colorize(hints, { draft: true });
    const small = whole.small!();
    expect([whole.color.width, draft.color.width, draft.picture.height, small.color.width]).toEqual([
      1600, 800, 600, 800,
    ]);
    expect(isSame(small.picture, draft.picture)).toBe(true);
    expect([pixel(small.picture, 400, 300), pixel(small.picture, 400, 100), pixel(small.picture, 5, 5)]).toEqual([
      [255, 0, 0, 255],
      [0, 0, 0, 255],
      [255, 255, 255, 255],
    ]);
    expect(draft.small).toBeUndefined();
    colorizer.setSketch(draw(160, 120, circle(80, 60, 40)));
    expect(isSame(whole.small!().picture, small.picture)).toBe(true); // its own sketch's, whatever is open now
    const tiny = await colorizer.colorize({ size: [160, 120], strokes: [dab('#ff0000', 80, 60)] }, { draft: true });
    expect([tiny.color.width, tiny.small]).toEqual([160, undefined]);
  });

  test('a result that is given up lends its memory to the next', async () => {
    const colorizer = createFloodColorizer();
    colorizer.setSketch(draw(300, 200, circle(150, 100, 70)));
    const strokes = [dab('#ff0000', 150, 100), dab('#00ff00', 10, 10)];
    const first = await colorizer.colorize({ size: [300, 200], strokes: strokes.slice(0, 1) });
    const second = await colorizer.colorize({ size: [300, 200], strokes }, { over: first });
    expect(second.color.data).toBe(first.color.data);
    expect(second.picture.data).toBe(first.picture.data);
    const alone = await colorizer.colorize({ size: [300, 200], strokes });
    expect([second.color, second.picture]).toEqual([alone.color, alone.picture]);
  });
});
