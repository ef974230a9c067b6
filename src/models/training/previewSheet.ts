import type { Picture } from '../../vision/picture.js';
import { coloredPicture, emptySheet, GAP, inputPicture, paste } from './examplePictures.js';
import type { TrainingSample } from './trainingSample.js';

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
  const sheet = emptySheet(across, Math.ceil(samples.length / across), 2 * size, size);
  for (const [n, sample] of samples.entries()) {
    const left = GAP + (n % across) * (2 * size + GAP);
    const top = GAP + Math.floor(n / across) * (size + GAP);
    paste(sheet, inputPicture(sample), left, top);
    paste(sheet, coloredPicture(sample.color, sample.visible, size, size), left + size, top);
  }
  return sheet;
}
