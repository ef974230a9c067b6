import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { cacheFolder } from '../../engine/backends/guardFile.node.js';
import type { BackendName } from '../../engine/backends/select.js';
import { type Colorizer, createFloodColorizer } from '../../models/colorizer.js';
import { type Contestant, evaluate, HINT_COUNTS, type Standing } from '../../models/evaluation/evaluate.js';
import { GmicColorizer, hasGmic } from '../../models/evaluation/gmic.node.js';
import type { Split } from '../../models/recipes/pairFile.js';
import { buildRecipe } from '../../models/recipes/standardRecipe.node.js';
import { backendOption, withBackend } from '../backendOption.js';
import { openEvaluationData } from '../evaluationData.js';
import { interruptSignal } from '../interrupt.js';
import { chooseModel, FLOOD, openModel } from '../modelStore.js';
import { wholeNumber } from '../numbers.js';
import { createProgress, print, printJson } from '../output.js';

interface EvaluateCommandOptions {
  data: string;
  model?: string;
  hints: readonly number[];
  split: Split;
  limit: number;
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
        'model, for a flood fill, and for G’MIC where it is installed, all with the same hints.',
    )
    .requiredOption(
      '--data <folder>',
      `pictures, or color/ beside line/, or packed pairs; "${RECIPE}" for those kept from the bundled model’s training`,
    )
    .option('--model <name|file>', 'a model of "irodori models list", or a model file')
    .option('--hints <counts>', 'numbers of hints, with commas', parseCounts, [...HINT_COUNTS])
    .addOption(
      new Option('--split <name>', 'which part of packed pairs')
        .choices(['test', 'validation', 'left-out'])
        .default('left-out'),
    )
    .option('--limit <number>', 'most pictures', wholeNumber(1, 1_000_000), 100)
    .addOption(backendOption())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  irodori evaluate --data my-pictures/
  irodori evaluate --data ${RECIPE} --hints 4,16 --limit 40 --json`,
    )
    .action(async (options: EvaluateCommandOptions) => {
      const signal = interruptSignal();
      const folder = options.data === RECIPE ? await recipeFolder(signal) : options.data;
      const data = await openEvaluationData(folder, options.split, options.limit);
      const chosen = await chooseModel(options.model);
      await withBackend(options.backend, async (backend) => {
        const contestants: Record<string, Contestant | Colorizer> = {};
        if (chosen.model !== FLOOD) contestants[chosen.name] = await openModel(backend, chosen);
        contestants['flood fill'] = createFloodColorizer();
        if (await hasGmic()) contestants["G'MIC"] = new GmicColorizer();
        const progress = createProgress('evaluate', data.count);
        const onPicture = (done: number, name: string) => progress.update(done, name);
        const counts = options.hints;
        const result = await evaluate(data.pairs(), contestants, { counts, signal, onPicture }).finally(progress.stop);
        if (options.json) printJson({ data: options.data, backend: backend.name, ...result });
        else printStandings(result.pictures, result.standings, counts);
      });
    });
}

function parseCounts(text: string): readonly number[] {
  const counts = text.split(',').map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : Number.NaN));
  if (counts.some((count) => !(count <= 10_000))) {
    throw new InvalidArgumentError('It must be whole numbers with commas, such as 0,4,16.');
  }
  return counts;
}

async function recipeFolder(signal: AbortSignal): Promise<string> {
  const cacheDir = cacheFolder();
  const onProgress = (done: number, total: number) => progress.update(Math.floor((100 * done) / total));
  const progress = createProgress('drawing pictures, percent', 100);
  try {
    return (await buildRecipe({ cacheDir, out: join(cacheDir, 'standard'), signal, onProgress })).folder;
  } finally {
    progress.stop();
  }
}

function printStandings(pictures: number, standings: readonly Standing[], counts: readonly number[]): void {
  print(`${pictures} pictures; PSNR and SSIM: more is better; ΔE, hint ΔE and bleed: less is better`);
  const width = Math.max(...standings.map(({ name }) => name.length));
  for (const count of counts) {
    print(`\n${count} ${count === 1 ? 'hint' : 'hints'}`);
    print(`  ${''.padEnd(width)}   PSNR    SSIM      ΔE  hint ΔE   bleed       ms`);
    for (const { name, scores } of standings) {
      const { psnr, ssim, deltaE, hintDeltaE, bleed, milliseconds } = scores[count];
      const cells = [
        psnr.toFixed(2).padStart(6),
        ssim.toFixed(4).padStart(7),
        deltaE.toFixed(2).padStart(7),
        (hintDeltaE?.toFixed(2) ?? '–').padStart(8),
        (bleed?.toFixed(3) ?? '–').padStart(7),
        milliseconds.toFixed(0).padStart(8),
      ];
      print(`  ${name.padEnd(width)} ${cells.join(' ')}`);
    }
  }
}
