import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writePicture } from '../../vision/imageFile.node.js';
import type { Picture } from '../../vision/picture.js';
import type { Painter } from '../gridColorizer.js';
import { coloredPicture, emptySheet, GAP, inputPicture, paste } from './examplePictures.js';
import { fixedExample } from './fixedExample.js';
import type { RunFolder } from './runFolder.node.js';
import type { TrainingData } from './trainingData.node.js';
import type { TrainingSample } from './trainingSample.js';

/** Pictures on a sheet, and hints on each: few, as somebody begins a picture. */
const PICTURES = 6;
const HINTS = 6;

/**
 * A few fixed pictures as the model paints them at each judgment, a sheet each in the run's folder, so that one sees it
 * improve: pictures kept aside where there are any, else some that it is trained on. Beside them `input.webp` with the line
 * art and its hints and `truth.webp`, in the same places.
 */
export class SampleSheets {
  readonly #samples: readonly TrainingSample[];

  constructor(
    private readonly folder: RunFolder,
    private readonly painter: Pick<Painter, 'paint'>,
    data: TrainingData,
    private readonly size: number,
  ) {
    const chosen = [data.leftOut, data.validation, data.train].find((indexes) => indexes.length > 0) ?? [];
    const count = Math.min(PICTURES, chosen.length);
    const spread = Array.from({ length: count }, (_, n) => chosen[Math.floor((n * chosen.length) / count)]);
    this.#samples = spread.map((index) => fixedExample(data.get(index), size, HINTS));
  }

  /** Paints the samples with the present weights and writes the sheet; its name in the run's folder. */
  async write(iteration: number): Promise<string> {
    await mkdir(join(this.folder.path, 'samples'), { recursive: true });
    if (!existsSync(join(this.folder.path, 'samples', 'truth.webp'))) {
      await this.#write('input', this.#samples.map(inputPicture));
      await this.#write(
        'truth',
        this.#samples.map(({ color, visible }) => this.#colored(color, visible)),
      );
    }
    const pictures: Picture[] = [];
    for (const { inputs, visible } of this.#samples)
      pictures.push(this.#colored((await this.painter.paint(inputs)).color, visible));
    return this.#write(`step-${String(iteration).padStart(7, '0')}`, pictures);
  }

  #colored(color: Float32Array, visible: Float32Array): Picture {
    return coloredPicture(color, visible, this.size, this.size);
  }

  async #write(name: string, pictures: readonly Picture[]): Promise<string> {
    const sheet = emptySheet(pictures.length, 1, this.size, this.size);
    for (const [n, picture] of pictures.entries()) paste(sheet, picture, GAP + n * (this.size + GAP), GAP);
    await writePicture(join(this.folder.path, 'samples', `${name}.webp`), sheet);
    return `samples/${name}.webp`;
  }
}
