import type { Serializer } from '../../engine/index.js';
import { type Extension, IntervalTrigger, type Trainer } from '../../engine/training/index.js';
import type { ModelCard } from '../generatorFile.js';
import { limitsOf } from './limits.js';
import { batchAt, largestSize } from './presets.js';
import type { RunFolder, RunSettings } from './runFolder.node.js';
import { SampleSheets } from './sampleSheets.node.js';
import { colorSymptom, memorySymptom, type Stage } from './symptoms.js';
import type { TrainingEvent } from './train.node.js';
import type { Trainee } from './trainee.js';
import type { TrainingData } from './trainingData.node.js';
import { Validation, type ValidationScore, type Verdict } from './validation.js';

/** Validation pictures of each kind: the mean is steady to about 0.1 dB, and it takes seconds. */
const VALIDATION_PAIRS = 64;

/** How much worse than the start a fine-tuned model may keep to the hints, in CIEDE2000: less than can be seen. */
const LESS_OBEDIENT = 0.5;

/** A judgment in the run's log. */
interface LogEntry {
  readonly iteration: number;
  readonly loss?: number;
  readonly scores?: Record<string, ValidationScore>;
  readonly hintDeltaE?: Record<string, number>;
  readonly phase?: number;
}

/**
 * Scores the averaged weights on pictures kept aside and keeps the best model. Where whole sources were left out of training
 * they alone decide: the score on familiar kinds of pictures goes on rising when a net only learns them by heart. A model
 * that started from another must keep to the hints as well as that one did. Says in words what goes wrong, each thing once.
 */
export class Judge implements Extension {
  readonly name = 'validation';
  readonly priority = 50;
  readonly trigger: IntervalTrigger;
  /** Mean PSNR of the best model so far over all numbers of hints, in dB. */
  best = Number.NEGATIVE_INFINITY;
  readonly #validations: readonly (readonly [string, Validation, number])[];
  readonly #samples: SampleSheets;
  readonly #told = new Set<string>();

  constructor(
    private readonly folder: RunFolder,
    private readonly trainee: Trainee,
    private readonly data: TrainingData,
    private readonly settings: RunSettings,
    private readonly tell: (event: TrainingEvent) => void,
  ) {
    const { validateEvery } = settings.settings;
    this.trigger = new IntervalTrigger(validateEvery, 'iteration');
    this.#samples = new SampleSheets(folder, trainee.painter, data, largestSize(settings.settings));
    const sets = { validation: data.validation, leftOut: data.leftOut };
    this.#validations = Object.entries(sets)
      .filter(([, indexes]) => indexes.length > 0)
      .map(([name, indexes]) => {
        const pairs = indexes.slice(0, VALIDATION_PAIRS).map((k) => data.get(k));
        const validation = new Validation(trainee.painter, pairs, largestSize(settings.settings));
        return [name, validation, pairs.length] as const;
      });
  }

  /** Whether there are pictures to judge by; without any the last model counts as the best. */
  get canJudge(): boolean {
    return this.#validations.length > 0;
  }

  /** What flood fill scores on the same pictures. */
  get baselines(): Record<string, ValidationScore> {
    return Object.fromEntries(this.#validations.map(([name, v]) => [name, v.baseline]));
  }

  /** Mean PSNR of the model that a run with `--init` started from, in dB; null for others. */
  async startScore(): Promise<number | null> {
    if (!this.settings.initialized) return null;
    const [start] = stagesOf((await this.folder.readLog()) as LogEntry[]);
    return start?.iteration === 0 ? start.score : null;
  }

  async run({ iteration, elapsedTime }: Trainer): Promise<void> {
    await this.trainee.judge(async () => {
      const verdicts: Record<string, Verdict> = {};
      for (const [name, validation] of this.#validations) verdicts[name] = await validation.run();
      const scores = pick(verdicts, ({ psnr }) => psnr);
      const hintDeltaE = pick(verdicts, (verdict) => verdict.hintDeltaE);
      const history = (await this.folder.readLog()) as LogEntry[];
      const { phase } = this.trainee;
      const before = history.findLast((entry) => entry.scores);
      if (before && before.phase !== phase) this.best = Number.NEGATIVE_INFINITY;
      const deciding = decidingOf(scores);
      const score = deciding ? mean(Object.values(deciding)) : iteration;
      const best = score > this.best && this.#obeys(hintDeltaE, history);
      if (best) {
        this.best = score;
        await this.trainee.save(this.folder, this.#card(iteration, elapsedTime, scores));
      }
      const samples = await this.#samples.write(iteration);
      await this.folder.appendLog({ iteration, elapsed_time: elapsedTime, phase, scores, hintDeltaE, best, samples });
      this.tell({ kind: 'validation', iteration, scores, hintDeltaE, best });
      if (iteration > 0) this.#warn(verdicts, stagesOf([...history, { iteration, scores }]));
    });
  }

  /** Whether the model keeps to the hints as well as the one that a run with `--init` started from. */
  #obeys(hintDeltaE: Record<string, number>, history: readonly LogEntry[]): boolean {
    if (!this.settings.initialized || this.trainee.ignoresHints) return true;
    const start = history.find((entry) => entry.hintDeltaE)?.hintDeltaE;
    const [now, before] = [decidingOf(hintDeltaE), start && decidingOf(start)];
    return now === undefined || before === undefined || now <= before + LESS_OBEDIENT;
  }

  #warn(verdicts: Record<string, Verdict>, stages: readonly Stage[]): void {
    const [name, validation, pictures] = this.#validations.at(-1) ?? [];
    if (name === undefined || !validation || !pictures) return;
    const symptoms = {
      color: colorSymptom(verdicts[name].palette, validation.truePalette, pictures),
      memory: memorySymptom(stages),
    };
    for (const [symptom, text] of Object.entries(symptoms)) {
      if (text === undefined || this.#told.has(symptom)) continue;
      this.#told.add(symptom);
      this.tell({ kind: 'notice', text });
    }
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
      pictureSize: this.data.size,
      data: { description: this.data.description, trainingPairs: this.data.train.length, sources: this.data.sources },
      psnr: scores,
      psnrFloodFill: this.baselines,
      limits: limitsOf(this.data),
    };
  }

  serialize(serializer: Serializer): void {
    this.best = serializer.value('best', this.best);
  }
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

const pick = <T>(verdicts: Record<string, Verdict>, of: (verdict: Verdict) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(verdicts).map(([name, verdict]) => [name, of(verdict)]));

/** Of the sets' values the one that decides. */
const decidingOf = <T>({ leftOut, validation }: Record<string, T>): T | undefined => leftOut ?? validation;

/** The judgments of a log, with the mean loss before each. */
function stagesOf(log: readonly LogEntry[]): Stage[] {
  const stages: Stage[] = [];
  let losses: number[] = [];
  for (const { iteration, loss, scores } of log) {
    if (typeof loss === 'number') losses.push(loss); // JSON has null for what is no number
    const deciding = scores && decidingOf(scores);
    if (!deciding) continue;
    stages.push({ iteration, score: mean(Object.values(deciding)), loss: mean(losses) });
    losses = [];
  }
  return stages;
}
