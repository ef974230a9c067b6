import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writePicture } from '../../vision/imageFile.node.js';
import { Random } from '../../vision/random.js';
import { GAP } from './examplePictures.js';
import { largestSize } from './presets.js';
import { previewSheet } from './previewSheet.js';
import { openRunData, type TrainOptions } from './train.node.js';
import { makeSample } from './trainingSample.js';

/** Examples on the sheet, and its greatest width in pixels. */
const EXAMPLES = 12;
const WIDTH = 820;

/** What a run would be trained on. */
export interface RunPreview {
  /** The contact sheet. */
  readonly sheet: string;
  /** Examples on it. */
  readonly shown: number;
  /** Pairs to train on, and pictures kept aside to judge by. */
  readonly pairs: number;
  readonly keptAside: number;
}

/**
 * Reads the pictures of a run that is not begun yet into its folder, as `train` does first, and writes `preview.webp` there: what
 * the network will see. `train` with the same options then goes on from there.
 *
 * @throws as `train`
 */
export async function previewRun(options: Omit<TrainOptions, 'backend'>): Promise<RunPreview> {
  const { settings, data } = await openRunData(options);
  using pairs = data;
  const size = largestSize(settings.settings);
  const count = Math.min(EXAMPLES, pairs.train.length);
  const samples = Array.from({ length: count }, (_, n) => {
    const index = pairs.train[Math.floor((n * pairs.train.length) / count)];
    return makeSample(pairs.get(index), size, new Random('preview', settings.seed, n));
  });
  const columns = Math.max(1, Math.floor((WIDTH - GAP) / (2 * size + GAP)));
  const sheet = join(options.out, 'preview.webp');
  await mkdir(options.out, { recursive: true }); // it is not there yet where the pairs lie elsewhere
  await writePicture(sheet, previewSheet(samples, columns));
  return {
    sheet,
    shown: count,
    pairs: pairs.train.length,
    keptAside: pairs.validation.length + pairs.leftOut.length,
  };
}
