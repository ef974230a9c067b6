import { softmaxCrossEntropy } from '../../engine/functions/loss/softmaxCrossEntropy.js';
import { getBackend, Tensor, type Variable } from '../../engine/index.js';
import { srgbFromHex } from '../../vision/colorSpaces.js';
import { Random } from '../../vision/random.js';
import type { ModelCard } from '../generatorFile.js';
import { generatorPainter } from '../generatorPainter.js';
import type { Painter } from '../gridColorizer.js';
import type { Generator } from '../networks/generator.js';
import { PART_CELL, type PartSegmenter } from '../networks/partSegmenter.js';
import type { PartLogits } from '../parts/partShares.js';
import { PART_CODES, PARTS, partOf } from '../parts/parts.js';
import { cardOfPart, saveGeneratorIn } from './generatorInRun.node.js';
import { GeneratorTrainee } from './generatorTrainee.node.js';
import type { TrainingSettings } from './presets.js';
import { type RunFolder, TrainingError } from './runFolder.node.js';
import type { PairCrop } from './trainingPair.js';
import { augmentedCrop, type PairList, stackPlanes } from './trainingSample.js';

/** How much a part counts in the loss: small ones more, the page less. */
const WEIGHTS = PARTS.map((part) => ({ ground: 0.5, iris: 3, mouth: 3, white: 2 })[part as string] ?? 1);

/** Label of cells that count for nothing: ink covers them, or what they belong to is not known. */
const UNKNOWN = -1;

/** Places covered by more ink than this are no part of anything. */
const COVERED = 0.7;

/**
 * Steps of a generator's segmenter, on pictures painted in the parts' codes (`recipe:parts`). Its painter paints those codes,
 * so that a run is judged like any other: by how near the picture comes.
 */
export class PartsUpdater extends GeneratorTrainee {
  readonly ignoresHints = true;
  readonly painter: Pick<Painter, 'paint'>;
  readonly #parts: PartSegmenter;

  constructor(
    generator: Generator,
    pairs: PairList,
    settings: TrainingSettings,
    seed: number,
    private readonly startCard: ModelCard,
  ) {
    const { parts } = generator;
    if (!parts) throw new TrainingError('this model has no segmenter to train');
    super(generator, parts, pairs, settings, seed);
    this.#parts = parts;
    const { segment } = generatorPainter(getBackend(), generator);
    this.painter = {
      async paint({ ink, width, height }) {
        if (!segment) throw new TrainingError('this model has no segmenter to judge');
        return { color: paintCodes(await segment(ink, width, height), width, height) };
      },
    };
  }

  protected override nextLoss(): () => Variable {
    const crops = drawCrops(this.pairs, this.settings, this.seed, this.iteration);
    return () => segmenterLoss(this.#parts, crops);
  }

  /** The card stays the starting model's, with a word on the segmenter. */
  save(run: RunFolder, card: ModelCard): Promise<void> {
    return saveGeneratorIn(run, this.generator, cardOfPart(this.startCard, 'parts', card));
  }
}

function drawCrops(pairs: PairList, { sizes, batch }: TrainingSettings, seed: number, iteration: number): PairCrop[] {
  return Array.from({ length: batch }, (_, slot) => {
    const random = new Random('train', seed, iteration, slot);
    return augmentedCrop(pairs.get(random.integer(0, pairs.length)), sizes[0], random);
  });
}

/** Mean cross entropy over the cells whose part is known. */
function segmenterLoss(parts: PartSegmenter, crops: readonly PairCrop[]): Variable {
  const size = crops[0].color.width;
  const cells = size / PART_CELL;
  const ink = stackPlanes(
    crops.map(({ visible }) => visible.map((v) => 1 - v)),
    size,
  );
  const labels = crops.flatMap((crop) => Array.from(partLabels(crop)));
  const truth = Tensor.from(Int32Array.from(labels), [crops.length, cells, cells]);
  return softmaxCrossEntropy(parts.forward(ink), truth, {
    classWeight: Tensor.from(Float32Array.from(WEIGHTS), [PARTS.length]),
    ignoreLabel: UNKNOWN,
  });
}

/** The part of each cell, (size / PART_CELL)²: that of its place with the least ink. */
export function partLabels({ color: { width: size, data }, visible }: PairCrop): Int32Array {
  const columns = size / PART_CELL;
  const n = size * size;
  return Int32Array.from({ length: columns * columns }, (_, cell) => {
    const corner = Math.floor(cell / columns) * PART_CELL * size + (cell % columns) * PART_CELL;
    let clearest = -1;
    let most = 1 - COVERED;
    for (let j = 0; j < PART_CELL; j++)
      for (let p = corner + j * size; p < corner + j * size + PART_CELL; p++)
        if (visible[p] > most) {
          most = visible[p];
          clearest = p;
        }
    return clearest < 0 ? UNKNOWN : partOf(data[clearest], data[n + clearest], data[2 * n + clearest]);
  });
}

/** The code of each cell's likeliest part. */
function paintCodes(logits: PartLogits, width: number, height: number): Float32Array {
  const codes = PARTS.map((part) => srgbFromHex(PART_CODES[part])!);
  const values = logits.data;
  const cells = logits.width * logits.height;
  const painted = new Float32Array(3 * width * height);
  for (let p = 0; p < width * height; p++) {
    const cell = Math.floor(Math.floor(p / width) / PART_CELL) * logits.width + Math.floor((p % width) / PART_CELL);
    let best = 0;
    for (let k = 1; k < PARTS.length; k++) if (values[k * cells + cell] > values[best * cells + cell]) best = k;
    for (let c = 0; c < 3; c++) painted[c * width * height + p] = codes[best][c];
  }
  return painted;
}
