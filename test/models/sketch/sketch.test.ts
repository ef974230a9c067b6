import { describe, expect, test } from 'vitest';
import { compositeLines } from '../../../src/models/sketch/composite.js';
import { gridInk, gridSize } from '../../../src/models/sketch/gridInk.js';
import { readSketch } from '../../../src/models/sketch/sketch.js';
import { createPicture, type Picture } from '../../../src/vision/picture.js';
import { circle, draw, pixel } from '../shapes.js';

const green = (p: Picture) => createPicture(p.width, p.height, [40, 200, 80, 255]);

/** A pencil drawing on yellowed paper that darkens to one side, with grain. */
function scan(width: number, height: number): Picture {
  const picture = draw(width, height, circle(width / 2, height / 2, height / 3, 4, '#666'));
  let seed = 3;
  for (let q = 0; q < picture.data.length; q += 4) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const grain = ((seed >>> 16) % 13) - 6;
    const shade = 1 - 0.25 * (((q / 4) % width) / width);
    const paper = [245, 232, 205];
    for (let c = 0; c < 3; c++) picture.data[q + c] = (picture.data[q + c] / 255) * (paper[c] * shade + grain);
  }
  return picture;
}

describe('readSketch', () => {
  test.each([
    [16, 16],
    [17, 301],
    [1000, 333],
  ])('clean lines stay exactly as drawn, %i×%i', (width, height) => {
    const r = Math.min(width, height) / 3;
    const sketch = draw(width, height, circle(width / 2, height / 2, r, 2));
    const read = readSketch(sketch);
    expect(read.kind).toBe('paper');
    const result = compositeLines(read, green(sketch));
    expect([result.width, result.height, result.data.length]).toEqual([width, height, 4 * width * height]);
    let wrong = 0;
    for (let q = 0; q < result.data.length; q += 4) {
      const v = sketch.data[q];
      // Full ink and clean paper are exact, what lies between is rounded.
      const tolerance = v === 0 || v === 255 ? 0 : 1;
      for (const [c, value] of [40, 200, 80].entries())
        if (Math.abs(result.data[q + c] - (value * v) / 255) > tolerance) wrong++;
      if (result.data[q + 3] !== 255 || read.ink[q / 4] !== 255 - v) wrong++;
    }
    expect(wrong).toBe(0);
  });

  test('coloured pencil keeps its colour over any other', () => {
    const sketch = draw(64, 64, circle(32, 32, 20, 6, '#ff0000'));
    const result = compositeLines(readSketch(sketch), green(sketch));
    expect(pixel(result, 52, 32)).toEqual([255, 0, 0, 255]);
    expect(pixel(result, 32, 32)).toEqual([40, 200, 80, 255]);
    expect(readSketch(sketch).ink[32 * 64 + 52]).toBeGreaterThan(150);
  });

  test('yellow lines are ink', () => {
    expect(readSketch(draw(64, 64, circle(32, 32, 20, 6, '#ffee00'))).ink[32 * 64 + 52]).toBeGreaterThan(120);
  });

  test('paper vanishes from a pencil scan, its lines get dark', () => {
    const sketch = scan(300, 240);
    const read = readSketch(sketch);
    const result = compositeLines(read, green(sketch));
    let off = 0;
    let paper = 0;
    for (let y = 4; y < 240; y += 3) {
      for (let x = 2; x < 300; x += 3) {
        if (Math.abs(Math.hypot(x - 150, y - 120) - 80) < 6) continue;
        paper++;
        const [r, g, b] = pixel(result, x, y);
        if (Math.max(Math.abs(r - 40), Math.abs(g - 200), Math.abs(b - 80)) > 12) off++;
        expect(read.ink[y * 300 + x]).toBeLessThan(40);
      }
    }
    expect(off / paper).toBeLessThan(0.02);
    expect(read.ink[120 * 300 + 230]).toBeGreaterThan(150);
    expect(read.ink[120 * 300 + 70]).toBeGreaterThan(150);
    expect(pixel(result, 230, 120)[1]).toBeLessThan(110);
  });

  test('a large black area is ink, not paper', () => {
    const read = readSketch(draw(200, 200, '<rect x="10" y="10" width="120" height="120"/>', '#eee8dd'));
    expect(read.ink[70 * 200 + 70]).toBe(255);
    expect(read.ink[160 * 200 + 160]).toBeLessThan(10);
  });

  test('transparent line art is laid over as it is, and the result is opaque', () => {
    const sketch = draw(64, 64, circle(32, 32, 20, 6, '#0000ff'), null);
    const read = readSketch(sketch);
    expect(read.kind).toBe('transparent');
    const result = compositeLines(read, green(sketch));
    expect(pixel(result, 52, 32)).toEqual([0, 0, 255, 255]);
    expect(pixel(result, 2, 2)).toEqual([40, 200, 80, 255]);
    expect(read.ink[32 * 64 + 52]).toBeGreaterThan(150);
    expect(read.ink[2 * 64 + 2]).toBe(0);
    const white = readSketch(draw(64, 64, circle(32, 32, 20, 6, '#ffffff'), null));
    expect(white.ink[32 * 64 + 52]).toBe(255);
  });

  test('a figure cut out on a transparent ground stays cut out', () => {
    const shapes = '<circle cx="32" cy="32" r="24" fill="white" stroke="black" stroke-width="3"/>';
    const sketch = draw(64, 64, shapes, null);
    const result = compositeLines(readSketch(sketch), green(sketch));
    expect(pixel(result, 32, 32)).toEqual([40, 200, 80, 255]);
    expect(pixel(result, 1, 1)[3]).toBe(0);
  });

  test('white lines on black are lines', () => {
    const sketch = draw(64, 64, circle(32, 32, 20, 4, '#ffffff'), 'black');
    const read = readSketch(sketch);
    expect(read.kind).toBe('inverted');
    const result = compositeLines(read, green(sketch));
    expect(pixel(result, 52, 32)).toEqual([255, 255, 255, 255]);
    expect(pixel(result, 32, 32)).toEqual([40, 200, 80, 255]);
  });

  test('empty, black and one-pixel pictures are sketches too', () => {
    for (const [w, h, fill] of [
      [1, 1, 255],
      [16, 16, 0],
      [40, 30, 255],
      [30, 40, 128],
    ]) {
      const picture = createPicture(w, h, [fill, fill, fill, 255]);
      expect(compositeLines(readSketch(picture), green(picture)).data).toHaveLength(4 * w * h);
    }
    expect(readSketch(createPicture(20, 20)).ink.every((v) => v === 0)).toBe(true);
  });
});

