import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildRecipe, RECIPES, recipeNamed } from '../recipes/buildRecipe.node.js';
import { describeReport, packFolder } from '../recipes/folderPairs.node.js';
import type { SourceRecord, Split } from '../recipes/pairFile.js';
import { PairReader } from '../recipes/pairFile.node.js';
import { TrainingError } from './runFolder.node.js';
import type { TrainingPair } from './trainingPair.js';

/** Pairs of a run, by split. */
export interface TrainingData extends Disposable {
  /** One line for people and for the model's card, so without any path. */
  readonly description: string;
  /** Folder of the packed pairs. */
  readonly folder: string;
  /** Side of the square pictures in pixels. */
  readonly size: number;
  readonly train: readonly number[];
  readonly validation: readonly number[];
  readonly leftOut: readonly number[];
  readonly sources: readonly SourceRecord[];
  /** Numbers of the pairs of any part. */
  of(split: Split): readonly number[];
  get(index: number): TrainingPair;
}

export interface TrainingDataOptions {
  readonly cacheDir: string;
  /** Folder where the pairs of a user's own pictures are packed. */
  readonly packedFolder: string;
  /** Side of the training crops; a user's pictures are packed a quarter larger, so that crops differ. */
  readonly cropSize: number;
  readonly signal?: AbortSignal;
  onProgress?(done: number, total: number): void;
  onNotice?(text: string): void;
}

/**
 * Opens the data of a run, building what is not there yet.
 *
 * @param data a folder of packed pairs, of pictures, or of `line/` beside `color/`; or a recipe, `recipe:standard`
 * @throws TrainingError when there is nothing to train on; errors of the recipe
 */
export async function openTrainingData(data: string, options: TrainingDataOptions): Promise<TrainingData> {
  const recipe = recipeNamed(data);
  if (recipe) {
    const { folder } = await buildRecipe({ ...options, recipe, out: join(options.cacheDir, recipe) });
    return openPairs(folder);
  }
  if (data.startsWith('recipe:'))
    throw new TrainingError(`${data}: no such recipe; there are ${Object.keys(RECIPES).join(' and ')}`);
  if (!existsSync(data) || !statSync(data).isDirectory()) {
    if (!existsSync(join(options.packedFolder, 'index.json')))
      throw new TrainingError(`${data}: no such folder`, 'folder-gone');
    options.onNotice?.(`${data} is gone: what was read of it before is used`);
    return openPairs(options.packedFolder);
  }
  if (existsSync(join(data, 'pairs.bin'))) return openPairs(data);
  const { folder, report } = await packFolder(data, {
    out: options.packedFolder,
    size: Math.round(options.cropSize * 1.25),
    signal: options.signal,
    onProgress: options.onProgress,
  });
  for (const line of describeReport(report)) options.onNotice?.(line);
  return openPairs(folder);
}

/** Opens packed pairs. */
export function openPairs(folder: string): TrainingData {
  const reader = new PairReader(folder);
  const { size, sources, recipe } = reader.index;
  return {
    folder,
    description: recipe.name.startsWith('folder ')
      ? 'a folder of pictures'
      : `recipe:${recipe.name}, version ${recipe.version}`,
    size,
    sources,
    train: reader.of('train'),
    validation: reader.of('validation'),
    leftOut: reader.of('left-out'),
    of: (split) => reader.of(split),
    get(index) {
      const bytes = reader.read(index);
      const area = size * size;
      return { width: size, height: size, line: bytes.subarray(0, area), color: bytes.subarray(area) };
    },
    [Symbol.dispose]: () => reader.close(),
  };
}
