import { createPicture, type Picture } from '../../src/vision/picture.js';

/** White paper with two closed boxes beside each other, in black lines two pixels wide. */
export function twoBoxes(width = 96, height = 64): Picture {
  const picture = createPicture(width, height, [255, 255, 255, 255]);
  const left = { x0: 8, x1: width / 2 - 6 };
  const right = { x0: width / 2 + 6, x1: width - 8 };
  for (const { x0, x1 } of [left, right]) {
    for (let y = 8; y < height - 8; y++) {
      for (let x = x0; x < x1; x++) {
        const inside = x >= x0 + 2 && x < x1 - 2 && y >= 10 && y < height - 10;
        if (!inside) picture.data.set([0, 0, 0], 4 * (y * width + x));
      }
    }
  }
  return picture;
}

/** Middles of the two boxes. */
export const middles = (width = 96, height = 64): [[number, number], [number, number]] => [
  [Math.round(width / 4), height / 2],
  [Math.round((3 * width) / 4), height / 2],
];

/** Red in the left box, blue in the right one. */
export const boxHints = (width = 96, height = 64) => ({
  size: [width, height],
  strokes: ['#ff0000', '#0000ff'].map((color, i) => ({ color, width: 8, points: [middles(width, height)[i]] })),
});

/** Red, green and blue at a point. */
export function colorAt({ width, data }: Picture, [x, y]: readonly [number, number]): number[] {
  return Array.from(data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3));
}

/** A red and a blue area side by side, which meet at `edge`. */
export function painting(edge = 48, width = 96, height = 64): Picture {
  const picture = createPicture(width, height, [220, 40, 40, 255]);
  for (let y = 0; y < height; y++) {
    for (let x = edge; x < width; x++) picture.data.set([40, 40, 220], 4 * (y * width + x));
  }
  return picture;
}
