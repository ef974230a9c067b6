import { describe, expect, test } from 'vitest';
import { createPlanes, type Planes } from '../../../src/vision/planes.js';
import { Random } from '../../../src/vision/random.js';
import { resizeArea } from '../../../src/vision/resize/area.js';
import { resizeBilinear } from '../../../src/vision/resize/bilinear.js';
import { resizeCubic } from '../../../src/vision/resize/cubic.js';

function noise(channels: number, width: number, height: number): Planes {
  const random = new Random('resize', width, height);
  const planes = createPlanes(channels, width, height);
  for (let i = 0; i < planes.data.length; i++) planes.data[i] = random.uniform();
  return planes;
}

const mean = ({ data }: Planes) => data.reduce((sum, value) => sum + value, 0) / data.length;

describe.each([
  ['area', resizeArea],
  ['bilinear', resizeBilinear],
  ['cubic', resizeCubic],
] as const)('%s', (_name, resize) => {
  test('the same size changes nothing', () => {
    const planes = noise(3, 7, 5);
    const same = resize(planes, 7, 5);
    for (const [i, value] of same.data.entries()) expect(value).toBeCloseTo(planes.data[i], 5);
  });

  test.each([
    [3, 2],
    [13, 1],
    [40, 31],
  ])('one value stays one value at %i × %i', (width, height) => {
    const flat = createPlanes(2, 11, 9);
    flat.data.fill(0.25);
    const resized = resize(flat, width, height);
    expect([resized.channels, resized.width, resized.height]).toEqual([2, width, height]);
    expect(Math.min(...resized.data)).toBeCloseTo(0.25, 5);
    expect(Math.max(...resized.data)).toBeCloseTo(0.25, 5);
  });

  test('channels do not mix', () => {
    const planes = createPlanes(2, 6, 6);
    planes.data.fill(1, 36);
    const { data } = resize(planes, 4, 9);
    expect(Math.max(...data.subarray(0, 36))).toBe(0);
    expect(Math.min(...data.subarray(36))).toBeCloseTo(1, 5);
  });
});

test('area keeps the mean exactly, at odd ratios too', () => {
  const planes = noise(1, 17, 23);
  expect(mean(resizeArea(planes, 5, 7))).toBeCloseTo(mean(planes), 5);
  expect(mean(resizeArea(planes, 40, 50))).toBeCloseTo(mean(planes), 5);
});

test('area of halves is the mean of four', () => {
  const planes = createPlanes(1, 4, 2, new Float32Array([0, 1, 0.5, 0.5, 1, 1, 0, 1]));
  expect([...resizeArea(planes, 2, 1).data]).toEqual([0.75, 0.5]);
});

test('bilinear lies half-way between neighbours', () => {
  const { data } = resizeBilinear(createPlanes(1, 2, 1, new Float32Array([0, 1])), 4, 1);
  expect([...data]).toEqual([0, 0.25, 0.75, 1]);
});

test('cubic follows a straight ramp inside', () => {
  const ramp = createPlanes(
    1,
    16,
    1,
    Float32Array.from({ length: 16 }, (_, i) => i / 15),
  );
  const { data } = resizeCubic(ramp, 32, 1);
  for (let i = 6; i < 26; i++) expect(data[i]).toBeCloseTo(((i + 0.5) / 2 - 0.5) / 15, 5);
});
