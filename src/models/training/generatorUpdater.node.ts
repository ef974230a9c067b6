import { charbonnier } from '../../engine/functions/loss/charbonnier.js';
import { mul } from '../../engine/functions/math/arithmetic.js';
import { average } from '../../engine/functions/math/average.js';
import { getBackend, type Serializer, scope, Tensor, Variable } from '../../engine/index.js';
import { Adam, gradientClipping } from '../../engine/optimizers/index.js';
import { ExponentialMovingAverage, report } from '../../engine/training/index.js';
import { writeFileAtomic } from '../../vision/atomicFile.node.js';
import { Random } from '../../vision/random.js';
import { type ModelCard, saveGenerator } from '../generatorFile.js';
import { generatorPainter } from '../generatorPainter.js';
import type { Painter } from '../gridColorizer.js';
import type { Generator } from '../networks/generator.js';
import { stepSizeAt, type TrainingSettings } from './presets.js';
import type { RunFolder } from './runFolder.node.js';
import type { Trainee } from './trainee.js';
import type { TrainingPair } from './trainingPair.js';
import { makeSample, stackSamples, type TrainingBatch } from './trainingSample.js';

/** Pictures to draw from. */
export interface PairList {
  readonly length: number;
  get(index: number): TrainingPair;
}

/** Error below which the loss is quadratic: shades are averaged, while a colour that is altogether another one is not. */
const CHARBONNIER_EPS = 0.1;

/**
 * Steps of the generator. The loss is the Charbonnier distance between the picture that the user will see and the true one,
 * both with the same line art on top: where ink covers the colour, the colour does not matter.
 *
 * What a step draws depends on the seed and its number alone, so a resumed run sees the same pictures.
 */
export class GeneratorUpdater implements Trainee {
  iteration = 0;
  readonly optimizer: Adam;
  readonly averaged: ExponentialMovingAverage;
  readonly painter: Painter;

  constructor(
    readonly generator: Generator,
    private readonly pairs: PairList,
    private readonly settings: TrainingSettings,
    private readonly seed: number,
  ) {
    this.optimizer = new Adam({ alpha: settings.alpha, beta2: 0.99 });
    this.optimizer.setup(generator).addHook('clip', gradientClipping(settings.clip));
    this.painter = generatorPainter(getBackend(), generator);
    this.averaged = new ExponentialMovingAverage(generator, settings.averageDecay);
  }

  get epochDetail(): number {
    return (this.iteration * this.settings.batch) / this.pairs.length;
  }

  update(): void {
    const batch = this.#draw();
    const alpha = stepSizeAt(this.iteration, this.settings);
    this.optimizer.alpha = alpha;
    this.optimizer.weightDecayRate = this.settings.weightDecay * alpha;
    const loss = this.optimizer.update(() => generatorLoss(this.generator, batch, this.settings));
    report({ loss, alpha });
    loss.dispose();
    scope(() => this.averaged.update());
    this.iteration++;
  }

  judge<T>(body: () => Promise<T>): Promise<T> {
    return this.averaged.using(body);
  }

  async save(run: RunFolder, card: ModelCard): Promise<void> {
    await writeFileAtomic(run.modelPath, await saveGenerator(this.generator, card, { dtype: 'float16' }));
  }

  #draw(): TrainingBatch {
    const { batch, size } = this.settings;
    const samples = Array.from({ length: batch }, (_, slot) => {
      const random = new Random('train', this.seed, this.iteration, slot);
      return makeSample(this.pairs.get(random.integer(0, this.pairs.length)), size, random);
    });
    return stackSamples(samples);
  }

  serialize(serializer: Serializer): void {
    this.iteration = serializer.value('iteration', this.iteration);
    this.generator.serialize(serializer.child('model:main'));
    this.optimizer.serialize(serializer.child('optimizer:main'));
    this.averaged.serialize(serializer.child('average:main'));
  }
}

/** Mean Charbonnier distance of the visible colours. */
function generatorLoss(generator: Generator, batch: TrainingBatch, { size }: TrainingSettings): Variable {
  const n = batch.visible.length / (size * size);
  const variable = (data: Float32Array, channels: number) =>
    new Variable(Tensor.from(data, [n, channels, size, size]), { requiresGrad: false });
  const { color } = generator.forward(variable(batch.inputs, batch.inputs.length / batch.visible.length));
  const visible = variable(batch.visible, 1);
  return average(charbonnier(mul(color, visible), mul(variable(batch.color, 3), visible), { eps: CHARBONNIER_EPS }));
}
