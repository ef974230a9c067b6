import { type Link, type Serializer, scope, type Variable } from '../../engine/index.js';
import { Adam, gradientClipping } from '../../engine/optimizers/index.js';
import { ExponentialMovingAverage, report } from '../../engine/training/index.js';
import type { ModelCard } from '../generatorFile.js';
import type { Painter } from '../gridColorizer.js';
import type { Generator } from '../networks/generator.js';
import { generatorPath } from './generatorInRun.node.js';
import { stepSizeAt, type TrainingSettings } from './presets.js';
import type { RunFolder } from './runFolder.node.js';
import type { Trainee } from './trainee.js';
import type { PairList } from './trainingSample.js';

/**
 * Steps of a generator or of a part of it: Adam with clipped gradients and decoupled weight decay, the step size by schedule, and
 * an average of the weights, which is what is judged and kept.
 */
export abstract class GeneratorTrainee implements Trainee {
  iteration = 0;
  readonly optimizer: Adam;
  readonly averaged: ExponentialMovingAverage;
  abstract readonly painter: Pick<Painter, 'paint'>;

  /** @param trained the generator, or the part of it that learns */
  constructor(
    readonly generator: Generator,
    trained: Link,
    protected readonly pairs: PairList,
    protected readonly settings: TrainingSettings,
    protected readonly seed: number,
  ) {
    this.optimizer = new Adam({ alpha: settings.alpha, beta2: 0.99 });
    this.optimizer.setup(trained).addHook('clip', gradientClipping(settings.clip));
    this.averaged = new ExponentialMovingAverage(trained, settings.averageDecay);
  }

  /** Draws what the next step sees; what it gives computes the loss. */
  protected abstract nextLoss(): () => Variable;

  abstract save(run: RunFolder, card: ModelCard): Promise<void>;

  get epochDetail(): number {
    return (this.iteration * this.settings.batch) / this.pairs.length;
  }

  update(): void {
    const lossOf = this.nextLoss();
    const alpha = stepSizeAt(this.iteration, this.settings);
    this.optimizer.alpha = alpha;
    this.optimizer.weightDecayRate = this.settings.weightDecay * alpha;
    const loss = this.optimizer.update(lossOf);
    report({ loss, alpha });
    loss.dispose();
    scope(() => this.averaged.update());
    this.iteration++;
  }

  judge<T>(body: () => Promise<T>): Promise<T> {
    return this.averaged.using(body);
  }

  modelPath(run: RunFolder): string {
    return generatorPath(run);
  }

  [Symbol.dispose](): void {
    this.averaged.dispose();
    this.optimizer.dispose();
    this.generator.dispose();
  }

  serialize(serializer: Serializer): void {
    this.iteration = serializer.value('iteration', this.iteration);
    this.generator.serialize(serializer.child('model:main'));
    this.optimizer.serialize(serializer.child('optimizer:main'));
    this.averaged.serialize(serializer.child('average:main'));
  }
}
