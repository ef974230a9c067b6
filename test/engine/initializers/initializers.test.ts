import { beforeEach, describe, expect, test } from 'vitest';
import { type Shape, sizeOf } from '../../../src/engine/backends/backend.js';
import type { Initializer } from '../../../src/engine/core/initializer.js';
import { seed } from '../../../src/engine/core/random.js';
import * as I from '../../../src/engine/initializers/index.js';

const SHAPE: Shape = [64, 32, 3, 3]; // fan-in 288, fan-out 576
const N = sizeOf(SHAPE);

beforeEach(() => seed(7));

const statistics = (initializer: Initializer) => {
  const values = Array.from(initializer.generate(SHAPE));
  const mean = values.reduce((a, b) => a + b, 0) / N;
  const deviation = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / N);
  return { mean, deviation, max: Math.max(...values), min: Math.min(...values) };
};

describe('normal initializers', () => {
  test.each<[string, Initializer, number]>([
    ['Normal', new I.Normal(), 0.05],
    ['LeCunNormal', new I.LeCunNormal(), Math.sqrt(1 / 288)],
    ['GlorotNormal', new I.GlorotNormal(), Math.sqrt(2 / (288 + 576))],
    ['HeNormal', new I.HeNormal(), Math.sqrt(2 / 288)],
    ['HeNormal of fan-out, scaled', new I.HeNormal(3, 'fanOut'), 3 * Math.sqrt(2 / 576)],
  ])('%s', (_name, initializer, deviation) => {
    const found = statistics(initializer);
    expect(Math.abs(found.mean)).toBeLessThan((4 * deviation) / Math.sqrt(N));
    expect(found.deviation / deviation).toBeCloseTo(1, 1.5);
    expect(found.max).toBeGreaterThan(3.5 * deviation); // not truncated
  });
});

describe('uniform initializers', () => {
  test.each<[string, Initializer, number]>([
    ['Uniform', new I.Uniform(), 0.05],
    ['LeCunUniform', new I.LeCunUniform(), Math.sqrt(3 / 288)],
    ['GlorotUniform', new I.GlorotUniform(), Math.sqrt(6 / (288 + 576))],
    ['HeUniform', new I.HeUniform(2), 2 * Math.sqrt(6 / 288)],
  ])('%s', (_name, initializer, width) => {
    const { mean, deviation, min, max } = statistics(initializer);
    expect(Math.abs(mean)).toBeLessThan((4 * width) / Math.sqrt(3 * N));
    expect(deviation / (width / Math.sqrt(3))).toBeCloseTo(1, 1.5);
    expect(min).toBeGreaterThanOrEqual(-width * 1.000001);
    expect(max).toBeLessThan(width);
  });
});

test('constants', () => {
  expect(Array.from(new I.Zero().generate([2]))).toEqual([0, 0]);
  expect(Array.from(new I.One().generate([2]))).toEqual([1, 1]);
  expect(Array.from(new I.Constant(2.5).generate([1, 2]))).toEqual([2.5, 2.5]);
  expect(Array.from(new I.Constant(Float32Array.of(1, 2)).generate([2]))).toEqual([1, 2]);
  expect(() => new I.Constant(Float32Array.of(1, 2)).generate([3])).toThrow('2 values do not fill shape (3,)');
  expect(Array.from(new I.Identity(3).generate([2, 2]))).toEqual([3, 0, 0, 3]);
  expect(() => new I.Identity().generate([2, 3])).toThrow(
    'Identity: expected a square matrix, but the shape is (2, 3)',
  );
});

describe('Orthogonal', () => {
  test.each<[string, Shape, number, number]>([
    ['wide: rows', [4, 3, 2, 2], 4, 12],
    ['tall: columns', [12, 5], 12, 5],
    ['square', [6, 6], 6, 6],
  ])('%s are orthogonal and 1.1 long', (_name, shape, out, rest) => {
    const w = new I.Orthogonal().generate(shape);
    const vectors = Array.from({ length: Math.min(out, rest) }, (_, i) =>
      Array.from({ length: Math.max(out, rest) }, (_, k) => (out <= rest ? w[i * rest + k] : w[k * rest + i])),
    );
    for (const [i, a] of vectors.entries())
      for (const [j, b] of vectors.entries())
        expect(a.reduce((sum, v, k) => sum + v * b[k], 0)).toBeCloseTo(i === j ? 1.21 : 0, 5);
  });
});

test('a seed gives the same numbers, each call others', () => {
  const first = new I.LeCunNormal().generate([4, 4]);
  expect(new I.LeCunNormal().generate([4, 4])).not.toEqual(first);
  seed(7);
  expect(new I.LeCunNormal().generate([4, 4])).toEqual(first);
});

test('weights need two axes', () => {
  expect(() => new I.HeNormal().generate([3])).toThrow('expected weights of two axes or more, but the shape is (3,)');
});

describe('filters and fills', () => {
  test('UpsamplingDeconvFilter enlarges bilinearly, channel by channel', () => {
    const filter = Array.from(new I.UpsamplingDeconvFilter().generate([2, 2, 4, 4]));
    const side = [0.25, 0.75, 0.75, 0.25];
    expect(filter.slice(0, 16)).toEqual(side.flatMap((a) => side.map((b) => a * b)));
    expect(filter.slice(16, 48)).toEqual(new Array(32).fill(0));
  });

  test('DownsamplingConvFilter sums to 1', () => {
    const filter = Array.from(new I.DownsamplingConvFilter().generate([2, 1, 3, 3]));
    expect(filter[4]).toBeCloseTo(0.25, 6);
    expect(filter.slice(0, 9).reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    expect(() => new I.DownsamplingConvFilter().generate([2, 3, 3, 3])).toThrow('(C, C, k, …) or (C, 1, k, …)');
  });

  test('NaNFill shows weights that nobody set', () => {
    expect(new I.NaNFill().generate([2]).every(Number.isNaN)).toBe(true);
  });
});
