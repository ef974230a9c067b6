import { describe, expect, test } from 'vitest';
import { differenceOfGaussians } from '../../../src/vision/lines/differenceOfGaussians.js';
import { extractLines, LINE_STYLES, type LineStyle } from '../../../src/vision/lines/extractLines.js';
import { removeLines } from '../../../src/vision/lines/removeLines.js';
import { segment } from '../../../src/vision/lines/segmentation.js';
import { createPicture, type Picture } from '../../../src/vision/picture.js';
import { createPlanes } from '../../../src/vision/planes.js';

const styles = Object.keys(LINE_STYLES) as LineStyle[];

/** A disc of one colour on another, 96 × 80. */
function disc(inside: readonly [number, number, number], outside: readonly [number, number, number]): Picture {
  const picture = createPicture(96, 80);
  for (let y = 0; y < 80; y++) {
    for (let x = 0; x < 96; x++) {
      const color = Math.hypot(x - 48, y - 40) < 25 ? inside : outside;
      picture.data.set([...color, 255], (y * 96 + x) * 4);
    }
  }
  return picture;
}

const at = ({ data, width }: Picture, x: number, y: number) => data[(y * width + x) * 4];
const darkestNear = (picture: Picture, x: number, y: number, reach = 4) => {
  let darkest = 255;
  for (let dx = -reach; dx <= reach; dx++) darkest = Math.min(darkest, at(picture, x + dx, y));
  return darkest;
};

const equal = (a: Picture, b: Picture) => Buffer.from(a.data.buffer).equals(Buffer.from(b.data.buffer));

describe.each(styles)('style %s', (style) => {
  test('flat colour has no lines', () => {
    const { data } = extractLines(createPicture(40, 30, [180, 90, 200, 255]), style);
    if (style !== 'xdog') expect(Math.min(...data)).toBeGreaterThan(250);
  });

  test('is opaque grey of the same size, the same for the same seed', () => {
    const picture = disc([40, 80, 200], [250, 240, 200]);
    const lines = extractLines(picture, style, 7);
    expect([lines.width, lines.height]).toEqual([96, 80]);
    expect(lines.data.every((value, i) => value === (i % 4 === 3 ? 255 : lines.data[i - (i % 4)]))).toBe(true);
    expect(equal(extractLines(picture, style, 7), lines)).toBe(true);
  });
});

describe.each(['dog', 'regions'] as const)('%s', (style) => {
  test('draws the edge of a disc and nothing inside or outside', () => {
    const lines = extractLines(disc([40, 80, 200], [250, 240, 200]), style);
    expect(darkestNear(lines, 48 - 25, 40)).toBeLessThan(80);
    expect(darkestNear(lines, 48 + 25, 40)).toBeLessThan(80);
    expect(at(lines, 48, 40)).toBeGreaterThan(245);
    expect(at(lines, 5, 5)).toBeGreaterThan(245);
  });

  test('another seed draws otherwise', () => {
    const picture = disc([40, 80, 200], [250, 240, 200]);
    expect(equal(extractLines(picture, style, 7), extractLines(picture, style, 8))).toBe(false);
  });

  test('parts colours of one lightness', () => {
    const lines = extractLines(disc([200, 60, 60], [20, 113, 60]), style); // equal luma
    expect(darkestNear(lines, 48 - 25, 40)).toBeLessThan(120);
  });
});

test('transparent is white paper', () => {
  const picture = createPicture(30, 30); // all see-through, black beneath
  expect(Math.min(...extractLines(picture, 'dog').data)).toBe(255);
});

test('drawn finds thin dark lines and leaves dark areas', () => {
  const picture = createPicture(60, 60, [230, 200, 150, 255]);
  for (let y = 0; y < 60; y++) {
    for (const x of [20, 21]) picture.data.set([20, 20, 20, 255], (y * 60 + x) * 4);
    for (let x = 40; x < 60; x++) picture.data.set([20, 20, 20, 255], (y * 60 + x) * 4);
  }
  const lines = extractLines(picture, 'drawn');
  expect(at(lines, 20, 30)).toBeLessThan(60);
  expect(at(lines, 50, 30)).toBe(255);
  expect(at(lines, 10, 30)).toBe(255);
});

test('a step is dark on its dark side only', () => {
  const step = createPlanes(
    1,
    20,
    5,
    Float32Array.from({ length: 100 }, (_, i) => (i % 20 < 10 ? 0.2 : 0.8)),
  );
  const { data } = differenceOfGaussians(step, { sigma: 1 });
  expect(data[2 * 20 + 9]).toBeLessThan(0.5);
  expect(data[2 * 20 + 10]).toBe(1);
});

test('segmentation joins what is alike and parts what is not', () => {
  const planes = createPlanes(
    1,
    6,
    4,
    Float32Array.from({ length: 24 }, (_, i) => (i % 6 < 3 ? 0.1 : 0.9)),
  );
  const labels = segment(planes, { scale: 0.5, minimumArea: 2 });
  expect(new Set(labels).size).toBe(2);
  expect(labels[0]).toBe(labels[20]);
  expect(labels[0]).not.toBe(labels[5]);
});

test('lines are taken out, thick ink and colours stay', () => {
  const [width, height] = [30, 20];
  const area = width * height;
  const rgb = createPlanes(3, width, height);
  const line = createPlanes(1, width, height);
  line.data.fill(1);
  for (let i = 0; i < area; i++) {
    const x = i % width;
    rgb.data[i] = x < 8 ? 1 : 0;
    rgb.data[area + i] = x > 9 && x < 18 ? 1 : 0;
    if (x === 8 || x === 9 || x >= 18) line.data[i] = 0;
  }
  const left = removeLines(rgb, line, 3);
  const color = (x: number) => [0, 1, 2].map((c) => rgb.data[c * area + 10 * width + x]);
  expect(color(8)).toEqual([1, 0, 0]);
  expect(color(9)).toEqual([0, 1, 0]);
  expect(color(25)).toEqual([0, 0, 0]);
  expect(left.every((value) => value === 0)).toBe(true);
});
