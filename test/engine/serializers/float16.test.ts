import { describe, expect, test } from 'vitest';
import { float16ToNumber, numberToFloat16, widenBfloat16 } from '../../../src/engine/serializers/float16.js';

describe('float16', () => {
  test('all 65 536 patterns survive the way to float32 and back', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = float16ToNumber(bits);
      if (Number.isNaN(value)) expect(Number.isNaN(float16ToNumber(numberToFloat16(value)))).toBe(true);
      else if (numberToFloat16(value) !== bits) expect(numberToFloat16(value), `${bits}`).toBe(bits);
    }
  });

  test.each([
    [1 / 3, 0x3555],
    [65504, 0x7bff],
    [65519.99, 0x7bff], // below half an ulp over the largest
    [65520, 0x7c00],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000], // a tie, to even
    [2 ** -25 * 1.001, 0x0001],
    [2 ** -14 - 2 ** -26, 0x0400], // rounds up out of the subnormal numbers
    [1 + 2 ** -11, 0x3c00], // a tie, to even
    [1 + 3 * 2 ** -11, 0x3c02],
    [-0, 0x8000],
    [1e-30, 0],
  ])('rounds %d to %d', (value, bits) => expect(numberToFloat16(value)).toBe(bits));

  test('bfloat16 is the upper half of float32', () =>
    expect([...widenBfloat16(Uint16Array.of(0x3f80, 0xc000, 0x7f80))]).toEqual([1, -2, Number.POSITIVE_INFINITY]));
});
