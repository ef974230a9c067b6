import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { cacheFolder } from '../../engine/backends/guardFile.node.js';
import type { BackendName } from '../../engine/backends/select.js';
import { type Colorizer, createFloodColorizer } from '../../models/colorizer.js';
import { CachedContestant } from '../../models/evaluation/cachedContestant.node.js';
import {
  type Contestant,
  type EvaluatedPicture,
  evaluate,
  HINT_COUNTS,
  type Standings,
} from '../../models/evaluation/evaluate.js';
import { GmicColorizer, gmicVersion } from '../../models/evaluation/gmic.node.js';
import { COLUMNS, formatScore, LEGEND, reportPage } from '../../models/evaluation/report.js';
import { ReportPictures } from '../../models/evaluation/reportPictures.node.js';
import { buildRecipe } from '../../models/recipes/buildRecipe.node.js';
import type { Split } from '../../models/recipes/pairFile.js';
import { explainWriteFailure, writeFileAtomic } from '../../vision/atomicFile.node.js';
import { backendOption, withBackend } from '../backendOption.js';
import { UsageError, WorkError } from '../errors.js';
import { openEvaluationData } from '../evaluationData.js';
import { interruptSignal } from '../interrupt.js';
import { type ChosenModel, chooseModel, FLOOD, openModel } from '../modelStore.js';
import { wholeNumber } from '../numbers.js';
import { createProgress, note, print, printJson } from '../output.js';
import { checkOutputFile } from '../outputPath.js';

interface EvaluateCommandOptions {
  data: string;
  model?: string;
  compare?: readonly string[];
  gmic: boolean;
  hints: readonly number[];
  split: Split;
  limit: number;
  size: number;
  report?: string;
  backend: BackendName;
  json?: boolean;
}

const RECIPE = 'recipe:standard';

/** `irodori evaluate`: the quality curve over the number of hints, beside the baselines. */
export function evaluateCommand(): Command {
  return new Command('evaluate')
    .summary('score a model on pictures, beside the baselines')
    .description(
      'Colours each picture’s line art with 0, 1, 4, … hints taken from the picture itself and compares the results with it: for the ' +
        'model, for others given with --compare, for a flood fill, and for G’MIC where it is installed, all with the same hints.',
    )
    .requiredOption(
      '--data <folder>',
      `pictures, or color/ beside line/, or packed pairs; "${RECIPE}" for those kept from the bundled model’s training`,
    )
    .option('--model <name|file>', 'a model of "irodori models list", or a model file')
    .option('--compare <name|file>', 'another model beside it; may be given more than once', collect)
    .option('--no-gmic', 'leave G’MIC out (it takes seconds a picture the first time)')
    .option('--hints <counts>', 'numbers of hints, with commas', parseCounts, [...HINT_COUNTS])
    .addOption(
      new Option('--split <name>', 'which part of packed pairs')
        .choices(['test', 'validation', 'left-out'])
        .default('left-out'),
    )
    .option('--limit <number>', 'most pictures', wholeNumber(1, 1_000_000), 100)
    .option('--size <pixels>', 'shrink larger pictures to this shorter side', wholeNumber(64, 4096), 512)
    .option('--report <file>', 'write a page with the figures, the worst and the best pictures (.html)')
    .addOption(backendOption())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  irodori evaluate --data my-pictures/ --report report.html
  irodori evaluate --data my-pictures/ --model runs/mine/model.safetensors --compare standard
  irodori evaluate --data ${RECIPE} --hints 4,16 --limit 40 --json`,
    )
    .action(async (options: EvaluateCommandOptions) => {
      const { hints: counts, report } = options;
      const signal = interruptSignal();
      if (report !== undefined) {
        if (!/\.html?$/i.test(report)) throw new UsageError(`${report}: the report's name must end in .html`);
        await checkOutputFile(report);
      }
      const models: ChosenModel[] = [await chooseModel(options.model)];
      for (const other of options.compare ?? []) models.push(await chooseModel(other));
      const folder = options.data === RECIPE ? await recipeFolder(signal) : options.data;
      const onNotice = (text: string) => note(`irodori: ${text}`);
      const data = await openEvaluationData(folder, { ...options, onNotice });
      await withBackend(options.backend, async (backend) => {
        const contestants: Record<string, Contestant | Colorizer> = {};
        for (const chosen of models) {
          if (chosen.model !== FLOOD) contestants[unused(chosen.name, contestants)] = await openModel(backend, chosen);
        }
        contestants['flood fill'] = createFloodColorizer();
        const gmic = options.gmic ? await gmicVersion() : null;
        if (gmic) {
          const kept = join(cacheFolder(), 'evaluation');
          contestants["G'MIC"] = new CachedContestant(new GmicColorizer(), kept, `gmic ${gmic}`);
        }
        const progress = createProgress('evaluate', data.count);
        const shown = new ReportPictures();
        const onPicture = async (done: number, picture: EvaluatedPicture) => {
          progress.update(done, picture.name);
          if (report !== undefined) await shown.add(picture);
        };
        const result = await evaluate(data.pairs(), contestants, { counts, signal, onPicture }).finally(progress.stop);
        if (report !== undefined) {
          const title = `${Object.keys(contestants)[0]} on ${options.data}`;
          const { groups } = result;
          await write(report, reportPage({ title, counts, all: result, groups, worst: shown.worst, best: shown.best }));
        }
        const facts = { data: options.data, split: options.split, backend: backend.name, report };
        if (options.json) printJson({ ...facts, ...result });
        else {
          for (const line of LEGEND) print(line);
          printStandings('all', result, counts);
          if (Object.keys(result.groups).length > 1)
            for (const [name, standings] of Object.entries(result.groups)) printStandings(name, standings, counts);
          if (report !== undefined) print(`\nreport: ${report}`);
        }
      });
    });
}

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** A contestant's name; with a number where two models are called the same. */
function unused(name: string, taken: Readonly<Record<string, unknown>>): string {
  let unique = name;
  for (let n = 2; Object.hasOwn(taken, unique); n++) unique = `${name} (${n})`;
  return unique;
}

