import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { UsageError, WorkError } from './errors.js';
import { packageRoot } from './packageRoot.js';

/** The colouriser that needs no model file. */
export const FLOOD = 'flood';

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
export const bundledModels = join(packageRoot, 'assets', 'models');

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
  const files = await readdir(folder).catch(() => [] as string[]);
  const models = files
    .filter((file) => extname(file) === EXTENSION)
    .sort()
    .map(async (file): Promise<StoredModel> => {
      const path = join(folder, file);
      const name = basename(file, EXTENSION);
      return { name, path, origin, bytes: (await stat(path)).size, card: await readCard(join(folder, `${name}.json`)) };
    });
  return Promise.all(models);
}

async function readCard(path: string): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const card: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof card === 'object' && card !== null ? (card as Record<string, unknown>) : null;
  } catch {
    return null; // a card is for reading, the model works without
  }
}

/** A model that was asked for: its bytes, or the colouriser without one. */
export interface ChosenModel {
  readonly name: string;
  readonly model: Uint8Array | typeof FLOOD;
}

/**
 * Finds a model by name or by file.
 *
 * @param wanted a name of `listModels`, `flood`, or a file's path; by default the bundled model, and without one `flood`
 * @throws WorkError when there is none, UsageError for an unknown name
 */
export async function chooseModel(wanted?: string): Promise<ChosenModel> {
  if (wanted === FLOOD) return { name: FLOOD, model: FLOOD };
  if (wanted !== undefined && looksLikeFile(wanted)) return { name: wanted, model: await readModelFile(wanted) };
  const models = await listModels();
  if (wanted === undefined) {
    const standard = models.find(({ name, origin }) => origin === 'bundled' && name === STANDARD);
    if (!standard) return { name: FLOOD, model: FLOOD };
    return { name: standard.name, model: await readModelFile(standard.path) };
  }
  return { name: wanted, model: await readModelFile((await findModel(wanted, models)).path) };
}

/** A model by its name. */
export async function findModel(name: string, models?: readonly StoredModel[]): Promise<StoredModel> {
  const known = models ?? (await listModels());
  const found = known.find((model) => model.name === name);
  if (found) return found;
  const names = [...known.map((model) => model.name), FLOOD].join(', ');
  throw new UsageError(`no model named ${name}; there are: ${names} (or give a file)`);
}

const looksLikeFile = (wanted: string): boolean =>
  /[\\/]/.test(wanted) || ['.safetensors', '.npz'].includes(extname(wanted));

/** The bytes of a model file, its size checked first. */
export async function readModelFile(path: string): Promise<Uint8Array> {
  try {
    const file = await stat(path);
    if (file.isDirectory()) throw new WorkError(`${path}: it is a folder; name a model file`);
    if (file.size > MAX_MODEL_BYTES) {
      throw new WorkError(`${path}: ${file.size} bytes are too many for a model; is this the right file?`);
    }
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (error instanceof WorkError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new WorkError(`${path}: no such model file; check the path`, { cause: error });
    throw new WorkError(`${path}: cannot be read (${message})`, { cause: error });
  }
}
