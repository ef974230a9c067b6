import { join } from 'node:path';
import { type Backend, seed as seedEngine, setBackend } from '../../engine/index.js';
import { FormatError, loadSafetensors, saveSafetensors } from '../../engine/serializers/index.js';
import { LogReport, Snapshot, Trainer } from '../../engine/training/index.js';
import { loadGenerator, type ModelCard, readGeneratorConfig } from '../generatorFile.js';
import { Generator, STANDARD_AFFINITY, STANDARD_GENERATOR, STANDARD_SEGMENTER } from '../networks/generator.js';
import type { PartColors } from '../parts/usualColors.js';
import { AffinityUpdater } from './affinityUpdater.node.js';
import { readCardIn } from './generatorInRun.node.js';
import { GeneratorUpdater } from './generatorUpdater.node.js';
import { Judge } from './judge.node.js';
import { PaintsChainerUpdater } from './paintsChainerUpdater.node.js';
import { PartsUpdater } from './partsUpdater.node.js';
import { isPaintsChainers, largestSize, PRESETS, type PresetName, type TrainingSettings } from './presets.js';
import { RunFolder, type RunSettings, TrainingError } from './runFolder.node.js';
import { SampleThread } from './sampleThread.node.js';
import type { Trainee } from './trainee.js';
import { openTrainingData, type TrainingData } from './trainingData.node.js';
import type { PairList } from './trainingSample.js';
import type { ValidationScore } from './validation.js';

/** What a run tells while it goes on. */
export type TrainingEvent =
  | { readonly kind: 'data'; readonly done: number; readonly total: number }
  | { readonly kind: 'notice'; readonly text: string }
  /** After each step, whose loss need not be known yet. */
  | { readonly kind: 'progress'; readonly iteration: number; readonly iterations: number }
  | {
      readonly kind: 'step';
      readonly iteration: number;
      readonly iterations: number;
      readonly loss: number;
      readonly secondsPerStep: number;
    }
  | {
      readonly kind: 'validation';
      readonly iteration: number;
      readonly scores: Record<string, ValidationScore>;
      /** Mean CIEDE2000 at 16 hints, where the hints are, by set of pictures. */
      readonly hintDeltaE: Record<string, number>;
      readonly best: boolean;
    };

export interface TrainOptions {
  /** A folder of pictures, of `line/` beside `color/`, of packed pairs, or `recipe:standard`. */
  readonly data: string;
  /** Folder of the run. */
  readonly out: string;
  readonly backend: Backend;
  /** The program's cache folder. */
  readonly cacheDir: string;
  readonly preset?: PresetName;
  /** Settings other than the preset's. */
  readonly overrides?: Partial<TrainingSettings>;
  /** Bytes of a model to start from. */
  readonly init?: Uint8Array;
  readonly seed?: number;
  /** Goes on with the run in `out`; of the settings only `iterations` may be changed. */
  readonly resume?: boolean;
  readonly signal?: AbortSignal;
  onEvent?(event: TrainingEvent): void;
}

export interface TrainResult {
  /** The best model. */
  readonly model: string;
  readonly iterations: number;
  /** Mean validation PSNR of the best model, in dB; null where no pictures could be kept aside. */
  readonly score: number | null;
  /** The same of the model that the run started from; null without `init`, and without pictures to judge by. */
  readonly startScore: number | null;
  /** Whether the signal ended it early. */
  readonly stopped: boolean;
}

/** Steps between two lines of the log, fewer in a run that is shorter than a few hundred steps. */
const LOG_EVERY = 20;
const LEAST_LINES = 40;

