import { dirname, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { cacheFolder } from '../../engine/backends/guardFile.node.js';
import type { BackendName } from '../../engine/backends/select.js';
import { PRESETS, type PresetName } from '../../models/training/presets.js';
import { previewRun, type RunPreview } from '../../models/training/previewRun.node.js';
import { type TrainingEvent, type TrainOptions, type TrainResult, train } from '../../models/training/train.node.js';
import { backendOption, withBackend } from '../backendOption.js';
import { EXIT, UsageError } from '../errors.js';
import { interruptSignal } from '../interrupt.js';
import { chooseModel, NO_MODEL } from '../modelStore.js';
import { numberBetween, wholeNumber } from '../numbers.js';
import { createProgress, note, type Progress, print, printJson } from '../output.js';
import { prepareOutputFolder } from '../outputPath.js';
import { RunWatch } from '../training/runWatch.js';

interface TrainCommandOptions {
  data?: string;
  out: string;
  preset: PresetName;
  init?: string;
  iterations?: number;
  size?: number;
  batch?: number;
  stepSize?: number;
  seed: number;
  backend: BackendName;
  resume?: boolean;
  preview?: boolean;
  watched?: boolean;
  json?: boolean;
}

/** `irodori train`: a generator from one's own pictures. */
export function trainCommand(): Command {
  return new Command('train')
    .summary('train a model on pictures')
    .description(
      'Trains a model that paints like the pictures of a folder. Line art and hints are made by itself. Ctrl-C stops after a snapshot, ' +
        'and a run that was killed goes on with --resume.',
    )
    .option(
      '--data <folder>',
      'finished pictures, or color/ beside line/; "recipe:standard" for the bundled model’s data',
    )
    .requiredOption('--out <folder>', 'folder of the run: model, snapshots, log')
    .addOption(
      new Option('--preset <name>', 'quick starts from a trained model, standard from nothing')
        .choices(Object.keys(PRESETS))
        .default('standard'),
    )
    .option(
      '--init <name|file>',
      `a model to start from, or "${NO_MODEL}"; with --preset quick the bundled one by default`,
    )
    .option('--iterations <number>', 'steps in all', wholeNumber(1, 1e9))
    .option('--size <pixels>', 'side of the training crops, a multiple of 32', wholeNumber(32, 2048, 32))
    .option('--batch <number>', 'pictures a step', wholeNumber(1, 4096))
    .option('--step-size <number>', "Adam's step size at its height", numberBetween(1e-8, 1))
    .option('--seed <number>', 'equal seeds give equal runs on the same backend', wholeNumber(0, 2 ** 32 - 1), 0)
    .addOption(backendOption())
    .option('--resume', 'go on with the run in --out')
    .option('--preview', 'only read the pictures and write preview.webp into --out: what the network will see')
    .option(
      '--watched',
      'keep state.json in --out for programs that watch the run, and end when a file stop-request is there',
    )
    .option('--json', 'print one JSON object at the end')
    .addHelpText(
      'after',
      `
Examples:
  irodori train --data my-pictures/ --out runs/mine --preset quick
  irodori train --out runs/mine --resume
  irodori models import runs/mine/model.safetensors --name mine`,
    )
    .action(async (options: TrainCommandOptions) => {
      const signal = interruptSignal();
      const { data, out, preset, init, iterations, size, batch, stepSize, seed, resume, json } = options;
      if (options.preview && resume) throw new UsageError('--preview and --resume exclude each other');
      if (data === undefined && !resume) throw new UsageError('--data is missing: name a folder of finished pictures');
      if (init !== undefined && resume)
        throw new UsageError('--init and --resume exclude each other: a run goes on from its snapshot');
      if (!resume) await prepareOutputFolder(options.watched ? out : dirname(resolve(out)));
      const watch = options.watched ? new RunWatch(out, signal) : null;
      const view = new TrainingView();
      try {
        const run: Omit<TrainOptions, 'backend'> = {
          data: data === undefined || data.startsWith('recipe:') ? (data ?? '') : resolve(data),
          out,
          cacheDir: cacheFolder(),
          preset,
          overrides: { iterations, batch, sizes: size === undefined ? undefined : [size], alpha: stepSize },
          init: await startingModel(options),
          seed,
          resume,
          signal: watch?.signal ?? signal,
          onEvent(event) {
            view.show(event);
            watch?.show(event);
          },
        };
        if (options.preview) {
          const preview = await previewRun(run).finally(() => view.stop());
          if (json) printJson(preview);
          else print(describePreview(preview));
          watch?.end('ready');
          return;
        }
        const result = await withBackend(options.backend, (backend) => train({ ...run, backend })).finally(() =>
          view.stop(),
        );
        if (json) printJson(result);
        else print(describeResult(result));
        if (result.stopped) {
          note(`irodori: stopped; "irodori train --out ${out} --resume" goes on`);
          process.exitCode = EXIT.interrupted;
        }
        watch?.end(result.stopped ? 'stopped' : 'done');
      } catch (error) {
        watch?.fail(error);
        throw error;
      }
    });
}

/** The model that a run starts from; none for one from nothing, or one that goes on from its own snapshot. */
async function startingModel({ init, preset, resume }: TrainCommandOptions): Promise<Uint8Array | undefined> {
  const fromNothing = init === NO_MODEL || (init === undefined && preset !== 'quick');
  if (resume || fromNothing) return undefined;
  const { name, model } = await chooseModel(init);
  if (model instanceof Uint8Array) return model;
  throw new UsageError(`--init ${name}: only a model that "irodori train" made can be trained further`);
}

const describePreview = ({ sheet, shown, pairs, keptAside }: RunPreview): string =>
  `${sheet}: ${shown} of ${pairs} pairs to train on; ${keptAside} pictures are kept aside to judge by`;

/** How a run ended, in a line for people. */
function describeResult({ model, score, startScore, iterations }: TrainResult): string {
  if (score === null) return `${model}: the model after ${iterations} steps`;
  const figure = `${score.toFixed(2)} dB on pictures kept aside`;
  if (startScore === null) return `${model}: ${figure}, after ${iterations} steps`;
  if (score > startScore) return `${model}: ${figure}, ${(score - startScore).toFixed(2)} dB more than at the start`;
  return `${model}: training did not help: nothing beat the model it started from (${figure}), which is kept`;
}

/** Turns a run's events into progress and notes on stderr. */
class TrainingView {
  #progress: Progress | null = null;
  #label = '';

  show(event: TrainingEvent): void {
    if (event.kind === 'data') this.#update('reading pictures', event.done, event.total, '');
    else if (event.kind === 'step') {
      const text = `loss ${event.loss.toFixed(4)}, ${event.secondsPerStep.toFixed(2)} s a step`;
      this.#update('train', event.iteration, event.iterations, text);
    } else if (event.kind === 'validation') {
      const sets = Object.entries(event.scores).map(([name, score]) => {
        const figures = Object.entries(score).map(([hints, psnr]) => `${hints}: ${psnr.toFixed(2)}`);
        return `${name} ${figures.join(', ')}`;
      });
      const [obeyed] = Object.values(event.hintDeltaE)
        .map((value) => `; hint ΔE ${value.toFixed(1)}`)
        .slice(-1);
      note(
        `step ${event.iteration}, dB by hints: ${sets.join('; ')}${obeyed ?? ''}${event.best ? ' (best so far)' : ''}`,
      );
    } else if (event.kind === 'notice') note(`irodori: ${event.text}`);
  }

  stop(): void {
    this.#progress?.stop();
    this.#progress = null;
  }

  #update(label: string, done: number, total: number, text: string): void {
    if (label !== this.#label) {
      this.stop();
      this.#progress = createProgress(label, total);
      this.#label = label;
    }
    this.#progress?.update(done, text);
  }
}
