import type { Serializer } from '../../engine/index.js';
import { type Extension, IntervalTrigger, type Trainer } from '../../engine/training/index.js';
import type { ModelCard } from '../generatorFile.js';
import { batchAt, largestSize } from './presets.js';
import type { RunFolder, RunSettings } from './runFolder.node.js';
import type { TrainingEvent } from './train.node.js';
import type { Trainee } from './trainee.js';
import type { TrainingData } from './trainingData.node.js';
import { Validation, type ValidationScore } from './validation.js';

/** Validation pictures of each kind: the mean is steady to about 0.1 dB, and it takes seconds. */
const VALIDATION_PAIRS = 64;

/**
 * Scores the averaged weights on pictures kept aside and keeps the best model. Where whole sources were left out of training
 * they alone decide: the score on familiar kinds of pictures goes on rising when a net only learns them by heart.
 */
export class Judge implements Extension {
  readonly name = 'validation';
  readonly priority = 50;
  readonly trigger: IntervalTrigger;
  /** Mean PSNR of the best model so far over all numbers of hints, in dB. */
  best = Number.NEGATIVE_INFINITY;
  readonly #validations: readonly (readonly [string, Validation])[];

  constructor(
    private readonly folder: RunFolder,
    private readonly trainee: Trainee,
    private readonly data: TrainingData,
    private readonly settings: RunSettings,
    private readonly tell: (event: TrainingEvent) => void,
  ) {
    const { validateEvery } = settings.settings;
    this.trigger = new IntervalTrigger(validateEvery, 'iteration');
    const sets = { validation: data.validation, leftOut: data.leftOut };
    this.#validations = Object.entries(sets)
      .filter(([, indexes]) => indexes.length > 0)
      .map(([name, indexes]) => {
        const pairs = indexes.slice(0, VALIDATION_PAIRS).map((k) => data.get(k));
        return [name, new Validation(trainee.painter, pairs, largestSize(settings.settings))] as const;
      });
  }

  /** What flood fill scores on the same pictures. */
  get baselines(): Record<string, ValidationScore> {
    return Object.fromEntries(this.#validations.map(([name, v]) => [name, v.baseline]));
  }

  async run({ iteration, elapsedTime }: Trainer): Promise<void> {
    await this.trainee.judge(async () => {
      const scores: Record<string, ValidationScore> = {};
      for (const [name, validation] of this.#validations) scores[name] = await validation.run();
      const deciding = scores.leftOut ?? scores.validation;
      const score = deciding ? mean(Object.values(deciding)) : iteration;
      const best = score > this.best;
      if (best) {
        this.best = score;
        await this.trainee.save(this.folder, this.#card(iteration, elapsedTime, scores));
      }
      await this.folder.appendLog({ iteration, elapsed_time: elapsedTime, scores, best });
      this.tell({ kind: 'validation', iteration, scores, best });
    });
  }

  #card(iteration: number, seconds: number, scores: Record<string, ValidationScore>): ModelCard {
    const { preset, seed, settings } = this.settings;
    return {
      made: 'irodori train',
      preset,
      seed,
      iterations: iteration,
      picturesSeen: Math.round(iteration * mean(settings.sizes.map((size) => batchAt(size, settings)))), // on average
      seconds: Math.round(seconds),
      settings,
      data: { description: this.data.description, trainingPairs: this.data.train.length, sources: this.data.sources },
      psnr: scores,
      psnrFloodFill: this.baselines,
    };
  }

  serialize(serializer: Serializer): void {
    this.best = serializer.value('best', this.best);
  }
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
