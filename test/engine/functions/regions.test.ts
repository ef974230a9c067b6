/** Regions of interest against loops written from the definitions (engine.md §1.3), on random boxes that reach outside. */
import { describe, expect, test } from 'vitest';
import { Tensor } from '../../../src/engine/core/tensor.js';
import * as F from '../../../src/engine/functions/index.js';
import { backends } from '../backends.js';
import { distinct, type HostArray, values } from '../reference/hostArray.js';
import { checkFunction, type FunctionCheck } from './checkFunction.js';

const CHANNELS = 2;
const [HEIGHT, WIDTH] = [6, 7];
const OUT = [2, 3] as const;
const SCALE = 0.5;
const boxes = [
  [0, 0, 11, 13],
  [2.4, 3.2, 9.1, 8.4],
  [-4, 7, 5, 20],
  [6, 6, 6, 6],
];
const pictures = [0, 1, 1, 0];
const input = distinct([2, CHANNELS, HEIGHT, WIDTH]);

const pixel = (n: number, c: number, y: number, x: number): number =>
  input.data[((n * CHANNELS + c) * HEIGHT + y) * WIDTH + x];

/** One value for each box, channel and bin. */
function each(value: (box: number, c: number, i: number, j: number) => number): HostArray {
  const list: number[] = [];
  for (let r = 0; r < boxes.length; r++)
    for (let c = 0; c < CHANNELS; c++)
      for (let i = 0; i < OUT[0]; i++) for (let j = 0; j < OUT[1]; j++) list.push(value(r, c, i, j));
  return { shape: [boxes.length, CHANNELS, ...OUT], data: Float64Array.from(list) as never };
}

function cells(r: number, c: number, i: number, j: number): number[] {
  const [y0, x0, y1, x1] = boxes[r].map((v) => Math.round(v * SCALE));
  const [h, w] = [Math.max(y1 - y0, 1) / OUT[0], Math.max(x1 - x0, 1) / OUT[1]];
  const found: number[] = [];
  for (let y = y0 + Math.floor(i * h); y < y0 + Math.ceil((i + 1) * h); y++)
    for (let x = x0 + Math.floor(j * w); x < x0 + Math.ceil((j + 1) * w); x++)
      if (y >= 0 && y < HEIGHT && x >= 0 && x < WIDTH) found.push(pixel(pictures[r], c, y, x));
  return found;
}

function samples(
  r: number,
  c: number,
  i: number,
  j: number,
  ratio: number | null,
): { inside: number[]; count: number } {
  const [y0, x0, y1, x1] = boxes[r].map((v) => v * SCALE);
  const [h, w] = [Math.max(y1 - y0, 1) / OUT[0], Math.max(x1 - x0, 1) / OUT[1]];
  const [rows, columns] = [ratio ?? Math.ceil(h), ratio ?? Math.ceil(w)];
  const inside: number[] = [];
  for (let a = 0; a < rows; a++)
    for (let b = 0; b < columns; b++) {
      const y = y0 + i * h + ((a + 0.5) * h) / rows;
      const x = x0 + j * w + ((b + 0.5) * w) / columns;
      if (y < -1 || y > HEIGHT || x < -1 || x > WIDTH) continue;
      const at = (p: number, limit: number) => Math.min(Math.max(p, 0), limit - 1);
      const [py, px] = [at(y, HEIGHT), at(x, WIDTH)];
      const [ty, tx] = [Math.min(Math.floor(py), HEIGHT - 1), Math.min(Math.floor(px), WIDTH - 1)];
      const [by, bx] = [Math.min(ty + 1, HEIGHT - 1), Math.min(tx + 1, WIDTH - 1)];
      const [fy, fx] = [py - ty, px - tx];
      const p = (yy: number, xx: number) => pixel(pictures[r], c, yy, xx);
      inside.push((1 - fy) * ((1 - fx) * p(ty, tx) + fx * p(ty, bx)) + fy * ((1 - fx) * p(by, tx) + fx * p(by, bx)));
    }
  return { inside, count: rows * columns };
}

const sum = (list: number[]): number => list.reduce((a, b) => a + b, 0);
const best = (list: number[]): number => (list.length > 0 ? Math.max(...list) : 0);

const checks: Record<string, FunctionCheck> = {
  roiMaxPooling2D: {
    inputs: [input],
    actual: (x) => F.roiMaxPooling2D(x, boxes, pictures, OUT, SCALE),
    expected: each((r, c, i, j) => best(cells(r, c, i, j))),
  },
  roiAveragePooling2D: {
    inputs: [input],
    actual: (x) => F.roiAveragePooling2D(x, boxes, pictures, OUT, SCALE),
    expected: each((r, c, i, j) => sum(cells(r, c, i, j)) / Math.max(cells(r, c, i, j).length, 1)),
  },
  roiMaxAlign2D: {
    inputs: [input],
    actual: (x) => F.roiMaxAlign2D(x, boxes, pictures, OUT, SCALE, 2),
    expected: each((r, c, i, j) => best(samples(r, c, i, j, 2).inside)),
  },
  'roiAverageAlign2D with as many samples as pixels': {
    inputs: [input],
    actual: (x) => F.roiAverageAlign2D(x, boxes, pictures, OUT, SCALE),
    expected: each((r, c, i, j) => {
      const { inside, count } = samples(r, c, i, j, null);
      return sum(inside) / count;
    }),
  },
  'roiPooling2D includes the last pixel': {
    inputs: [values([1, 1, 2, 2], [1, 2, 3, 4])],
    actual: (x) => F.roiPooling2D(x, [[0, 0, 0, 1, 1]], 1, 2, 1),
    expected: values([1, 1, 1, 2], [3, 4]),
  },
};

describe.each(backends)('regions on $name', (backend) => {
  test.each(Object.entries(checks))('%s', (_name, check) => checkFunction(backend, check));
});

test('a region of a picture that is not there is refused', () => {
  expect(() => F.roiMaxPooling2D(Tensor.zeros([1, 1, 2, 2]), [[0, 0, 1, 1]], [1], 1, 1)).toThrow(
    'roiMaxPooling2D: expected (yMin, xMin, yMax, xMax) for each region, the index of its picture (0 … 0)',
  );
});
