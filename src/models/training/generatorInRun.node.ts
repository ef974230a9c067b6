import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../vision/atomicFile.node.js';
import { type ModelCard, saveGenerator } from '../generatorFile.js';
import type { Generator } from '../networks/generator.js';
import type { RunFolder } from './runFolder.node.js';

/** The best generator of a run. */
export const generatorPath = ({ path }: RunFolder): string => join(path, 'model.safetensors');

const cardPath = ({ path }: RunFolder): string => join(path, 'model.json');

/** The card of the best generator; an empty one where none can be read. */
export async function readCardIn(run: RunFolder): Promise<ModelCard> {
  try {
    return JSON.parse(await readFile(cardPath(run), 'utf8'));
  } catch {
    return {};
  }
}

/** Writes it, and its card beside it. */
export async function saveGeneratorIn(run: RunFolder, generator: Generator, card: ModelCard): Promise<void> {
  const path = generatorPath(run);
  const bytes = await saveGenerator(generator, card, { dtype: 'float16' });
  await writeFileAtomic(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const beside = { ...card, bytes: bytes.length, sha256 };
  await writeFileAtomic(cardPath(run), `${JSON.stringify(beside, null, 2)}\n`);
}

/** Parts of a model that are trained apart, by their fields in its card. */
const PARTS_APART = ['parts', 'affinity'] as const;

/** A starting model's card, with a word on the part of it that was trained. */
export function cardOfPart(
  start: ModelCard,
  part: (typeof PARTS_APART)[number],
  { iterations, picturesSeen, seconds, seed, data }: ModelCard,
): ModelCard {
  return { ...start, [part]: { iterations, picturesSeen, seconds, seed, data } };
}

/** A trained model's card, with what the starting one's says of the parts that stayed as they were. */
export function cardWithParts(start: ModelCard, card: ModelCard): ModelCard {
  const kept = PARTS_APART.filter((part) => start[part] !== undefined).map((part) => [part, start[part]]);
  return { ...card, ...Object.fromEntries(kept) };
}
