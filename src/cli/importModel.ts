import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ModelInfo, ModelSource } from '../models/colorizer.js';
import { explainWriteFailure, writeFileAtomic } from '../vision/atomicFile.node.js';
import { withBackend } from './backendOption.js';
import { UsageError, WorkError } from './errors.js';
import {
  FLOOD,
  listModels,
  NO_MODEL,
  openModel,
  paintsChainerFiles,
  readModel,
  readModelFile,
  userModels,
} from './modelStore.js';
import { kindOf } from './outputPath.js';

/** Whether a name can name a model of one's own: letters and digits first, no path, 64 characters at most, no word that means another thing. */
const canNameModel = (name: string): boolean =>
  /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u.test(name) && name !== FLOOD && name !== NO_MODEL;

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Loads a model to see that it is whole; what it says of itself. */
export async function examineModel(name: string, model: ModelSource): Promise<ModelInfo> {
  return withBackend('cpu', async (backend) => {
    const colorizer = await openModel(backend, { name, model });
    const { info } = colorizer;
    colorizer.dispose();
    return info;
  });
}

/** A model that was taken into the store. */
export interface Imported extends ModelInfo {
  readonly name: string;
  readonly path: string;
}

/**
 * Checks a model file, or PaintsChainer's two in a folder, and keeps a copy under a name.
 *
 * @throws UsageError for a name that cannot be, WorkError where it is taken, the model is none or the disk refuses
 */
export async function importModel(file: string, name: string, { force = false } = {}): Promise<Imported> {
  await checkName(name, force);
  const isPair = (await kindOf(file)) === 'folder';
  if (!isPair) return keepModel(name, await readModelFile(file), file);
  const info = await examineModel(file, await readModel(file));
  const path = join(userModels(), name);
  for (const source of await paintsChainerFiles(file)) {
    await writeModel(join(path, basename(source)), await readModelFile(source));
  }
  await writeCard(name, { ...info.card, description: info.description });
  return { ...info, name, path };
}

/** The same for a model file that is in memory. */
export async function importModelBytes(bytes: Uint8Array, name: string, { force = false } = {}): Promise<Imported> {
  await checkName(name, force);
  return keepModel(name, bytes, name);
}

async function checkName(name: string, force: boolean): Promise<void> {
  if (!canNameModel(name))
    throw new UsageError(
      `"${name}" cannot name a model; give --name of letters, digits, "-" and "_", not "${FLOOD}" or "${NO_MODEL}"`,
    );
  const taken = (await listModels()).some((model) => model.origin === 'yours' && model.name === name);
  if (!force && taken)
    throw new WorkError(`you have a model named ${name} already; add --force to replace it, or give --name`);
}

async function keepModel(name: string, bytes: Uint8Array, source: string): Promise<Imported> {
  const info = await examineModel(source, bytes);
  const path = join(userModels(), `${name}.safetensors`);
  await writeModel(path, bytes);
  const { description, parameters } = info;
  await writeCard(name, { ...info.card, description, parameters, sha256: hashOf(bytes) });
  return { ...info, name, path };
}

const writeCard = (name: string, card: object) =>
  writeModel(join(userModels(), `${name}.json`), `${JSON.stringify(card, null, 2)}\n`);

/** Writes a file of a model, whole or not at all, and its folder where that is not there. */
export async function writeModel(path: string, content: Uint8Array | string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, content);
  } catch (error) {
    throw new WorkError(`cannot write ${path}: ${explainWriteFailure(error)}`, { cause: error });
  }
}

/**
 * Removes a model of one's own, its card with it.
 *
 * @throws UsageError where there is none of that name; those that come with the program stay
 */
export async function removeModel(name: string): Promise<void> {
  const found = (await listModels()).find((model) => model.origin === 'yours' && model.name === name);
  if (!found) throw new UsageError(`you have no model named ${name}; "irodori models list" says which there are`);
  await rm(found.path, { recursive: true });
  await rm(join(userModels(), `${name}.json`), { force: true });
}