describe('the grid', () => {
  test.each([
    [512, 512, 256, 256],
    [600, 500, 320, 256],
    [16, 16, 32, 32],
    [17, 301, 32, 608],
    [4096, 4096, 256, 256],
    [16, 4096, 32, 8192],
    [1000, 333, 768, 256],
  ])('%i×%i is coloured at %i×%i', (width, height, w, h) => {
    expect(gridSize(width, height)).toEqual({ width: w, height: h });
  });

  test('ink is the mean darkness, whatever the ratio', () => {
    const ink = new Uint8Array(60 * 40);
    for (let y = 0; y < 40; y++) for (let x = 20; x < 40; x++) ink[y * 60 + x] = 255;
    for (const [w, h] of [
      [64, 32],
      [32, 32],
      [96, 96],
    ]) {
      const grid = gridInk(ink, 60, 40, { width: w, height: h });
      const mean = grid.reduce((a, b) => a + b, 0) / grid.length;
      expect(mean).toBeCloseTo(1 / 3, 3);
      expect(grid[w >> 1]).toBeCloseTo(1, 5);
      expect(grid[0]).toBe(0);
    }
  });

  test('thin lines of a large drawing do not fade away', () => {
    const width = 2048;
    const ink = new Uint8Array(width * width);
    for (let y = 0; y < width; y++) for (let x = 1000; x < 1002; x++) ink[y * width + x] = 255;
    expect(Math.max(...gridInk(ink, width, width, { width: 192, height: 192 }))).toBeGreaterThan(0.5);
  });
});
