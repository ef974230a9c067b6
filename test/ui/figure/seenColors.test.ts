import { expect, test } from 'vitest';
import { NO_PART } from '../../../src/models/parts/partMap.js';
import { PARTS } from '../../../src/models/parts/parts.js';
import { seenColors } from '../../../src/ui/figure/seenColors.js';

test('a part is seen in what covers most of it; its lines and what is no part are not', () => {
  const [hair, skin] = [PARTS.indexOf('hair'), PARTS.indexOf('skin')];
  const data = Uint8Array.from([hair, hair, hair, skin, skin, NO_PART, NO_PART, NO_PART]);
  const colors = [
    [32, 64, 192],
    [34, 66, 194],
    [0, 0, 0],
    [250, 200, 180],
    [250, 200, 180],
    [9, 9, 9],
    [9, 9, 9],
    [9, 9, 9],
  ];
  const pixels = Uint8ClampedArray.from(colors.flatMap((color) => [...color, 255]));
  expect(seenColors(pixels, { width: 8, height: 1, data })).toEqual({ hair: '#2141c1', skin: '#fac8b4' });
});