/**
 * Trains a generator and keeps the best by validation, of the averaged weights. The run can be killed at any moment and
 * resumed; it then follows the same curve.
 *
 * @throws TrainingError, FormatError; errors of the data's reader; the file system's errors
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const notice = (text: string) => options.onEvent?.({ kind: 'notice', text });
  const { run, settings, data: opened } = await openRunData(options);
  using data = opened;
  setBackend(options.backend);
  seedEngine(settings.seed);
  if (data.validation.length + data.leftOut.length === 0)
    notice('too few pictures to keep some aside: nothing tells whether training helps, so the last model is kept');
  using updater = makeTrainee(settings, data, options.init, options.resume ? await readCardIn(run) : {});
  if (updater instanceof GeneratorUpdater && !options.resume) {
    const usual = await updater.learnUsualColors(data);
    if (Object.keys(usual).length > 0) notice(`colours of parts in these pictures: ${describeColors(usual)}`);
  }
  // Not before: a run that could not start leaves no trace.
  await run.writeSettings(updater instanceof GeneratorUpdater ? withConfig(settings, updater.generator) : settings);
  const trainer = new Trainer(updater, [settings.settings.iterations, 'iteration']);
  const judge = new Judge(run, updater, data, settings, (event) => options.onEvent?.(event));
  const logEvery = Math.max(1, Math.min(LOG_EVERY, Math.floor(settings.settings.iterations / LEAST_LINES)));
  trainer
    .extend(
      ({ iteration }) => options.onEvent?.({ kind: 'progress', iteration, iterations: settings.settings.iterations }),
      {
        name: 'progress',
      },
    )
    .extend(
      new LogReport([logEvery, 'iteration'], async ({ iteration, loss, alpha, elapsed_time }) => {
        await run.appendLog({ iteration, loss, alpha, elapsed_time });
        const { iterations } = settings.settings;
        options.onEvent?.({ kind: 'step', iteration, iterations, loss, secondsPerStep: elapsed_time / iteration });
        if (!Number.isFinite(loss))
          throw new TrainingError(
            `the loss is no longer a number at step ${iteration}: the best model so far is kept; start again with a larger --batch or another --seed`,
            'diverged',
          );
      }),
    )
    .extend(
      () =>
        options.backend.tune?.((done, all) => {
          if (done === 1)
            notice(`trying kernels for this network on ${options.backend.description}, once: ${all} products`);
        }),
      { name: 'tuning' },
    )
    .extend(judge)
    .extend(
      new Snapshot([settings.settings.validateEvery, 'iteration'], async () =>
        run.writeSnapshot(await saveSafetensors(trainer)),
      ),
    );
  if (options.resume) {
    await loadSnapshot(run, trainer, notice);
    await run.truncateLog(trainer.iteration);
  } else await judge.run(trainer);

  await trainer.run(options.signal);
  const stopped = trainer.fractionDone < 1;
  if (trainer.iteration % settings.settings.validateEvery !== 0) {
    await judge.run(trainer);
    await run.writeSnapshot(await saveSafetensors(trainer));
  }
  return {
    model: updater.modelPath(run),
    iterations: trainer.iteration,
    score: judge.canJudge ? judge.best : null,
    startScore: await judge.startScore(),
    stopped,
  };
}

/** The settings of a run and the pairs it is trained on, which are made first where they are not there yet. */
export async function openRunData(
  options: Omit<TrainOptions, 'backend'>,
): Promise<{ run: RunFolder; settings: RunSettings; data: TrainingData }> {
  const run = new RunFolder(options.out);
  const settings = options.resume ? resumedSettings(await run.readSettings(), options) : newSettings(options);
  if (!options.resume) run.expectNew();
  if ((settings.preset === 'parts' || settings.preset === 'affinity') && !settings.initialized)
    throw new TrainingError(`the preset ${settings.preset} adds to a trained model: name one with --init`);
  const data = await openTrainingData(settings.data, {
    cacheDir: options.cacheDir,
    packedFolder: join(options.out, 'pairs'),
    cropSize: largestSize(settings.settings),
    signal: options.signal,
    onProgress: (done, total) => options.onEvent?.({ kind: 'data', done, total }),
    onNotice: (text) => options.onEvent?.({ kind: 'notice', text }),
  });
  try {
    checkSizes(settings.settings, data);
  } catch (error) {
    data[Symbol.dispose]();
    throw error;
  }
  return { run, settings, data };
}