function parseCounts(text: string): readonly number[] {
  const counts = text.split(',').map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : Number.NaN));
  if (counts.some((count) => !(count <= 10_000))) {
    throw new InvalidArgumentError('It must be whole numbers with commas, such as 0,4,16.');
  }
  return [...new Set(counts)].sort((a, b) => a - b);
}

/** The recipe's pictures that are kept from training, drawn alone: they are the same with the training pairs or without. */
async function recipeFolder(signal: AbortSignal): Promise<string> {
  const cacheDir = cacheFolder();
  const onProgress = (done: number, total: number) => progress.update(Math.floor((100 * done) / total));
  const progress = createProgress('drawing pictures, percent', 100);
  try {
    const onNotice = (text: string) => note(`irodori: ${text}`);
    const out = join(cacheDir, 'standard-kept');
    return (await buildRecipe({ cacheDir, out, count: 0, signal, onProgress, onNotice })).folder;
  } finally {
    progress.stop();
  }
}

async function write(path: string, page: string): Promise<void> {
  try {
    await writeFileAtomic(path, page);
  } catch (error) {
    throw new WorkError(`cannot write ${path}: ${explainWriteFailure(error)}`, { cause: error });
  }
}

function printStandings(title: string, { pictures, standings }: Standings, counts: readonly number[]): void {
  print(`\n${title}: ${pictures} ${pictures === 1 ? 'picture' : 'pictures'}`);
  const width = Math.max(10, ...standings.map(({ name }) => name.length));
  for (const count of counts) {
    const heads = COLUMNS.map(({ name }) => name.padStart(8)).join('');
    print(`  ${`${count} ${count === 1 ? 'hint' : 'hints'}`.padEnd(width)}${heads}`);
    for (const { name, scores } of standings) {
      const cells = COLUMNS.map((column) => formatScore(scores[count], column).padStart(8)).join('');
      print(`  ${name.padEnd(width)}${cells}`);
    }
  }
}
