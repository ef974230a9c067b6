import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import type { Backend } from '../engine/backends/backend.js';
import { type Colorizer, loadColorizer, type ModelSource } from '../models/colorizer.js';
import { failureLine, UsageError, WorkError } from './errors.js';
import { kindOf } from './outputPath.js';
import { packageRoot } from './packageRoot.js';

/** The colouriser that needs no model file. */
export const FLOOD = 'flood';

/** What `--init` takes to start training from nothing. */
export const NO_MODEL = 'none';

/** The bundled model that colours unless another is named. */
const STANDARD = 'standard';

/** A model that can be named. */
export interface StoredModel {
  readonly name: string;
  readonly path: string;
  readonly origin: 'bundled' | 'yours';
  readonly bytes: number;
  /** The card beside the file, if there is one. */
  readonly card: Readonly<Record<string, unknown>> | null;
}

/** Largest model file that is read, in bytes: far beyond any colouriser, below what would exhaust a laptop. */
const MAX_MODEL_BYTES = 2 ** 30;

const EXTENSION = '.safetensors';

/** Where the models that come with the program are. */
const bundledModels = join(packageRoot, 'assets', 'models');

/** Where the user's own models are kept. */
export function userModels({
  env = process.env,
  platform = process.platform as string,
  home = homedir(),
} = {}): string {
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'irodori', 'models');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'irodori', 'models');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'irodori', 'models');
}

/** All models that can be named, the user's own first: they hide bundled ones of the same name. */
export async function listModels(): Promise<StoredModel[]> {
  const own = await modelsIn(userModels(), 'yours');
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...(await modelsIn(bundledModels, 'bundled')).filter(({ name }) => !names.has(name))];
}

async function modelsIn(folder: string, origin: StoredModel['origin']): Promise<StoredModel[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const models = entries
    .filter((entry) => entry.isDirectory() || extname(entry.name) === EXTENSION)
    .map(async (entry): Promise<StoredModel | null> => {
      const path = join(folder, entry.name);
      const name = entry.isDirectory() ? entry.name : basename(entry.name, EXTENSION);
      try {
        const files = entry.isDirectory() ? await paintsChainerFiles(path) : [path];
        const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
        const card = await readCard(join(folder, `${name}.json`));
        return { name, path, origin, bytes: sizes.reduce((sum, size) => sum + size, 0), card };
      } catch {
        return null; // a folder of something else, or a file just being removed
      }
    });
  return (await Promise.all(models))
    .filter((model) => model !== null)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** The card in the file of a model's name beside it, or null. */
export const cardBeside = (model: string): Promise<Readonly<Record<string, unknown>> | null> =>
  readCard(join(dirname(model), `${basename(model, EXTENSION)}.json`));

async function readCard(path: string): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const card: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof card === 'object' && card !== null ? (card as Record<string, unknown>) : null;
  } catch {
    return null; // a card is for reading, the model works without
  }
}

/** A model that was asked for. */
export interface ChosenModel {
  /** The name, or the path, that was given. */
  readonly name: string;
  readonly model: ModelSource;
}

/**
 * Finds a model by name or by file.
 *
 * @param wanted a name of `listModels`, `flood`, or a file's path (a folder's for PaintsChainer's pair of files); by default the bundled
 *               model, and without one `flood`
 * @throws WorkError when it cannot be read, UsageError for an unknown name
 */
export async function chooseModel(wanted?: string): Promise<ChosenModel> {
  if (wanted === FLOOD) return { name: FLOOD, model: FLOOD };
  if (wanted !== undefined && looksLikePath(wanted)) return { name: wanted, model: await readModel(wanted) };
  const models = await listModels();
  if (wanted === undefined) {
    const standard = models.find(({ name, origin }) => origin === 'bundled' && name === STANDARD);
    return standard ? { name: standard.name, model: await readModel(standard.path) } : { name: FLOOD, model: FLOOD };
  }
  return { name: wanted, model: await readModel((await findModel(wanted, models)).path) };
}

/** A model by its name. */
export async function findModel(name: string, models?: readonly StoredModel[]): Promise<StoredModel> {
  const known = models ?? (await listModels());
  const found = known.find((model) => model.name === name);
  if (found) return found;
  if (name === FLOOD) throw new UsageError(`${FLOOD} is built in: no network, and no file`);
  const names = [...known.map((model) => model.name), FLOOD].join(', ');
  throw new UsageError(`no model named ${name}; there are: ${names} (or give a file)`);
}

/** Loads a model; what is wrong with it is said with its name. */
export async function openModel(backend: Backend, { name, model }: ChosenModel): Promise<Colorizer> {
  try {
    return await loadColorizer(backend, model);
  } catch (error) {
    throw new WorkError(`${name}: ${failureLine(error)}`, { cause: error });
  }
}

/** Whether `--model` gave a path and not a name. */
export const looksLikePath = (wanted: string): boolean =>
  /[\\/]/.test(wanted) || [EXTENSION, '.npz'].includes(extname(wanted));

/** A model file, or the pair of PaintsChainer's files in a folder; sizes are checked first. */
export async function readModel(path: string): Promise<Exclude<ModelSource, 'flood'>> {
  if ((await kindOf(path)) !== 'folder') return readModelFile(path);
  const [small, full] = await paintsChainerFiles(path);
  const card = (await readCard(join(path, 'card.json'))) ?? {};
  return { small: await readModelFile(small), full: await readModelFile(full), card };
}

/** PaintsChainer's two weight files in a folder, under the names they were published with. */
export async function paintsChainerFiles(folder: string): Promise<[small: string, full: string]> {
  const names = (await readdir(folder)).sort();
  const find = (stage: string) =>
    names.find((name) => name.startsWith(`unet_${stage}_`) || name.startsWith(`unet_${stage}.`));
  const [small, full] = [find('128'), find('512')];
  if (!small || !full) {
    throw new WorkError(
      `${folder}: no model in this folder; name a .safetensors file, or the folder of PaintsChainer's unet_128_standard and unet_512_standard`,
    );
  }
  return [join(folder, small), join(folder, full)];
}

/** The bytes of a model file, its size checked first. */
export async function readModelFile(path: string): Promise<Uint8Array> {
  try {
    const file = await stat(path);
    if (file.isDirectory()) throw new WorkError(`${path}: it is a folder; name a model file`);
    if (file.size > MAX_MODEL_BYTES) {
      throw new WorkError(`${path}: ${file.size} bytes are too many for a model; is this the right file?`);
    }
    const { buffer, byteOffset, byteLength } = await readFile(path);
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (error) {
    if (error instanceof WorkError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new WorkError(`${path}: no such model file; check the path`, { cause: error });
    throw new WorkError(`${path}: cannot be read (${message})`, { cause: error });
  }
}
