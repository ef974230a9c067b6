import { charbonnier } from '../../engine/functions/loss/charbonnier.js';
import { log, mul } from '../../engine/functions/math/arithmetic.js';
import { average } from '../../engine/functions/math/average.js';
import { getBackend, type Variable } from '../../engine/index.js';
import type { ModelCard } from '../generatorFile.js';
import { generatorPainter } from '../generatorPainter.js';
import type { Painter } from '../gridColorizer.js';
import type { Generator } from '../networks/generator.js';
import type { PartColors } from '../parts/usualColors.js';
import { cardWithParts, saveGeneratorIn } from './generatorInRun.node.js';
import { GeneratorTrainee } from './generatorTrainee.node.js';
import { learnUsualColors } from './learnUsualColors.js';
import type { TrainingSettings } from './presets.js';
import type { RunFolder } from './runFolder.node.js';
import type { SampleThread } from './sampleThread.node.js';
import type { TrainingData } from './trainingData.node.js';
import { drawBatch, type PairList, planesOf, type TrainingBatch } from './trainingSample.js';

/** Error below which the loss is quadratic: shades are averaged, while a colour that is altogether another one is not. */
const CHARBONNIER_EPS = 0.1;

/** Pictures looked at for their usual colours: more say the same. */
const MOST_PICTURES = 200;

/** Error of a picture that counts as perfect, 47 dB: below it there is nothing left to gain. */
const PERFECT = 1e-4;

/**
 * Steps of the generator. The loss of a picture is the Charbonnier distance between what the user will see and the truth,
 * both with the same line art on top: where ink covers the colour, the colour does not matter. Of it the logarithm counts,
 * so that a picture is judged by how much of its error is left: else the hopeless ones, without hints, would outweigh those
 * that could be exact.
 */
export class GeneratorUpdater extends GeneratorTrainee {
  readonly painter: Painter;
  /** What `prepare` got for the next step. */
  #batch: TrainingBatch | null = null;

  constructor(
    generator: Generator,
    pairs: PairList,
    settings: TrainingSettings,
    seed: number,
    private readonly drawer: SampleThread | null = null,
    private readonly startCard: ModelCard = {},
  ) {
    super(generator, generator, pairs, settings, seed);
    this.painter = generatorPainter(getBackend(), generator);
    if (drawer) getBackend().leaveCores?.(drawer.busy);
  }

  async prepare(): Promise<void> {
    if (this.drawer) this.#batch = await this.drawer.take(this.iteration);
  }

  /** Lets the generator use the colours that parts have in these pictures; of one without a segmenter nothing comes. */
  async learnUsualColors(data: TrainingData): Promise<PartColors> {
    if (!this.painter.segment) return {};
    const chosen = (indexes: readonly number[]) => indexes.slice(0, MOST_PICTURES).map((k) => data.get(k));
    const usual = await learnUsualColors(this.painter, chosen(data.train), chosen(data.validation));
    this.generator.usual = { ...this.generator.usual, ...usual };
    return usual;
  }

  protected override nextLoss(): () => Variable {
    const batch = this.#batch ?? drawBatch(this.pairs, this.settings, this.seed, this.iteration);
    this.#batch = null;
    return () => generatorLoss(this.generator, batch);
  }

  save(run: RunFolder, card: ModelCard): Promise<void> {
    return saveGeneratorIn(run, this.generator, cardWithParts(this.startCard, card));
  }

  override [Symbol.dispose](): void {
    this.drawer?.[Symbol.dispose]();
    super[Symbol.dispose]();
  }
}

/** Mean over the pictures of log(Charbonnier distance of the visible colours). */
function generatorLoss(generator: Generator, { size, pictures, ...planes }: TrainingBatch): Variable {
  const [inputs, visible, truth] = [planes.inputs, planes.visible, planes.color].map((all) =>
    planesOf(all, pictures, size),
  );
  const { color } = generator.forward(inputs);
  const distance = charbonnier(mul(color, visible), mul(truth, visible), { eps: CHARBONNIER_EPS });
  const perPicture = average(distance, { axis: [1, 2, 3] });
  return average(log(perPicture.add(PERFECT - CHARBONNIER_EPS))); // an exact picture's distance is eps
}
