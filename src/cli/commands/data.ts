import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { cacheFolder } from '../../engine/backends/guardFile.node.js';
import type { Split } from '../../models/recipes/pairFile.js';
import { buildRecipe } from '../../models/recipes/standardRecipe.node.js';
import { previewSheet } from '../../models/training/previewSheet.js';
import { openTrainingData } from '../../models/training/trainingData.node.js';
import { makeSample } from '../../models/training/trainingSample.js';
import { writePicture } from '../../vision/imageFile.node.js';
import { Random } from '../../vision/random.js';
import { UsageError, WorkError } from '../errors.js';
import { interruptSignal } from '../interrupt.js';
import { wholeNumber } from '../numbers.js';
import { createProgress, note, print, printJson } from '../output.js';
import { checkOutputFile } from '../outputPath.js';

interface PreviewOptions {
  data: string;
  output: string;
  count: number;
  columns: number;
  size: number;
  split: Split;
  seed: number;
  json?: boolean;
}

const RECIPE = 'recipe:standard';

/** `irodori data`: what a model is trained on, to look at. */
export function dataCommand(): Command {
  const data = new Command('data').summary('look at training pictures').description('Looks at training pictures.');
  data.addHelpText('after', '\nExamples:\n  irodori data preview --data my-pictures/ -o sheet.png');
  data
    .command('preview')
    .description(
      'Writes a contact sheet of what the network will see: line art with hints beside the picture it should become. Most faults of a ' +
        'model are visible there before it is trained.',
    )
    .requiredOption('--data <folder>', `what "irodori train" takes: pictures, packed pairs, or "${RECIPE}"`)
    .requiredOption('-o, --output <file>', 'the file to write (.png or .webp)')
    .option('--count <number>', 'examples', wholeNumber(1, 400), 48)
    .option('--columns <number>', 'examples in a row', wholeNumber(1, 20), 4)
    .option('--size <pixels>', 'side of an example', wholeNumber(32, 512), 192)
    .addOption(
      new Option('--split <name>', 'which part of the pictures')
        .choices(['train', 'validation', 'left-out', 'test'])
        .default('train'),
    )
    .option('--seed <number>', 'other seeds give other crops and hints', wholeNumber(0, 2 ** 32 - 1), 0)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  irodori data preview --data my-pictures/ -o sheet.png
  irodori data preview --data ${RECIPE} --split left-out -o sheet.png`,
    )
    .action(preview);
  return data;
}

async function preview(options: PreviewOptions): Promise<void> {
  const { data, output, count, split, seed, json } = options;
  const signal = interruptSignal();
  if (!['.png', '.webp'].includes(extname(output).toLowerCase()))
    throw new UsageError(`${output}: the output's name must end in .png or .webp`);
  await checkOutputFile(output);
  const scratch = await mkdtemp(join(tmpdir(), 'irodori-preview-'));
  try {
    const progress = createProgress('reading pictures', 100);
    const onProgress = (done: number, total: number) => progress.update(Math.floor((100 * done) / total));
    const cacheDir = cacheFolder();
    // Of the recipe only as many pictures are drawn as are shown: they are the first ones of a whole run.
    const folder =
      data === RECIPE
        ? (await buildRecipe({ cacheDir, out: scratch, ...counts(split, count), signal, onProgress })).folder
        : resolve(data);
    using pairs = await openTrainingData(data.startsWith('recipe:') && data !== RECIPE ? data : folder, {
      cacheDir,
      packedFolder: scratch,
      cropSize: options.size,
      signal,
      onProgress,
      onNotice: (text) => note(`irodori: ${text}`),
    }).finally(progress.stop);
    const chosen = pairs.of(split);
    if (chosen.length === 0) throw new WorkError(`${data}: it has no pictures of the part "${split}"`);
    const size = Math.min(options.size, pairs.size);
    const shown = Array.from({ length: Math.min(count, chosen.length) }, (_, n) => {
      const spread = Math.floor((n * chosen.length) / Math.min(count, chosen.length));
      return makeSample(pairs.get(chosen[spread]), size, new Random('preview', seed, n));
    });
    const sheet = previewSheet(shown, options.columns);
    await writePicture(output, sheet);
    const facts = { output, width: sheet.width, height: sheet.height, shown: shown.length, of: chosen.length };
    if (json) printJson(facts);
    else print(`${output}: ${shown.length} of ${chosen.length} examples, ${sheet.width} × ${sheet.height}`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** How many pairs of the recipe to draw. */
const counts = (split: Split, count: number) =>
  split === 'train' ? { count, evaluation: 0 } : { count: 0, evaluation: count };
