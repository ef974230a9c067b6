import { createPicture, type Picture } from '../../vision/picture.js';
import { drawHintRaster } from '../hints/drawHints.js';
import type { TrainingSample } from './trainingSample.js';

/** Pixels between two pictures on a sheet; grey, so that white pictures have an edge. */
export const GAP = 6;
const GROUND: [number, number, number, number] = [128, 128, 128, 255];

/** What goes into a network, to look at: line art with its hints. */
export function inputPicture({ inputs, visible }: TrainingSample): Picture {
  const { width, height } = inputs;
  const white = new Float32Array(3 * width * height).fill(1);
  return drawHintRaster(coloredPicture(white, visible, width, height), inputs.hints);
}

/**
 * Colours under line art.
 *
 * @param color planes R, G, B in [0, 1]; what lies outside is cut off
 * @param visible how much of it shows, 0 (full ink) … 1 (paper)
 */
export function coloredPicture(
  color: ArrayLike<number>,
  visible: ArrayLike<number>,
  width: number,
  height: number,
): Picture {
  const area = width * height;
  const picture = createPicture(width, height, [255, 255, 255, 255]);
  for (let p = 0; p < area; p++)
    for (let c = 0; c < 3; c++) picture.data[4 * p + c] = 255 * color[c * area + p] * visible[p];
  return picture;
}

/** A grey sheet with room for pictures of a size in a grid. */
export function emptySheet(columns: number, rows: number, width: number, height: number): Picture {
  return createPicture(columns * (width + GAP) + GAP, rows * (height + GAP) + GAP, GROUND);
}

export function paste(sheet: Picture, picture: Picture, left: number, top: number): void {
  const bytes = 4 * picture.width;
  for (let y = 0; y < picture.height; y++)
    sheet.data.set(picture.data.subarray(y * bytes, (y + 1) * bytes), 4 * ((top + y) * sheet.width + left));
}
