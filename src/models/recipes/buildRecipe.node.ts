import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { writeFileAtomic } from '../../vision/atomicFile.node.js';
import { fetchClipart } from './fetchClipart.node.js';
import { FetchError } from './fetchError.js';
import { describeSources, fetchSources } from './fetchSources.node.js';
import { type PairIndex, type PairItem, pairBytes, parsePairIndex, type Split } from './pairFile.js';
import { type MadePair, PARTS_MIX, PairMaker, type PairMix, STANDARD_MIX } from './pairMaker.node.js';
import { loadSourceItems } from './sourceItems.node.js';
import { SvgRenderer } from './svgRenderer.node.js';

/** Goes up with every change that makes other pairs; older pair files are then built anew. */
const RECIPE_VERSION = 6;

/** The recipes by name. */
export const RECIPES = { standard: STANDARD_MIX, parts: PARTS_MIX } as const satisfies Record<string, PairMix>;

export type RecipeName = keyof typeof RECIPES;

/** How `--data` names a recipe. */
const PREFIX = 'recipe:';

/** The recipe that `recipe:NAME` names; undefined for what names none, such as a folder. */
export function recipeNamed(data: string): RecipeName | undefined {
  const name = data.startsWith(PREFIX) ? data.slice(PREFIX.length) : '';
  return name in RECIPES ? (name as RecipeName) : undefined;
}

export interface RecipeOptions {
  /** Standard unless given. */
  readonly recipe?: RecipeName;
  /** The program's cache folder: sources are installed below it. */
  readonly cacheDir: string;
  /** Folder for `pairs.bin` and `index.json`; `pairs` in the cache folder unless given. */
  readonly out?: string;
  /** Side of the pictures in pixels. */
  readonly size?: number;
  /** Training pairs. */
  readonly count?: number;
  /** Pairs of each other split. */
  readonly evaluation?: number;
  readonly seed?: number;
  /** Threads that draw; as many as there are cores unless given. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  onProgress?(done: number, total: number): void;
  /** Told when a source is missing, one line. */
  onNotice?(text: string): void;
}

/**
 * Builds a recipe's training pairs: fetches the sources, draws, and packs `pairs.bin` + `index.json`. Pairs that an
 * earlier, interrupted call with the same options left are kept; a finished file is returned at once.
 *
 * @returns the folder and its index
 * @throws FetchError; the file system's errors; the signal's reason when it is aborted
 */
export async function buildRecipe(options: RecipeOptions): Promise<{ folder: string; index: PairIndex }> {
  const {
    cacheDir,
    recipe: recipeName = 'standard',
    size = 256,
    count = 30_000,
    evaluation = 320,
    seed = 1,
    signal,
    onProgress,
  } = options;
  const folder = options.out ?? join(cacheDir, 'pairs');
  const plan: [Split, number][] = [
    ...Array.from({ length: evaluation }, (_, k): [Split, number] => ['validation', k]),
    ...Array.from({ length: evaluation }, (_, k): [Split, number] => ['left-out', k]),
    ...Array.from({ length: evaluation }, (_, k): [Split, number] => ['test', k]),
    ...Array.from({ length: count }, (_, k): [Split, number] => ['train', k]),
  ];
  const finished = readIndex(folder);
  if (
    finished &&
    finished.size === size &&
    finished.items.length === plan.length &&
    names(recipeName).includes(finished.recipe.name) &&
    finished.recipe.version === RECIPE_VERSION &&
    finished.recipe.seed === seed
  ) {
    return { folder, index: finished };
  }

  const sourcesFolder = await fetchSources(cacheDir, signal);
  const whole = await hasClipart(sourcesFolder, options);
  const recipe = { name: names(recipeName)[whole ? 0 : 1], version: RECIPE_VERSION, seed };
  const items = await loadSourceItems(sourcesFolder);
  const sources = describeSources(sourcesFolder, items);
  sources.push({ id: 'characters', licence: 'MIT (made by this program)', pictures: count, leftOut: false });
  await mkdir(folder, { recursive: true });
  using renderer = new SvgRenderer(options.threads ?? availableParallelism());
  const maker = new PairMaker(items, renderer, size, seed, RECIPES[recipeName]);
  const journal = await Journal.open(folder, size, JSON.stringify({ recipe, size, evaluation }));
  try {
    const ahead: Promise<MadePair>[] = [];
    let next = journal.items.length;
    while (journal.items.length < plan.length) {
      signal?.throwIfAborted();
      while (next < plan.length && ahead.length < 8) {
        const pair = maker.make(...plan[next++]);
        pair.catch(() => {}); // reported when its turn comes
        ahead.push(pair);
      }
      await journal.append(await ahead.shift()!);
      onProgress?.(journal.items.length, plan.length);
    }
  } finally {
    await journal.close();
  }
  const index: PairIndex = {
    format: 'irodori-pairs',
    version: 1,
    size,
    planes: ['line', 'red', 'green', 'blue'],
    recipe,
    sources,
    items: journal.items,
  };
  await rm(join(folder, 'index.json'), { force: true });
  await rename(join(folder, 'pairs.bin.part'), join(folder, 'pairs.bin'));
  await writeFileAtomic(join(folder, 'index.json'), `${JSON.stringify(index)}\n`);
  await rm(join(folder, 'items.part'), { force: true });
  return { folder, index };
}

