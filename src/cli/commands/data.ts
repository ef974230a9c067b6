import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { cacheFolder } from '../../engine/backends/guardFile.node.js';
import { buildRecipe, RECIPES, type RecipeName, recipeNamed } from '../../models/recipes/buildRecipe.node.js';
import { exportPairs } from '../../models/recipes/exportPairs.node.js';
import type { Split } from '../../models/recipes/pairFile.js';
import { PairReader } from '../../models/recipes/pairFile.node.js';
import { previewSheet } from '../../models/training/previewSheet.js';
import { openTrainingData } from '../../models/training/trainingData.node.js';
import { makeSample } from '../../models/training/trainingSample.js';
import { writePicture } from '../../vision/imageFile.node.js';
import { Random } from '../../vision/random.js';
import { UsageError, WorkError } from '../errors.js';
import { interruptSignal } from '../interrupt.js';
import { wholeNumber } from '../numbers.js';
import { createProgress, note, print, printJson } from '../output.js';
import { checkOutputFile, prepareOutputFolder } from '../outputPath.js';

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

const SPLITS: Split[] = ['train', 'validation', 'left-out', 'test'];

/** `irodori data`: what a model is trained on, to look at, to build and to take elsewhere. */
export function dataCommand(): Command {
  const data = new Command('data')
    .summary('look at training pictures, or build more')
    .description('Training pictures.');
  data.addHelpText(
    'after',
    '\nExamples:\n  irodori data preview --data my-pictures/ -o sheet.png\n  irodori data build --pairs 100000 -o pairs/',
  );
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
    .option('--size <pixels>', 'side of an example', wholeNumber(32, 512), 256)
    .addOption(new Option('--split <name>', 'which part of the pictures').choices(SPLITS).default('train'))
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
  data
    .command('build')
    .description(
      `Draws the pairs of a recipe into a folder that --data takes, more or larger ones than "irodori train" makes by itself. ` +
        'Stopped, it goes on where it was.',
    )
    .requiredOption('-o, --output <folder>', 'folder for the packed pairs; 4 × size² bytes each')
    .addOption(
      new Option('--recipe <name>', 'standard, or parts: painted in codes of what each place is')
        .choices(Object.keys(RECIPES))
        .default('standard'),
    )
    .option('--pairs <number>', 'training pairs', wholeNumber(1, 10_000_000), 24_000)
    .option(
      '--kept <number>',
      'pairs of each part kept aside: validation, left-out, test',
      wholeNumber(0, 100_000),
      320,
    )
    .option('--size <pixels>', 'side of the pictures', wholeNumber(32, 1024), 256)
    .option('--seed <number>', 'equal seeds give equal pairs', wholeNumber(0, 2 ** 32 - 1), 1)
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  irodori data build --pairs 200000 --size 256 -o pairs256/')
    .action(build);
  data
    .command('export')
    .description('Unpacks pairs into pictures that any program reads: color/ beside line/.')
    .requiredOption('--data <folder>', 'packed pairs')
    .requiredOption('-o, --output <folder>', 'folder for the pictures')
    .option('--limit <number>', 'most pictures', wholeNumber(1, 10_000_000), 1000)
    .addOption(new Option('--split <name>', 'which part of the pairs').choices(SPLITS).default('test'))
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  irodori data export --data pairs/ --split test -o pictures/')
    .action(unpack);
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
    const recipe = recipeNamed(data);
    const drawn =
      recipe && (await buildRecipe({ cacheDir, recipe, out: scratch, ...counts(split, count), signal, onProgress }));
    using pairs = await openTrainingData(drawn?.folder ?? (data.startsWith('recipe:') ? data : resolve(data)), {
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

async function build(options: {
  output: string;
  recipe: RecipeName;
  pairs: number;
  kept: number;
  size: number;
  seed: number;
  json?: boolean;
}) {
  const { output, pairs, kept, size, seed, json } = options;
  const signal = interruptSignal();
  await prepareOutputFolder(output);
  const progress = createProgress('drawing pictures', pairs + 3 * kept);
  const { index } = await buildRecipe({
    cacheDir: cacheFolder(),
    recipe: options.recipe,
    out: output,
    count: pairs,
    evaluation: kept,
    size,
    seed,
    signal,
    onProgress: (done) => progress.update(done),
    onNotice: (text) => note(`irodori: ${text}`),
  }).finally(progress.stop);
  const { recipe, sources } = index;
  if (json) printJson({ output, pairs: index.items.length, size, recipe, sources });
  else print(`${output}: ${index.items.length} pairs of ${size} pixels from ${sources.length} sources`);
}

async function unpack(options: { data: string; output: string; limit: number; split: Split; json?: boolean }) {
  const { data, output, limit, split, json } = options;
  if (!existsSync(join(data, 'pairs.bin')) || !existsSync(join(data, 'index.json')))
    throw new WorkError(`${data}: no packed pairs in this folder; make them with "irodori data build"`);
  await prepareOutputFolder(output, data);
  using reader = new PairReader(data);
  const chosen = reader.of(split).slice(0, limit);
  if (chosen.length === 0) throw new WorkError(`${data}: it has no pictures of the part "${split}"`);
  await exportPairs(reader, output, chosen);
  if (json) printJson({ output, split, pictures: chosen.length });
  else print(`${output}: ${chosen.length} pictures with their line art`);
}

/** How many pairs of the recipe to draw. */
const counts = (split: Split, count: number) =>
  split === 'train' ? { count, evaluation: 0 } : { count: 0, evaluation: count };
