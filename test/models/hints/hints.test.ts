import { describe, expect, test } from 'vitest';
import { formatColor, HintsError, parseColor, parseHints } from '../../../src/models/hints/hints.js';

const stroke = { color: '#ff0000', width: 4, points: [[1, 2]] };
const message = (json: unknown, size?: [number, number]) => {
  try {
    parseHints(json, size);
  } catch (error) {
    expect(error).toBeInstanceOf(HintsError);
    return (error as Error).message;
  }
  throw new Error('was accepted');
};

describe('parseHints', () => {
  test('takes the documented form', () => {
    const json = {
      size: [10, 20],
      strokes: [
        stroke,
        {
          ...stroke,
          color: '#ABCDEF',
          points: [
            [0, 0],
            [9.5, 3],
          ],
        },
      ],
    };
    expect(parseHints(json, [10, 20])).toEqual(json);
    expect(parseHints({ size: [1, 1], strokes: [] }).strokes).toEqual([]);
    const rich = { size: [10, 20], strokes: [{ ...stroke, widths: [3], reach: 20, empty: true, area: true }] };
    expect(parseHints(rich)).toEqual(rich);
  });

  test.each([
    ['nothing', null, /expected an object/],
    [
      'a width too many',
      { size: [9, 9], strokes: [{ ...stroke, widths: [1, 2] }] },
      /strokes\[0\]\.widths: 2 widths for 1/,
    ],
    [
      'a reach below 0',
      { size: [9, 9], strokes: [{ ...stroke, reach: -1 }] },
      /strokes\[0\]\.reach: must be at least 0/,
    ],
    ['a list', [], /expected an object|hints\.size/],
    ['no size', { strokes: [] }, /hints\.size: must be \[width, height\]/],
    ['a size of zero', { size: [0, 3], strokes: [] }, /hints\.size\[0\]: must be at least 1/],
    ['half a pixel', { size: [1.5, 3], strokes: [] }, /hints\.size\[0\]: must be a whole number/],
    ['a huge size', { size: [1e9, 3], strokes: [] }, /hints\.size\[0\]: must be at most/],
    ['no strokes', { size: [3, 3] }, /hints\.strokes: must be a list/],
    [
      'a colour by name',
      { size: [3, 3], strokes: [stroke, { ...stroke, color: 'red' }] },
      /hints\.strokes\[1\]\.color: must be "#rrggbb"/,
    ],
    [
      'a width of zero',
      { size: [3, 3], strokes: [{ ...stroke, width: 0 }] },
      /hints\.strokes\[0\]\.width: must be above 0/,
    ],
    [
      'no points',
      { size: [3, 3], strokes: [{ ...stroke, points: [] }] },
      /hints\.strokes\[0\]\.points: needs at least one point/,
    ],
    [
      'a point of three',
      { size: [3, 3], strokes: [{ ...stroke, points: [[1, 2, 3]] }] },
      /hints\.strokes\[0\]\.points\[0\]/,
    ],
    [
      'infinity',
      { size: [3, 3], strokes: [{ ...stroke, points: [[1, Number.POSITIVE_INFINITY]] }] },
      /points\[0\]\[1\]: must be a finite number/,
    ],
    [
      'not a number',
      { size: [3, 3], strokes: [{ ...stroke, points: [[Number.NaN, 1]] }] },
      /points\[0\]\[0\]: must be a finite number/,
    ],
    [
      'too many strokes',
      { size: [3, 3], strokes: new Array(10_001).fill(stroke) },
      /hints\.strokes: more than 10000 strokes/,
    ],
  ])('refuses %s and says where', (_, json, expected) => {
    expect(message(json)).toMatch(expected);
    expect(message(json)).not.toContain('\n');
  });

  test('refuses hints made for another sketch', () => {
    expect(message({ size: [10, 20], strokes: [] }, [20, 10])).toBe(
      'hints.size: made for a 10×20 sketch, but this one is 20×10; use the sketch they were made on',
    );
  });
});

test('colours go to numbers and back', () => {
  expect(parseColor('#FF8001')).toEqual([255, 128, 1]);
  expect(formatColor([255, 128.2, -3])).toBe('#ff8000');
});
