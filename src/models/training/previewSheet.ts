import { createPicture, type Picture } from '../../vision/picture.js';
import { drawHintRaster } from '../hints/drawHints.js';
import type { TrainingSample } from './trainingSample.js';

/** Pixels between two examples; grey, so that white pictures have an edge. */
const GAP = 6;
const GROUND: [number, number, number, number] = [128, 128, 128, 255];

/**
 * A contact sheet of what a network is trained on: each example as its line art with the hints beside the true picture with
 * the same lines.
 *
 * @param samples all of one size, at least one
 * @param columns examples in a row
 */
export function previewSheet(samples: readonly TrainingSample[], columns = 6): Picture {
  const { width: size } = samples[0].inputs;
  const across = Math.min(columns, samples.length);
  const pitch = [2 * size + GAP, size + GAP] as const;
  const sheet = createPicture(across * pitch[0] + GAP, Math.ceil(samples.length / across) * pitch[1] + GAP, GROUND);
  for (const [n, { inputs, color, visible }] of samples.entries()) {
    const left = GAP + (n % across) * pitch[0];
    const top = GAP + Math.floor(n / across) * pitch[1];
    const line = createPicture(size, size, [255, 255, 255, 255]);
    const truth = createPicture(size, size, [255, 255, 255, 255]);
    for (let p = 0; p < size * size; p++) {
      for (let c = 0; c < 3; c++) {
        line.data[4 * p + c] = 255 * visible[p];
        truth.data[4 * p + c] = 255 * color[c * size * size + p] * visible[p];
      }
    }
    paste(sheet, drawHintRaster(line, inputs.hints), left, top);
    paste(sheet, truth, left + size, top);
  }
  return sheet;
}

function paste(sheet: Picture, picture: Picture, left: number, top: number): void {
  const bytes = 4 * picture.width;
  for (let y = 0; y < picture.height; y++)
    sheet.data.set(picture.data.subarray(y * bytes, (y + 1) * bytes), 4 * ((top + y) * sheet.width + left));
}