function newSettings({
  data,
  preset = 'standard',
  seed = 0,
  overrides = {},
  init,
}: Omit<TrainOptions, 'backend'>): RunSettings {
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  return {
    data,
    preset,
    seed,
    settings: { ...PRESETS[preset], ...judgedOften(PRESETS[preset], overrides), ...given },
    initialized: init !== undefined,
    model: isPaintsChainers(preset)
      ? { kind: 'paintschainer' }
      : { kind: 'irodori-generator', config: init ? readGeneratorConfig(init) : STANDARD_GENERATOR },
  };
}

/** Judgments of a run that is shorter than its preset's, at least: a curve of two points tells nothing. */
const LEAST_JUDGMENTS = 8;

function judgedOften(
  { validateEvery }: TrainingSettings,
  { iterations }: Partial<TrainingSettings>,
): Partial<TrainingSettings> {
  if (iterations === undefined) return {};
  return { validateEvery: Math.min(validateEvery, Math.ceil(iterations / LEAST_JUDGMENTS)) };
}

function makeTrainee(
  { preset, model, settings, seed }: RunSettings,
  data: TrainingData,
  init: Uint8Array | undefined,
  lastCard: ModelCard,
): Trainee {
  const pairs = listOf(data, data.train);
  if (model.kind === 'irodori-generator') {
    const { generator, card } = init ? loadGenerator(init) : { generator: new Generator(model.config), card: lastCard };
    if (preset === 'parts') {
      if (!generator.parts) generator.addParts(STANDARD_SEGMENTER);
      return new PartsUpdater(generator, pairs, settings, seed, card);
    }
    if (preset === 'affinity') {
      if (!generator.affinity) generator.addAffinity(STANDARD_AFFINITY);
      return new AffinityUpdater(generator, pairs, settings, seed, card);
    }
    const drawer = SampleThread.isAvailable ? new SampleThread({ folder: data.folder, settings, seed }) : null;
    return new GeneratorUpdater(generator, pairs, settings, seed, drawer, card);
  }
  if (init) throw new TrainingError(`the preset ${preset} starts from nothing: leave --init out`);
  return new PaintsChainerUpdater(pairs, settings, seed, { draftOnly: preset === 'unet' });
}

/** The settings with all that is known of the model by now. */
const withConfig = (settings: RunSettings, { config }: Generator): RunSettings => ({
  ...settings,
  model: { kind: 'irodori-generator', config },
});

const describeColors = (colors: PartColors) =>
  Object.entries(colors)
    .map(([part, color]) => `${part} ${color}`)
    .join(', ');

function resumedSettings(saved: RunSettings, { overrides }: Pick<TrainOptions, 'overrides'>): RunSettings {
  const iterations = overrides?.iterations ?? saved.settings.iterations;
  return { ...saved, settings: { ...saved.settings, iterations } };
}

function checkSizes({ sizes }: TrainingSettings, data: TrainingData): void {
  for (const size of sizes) checkSize(size, data);
  if (data.train.length === 0) throw new TrainingError(`no pictures to train on in ${data.description}`, 'no-pictures');
}

function checkSize(size: number, data: TrainingData): void {
  if (size % 32 !== 0 || size < 32) throw new TrainingError(`size ${size}: crops must be a multiple of 32 pixels`);
  if (size > data.size)
    throw new TrainingError(`size ${size}: the pictures of this data are ${data.size} pixels; choose a smaller --size`);
}

const listOf = (data: TrainingData, indexes: readonly number[]): PairList => ({
  length: indexes.length,
  get: (i) => data.get(indexes[i]),
});

/**
 * Loads the newest snapshot that is whole.
 *
 * @throws TrainingError where there are some and none can be used: to begin anew would write over them
 */
async function loadSnapshot(run: RunFolder, trainer: Trainer, notice: (text: string) => void): Promise<void> {
  const snapshots = await run.readSnapshots();
  for (const bytes of snapshots) {
    try {
      loadSafetensors(bytes, trainer);
      return;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      notice(`a snapshot cannot be used (${error.message})`);
    }
  }
  if (snapshots.length > 0)
    throw new TrainingError(
      `no snapshot of this run can be used: start another, which may begin with its best model (--init)`,
    );
  notice('no snapshot was written yet: the run starts from the beginning');
}