/** A recipe, and what it is where clip art cannot be had: its pairs are others. */
const names = (recipe: RecipeName) => [recipe, `${recipe} without clip art`];

/** Fetches the clip art, which only Debian and its kin have; the recipe goes on without it. */
async function hasClipart(sources: string, { signal, onNotice }: RecipeOptions): Promise<boolean> {
  try {
    await fetchClipart(sources, signal);
    return true;
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    onNotice?.(`${error.message}: the pictures are made without it`);
    return false;
  }
}

function readIndex(folder: string): PairIndex | undefined {
  const path = join(folder, 'index.json');
  if (!existsSync(path) || !existsSync(join(folder, 'pairs.bin'))) return undefined;
  try {
    return parsePairIndex(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined; // damaged: built anew
  }
}

/** Pairs under way: `pairs.bin.part` and a line of JSON a pair in `items.part`, whose first line names the options. */
class Journal {
  private constructor(
    readonly items: PairItem[],
    private readonly bin: Awaited<ReturnType<typeof open>>,
    private readonly log: Awaited<ReturnType<typeof open>>,
    private readonly bytes: number,
  ) {}

  static async open(folder: string, size: number, options: string): Promise<Journal> {
    const binPath = join(folder, 'pairs.bin.part');
    const logPath = join(folder, 'items.part');
    const [head, ...lines] = existsSync(logPath) ? (await readFile(logPath, 'utf8')).split('\n') : [''];
    const items: PairItem[] = [];
    if (head === options && existsSync(binPath)) {
      for (const line of lines.slice(0, -1)) items.push(JSON.parse(line)); // the last one is empty or cut short
    }
    const bin = await open(binPath, existsSync(binPath) ? 'r+' : 'w+');
    const whole = Math.min(items.length, Math.floor((await bin.stat()).size / pairBytes(size)));
    items.length = whole;
    await bin.truncate(whole * pairBytes(size));
    const log = await open(logPath, 'w');
    await log.write(`${[options, ...items.map((item) => JSON.stringify(item))].join('\n')}\n`);
    return new Journal(items, bin, log, pairBytes(size));
  }

  async append({ item, bytes }: MadePair): Promise<void> {
    await this.bin.write(bytes, 0, bytes.length, this.items.length * this.bytes);
    await this.log.write(`${JSON.stringify(item)}\n`);
    this.items.push(item);
  }

  async close(): Promise<void> {
    await this.bin.sync();
    await this.bin.close();
    await this.log.close();
  }
}
