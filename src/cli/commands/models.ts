import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { Command } from 'commander';
import { readSafetensors, writeNpz } from '../../engine/serializers/index.js';
import type { ModelInfo } from '../../models/colorizer.js';
import { describeCard, hashOfCard } from '../../models/modelCard.js';
import { explainWriteFailure, writeFileAtomic } from '../../vision/atomicFile.node.js';
import { withBackend } from '../backendOption.js';
import { UsageError, WorkError } from '../errors.js';
import {
  cardBeside,
  FLOOD,
  findModel,
  listModels,
  looksLikePath,
  openModel,
  paintsChainerFiles,
  readModel,
  readModelFile,
  userModels,
} from '../modelStore.js';
import { print, printJson } from '../output.js';
import { checkOutputFile, kindOf } from '../outputPath.js';

/** `irodori models`: the models that can be named. */
export function modelsCommand(): Command {
  const models = new Command('models')
    .summary('list, inspect, import and export models')
    .description('The models that --model takes: those that come with the program, and your own.')
    .addHelpText(
      'after',
      `
Examples:
  irodori models list
  irodori models info standard
  irodori models import runs/mine/model.safetensors --name mine
  irodori models export mine -o mine.npz`,
    );
  models
    .command('list')
    .description('list all models')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      const list = await listModels();
      if (json) return printJson({ models: list.map(({ card: _, ...model }) => model) });
      for (const { name, origin, bytes, card } of list) {
        print(
          `${name.padEnd(16)} ${origin.padEnd(8)} ${megabytes(bytes).padStart(9)}  ${card?.description ?? ''}`.trimEnd(),
        );
      }
      print(`${FLOOD.padEnd(16)} built in            no network: each hint's colour flows as far as the lines let it`);
    });
  models
    .command('info')
    .description('what a model is, and its card')
    .argument('<name>', 'a model of "irodori models list", or a file')
    .option('--json', 'print one JSON object')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const path = looksLikePath(name) ? name : (await findModel(name)).path;
      const info = await examineModel(path);
      const card = { ...info.card, ...(await cardBeside(path)) };
      const sha256 = (await kindOf(path)) === 'folder' ? null : hashOf(await readModelFile(path));
      const promised = hashOfCard(card);
      const genuine = promised === undefined || sha256 === null ? null : promised === sha256;
      if (json) return printJson({ path, ...info, card, sha256, genuine });
      print(`${path}\n${info.description}\n${info.kind}, ${info.parameters.toLocaleString('en')} parameters`);
      for (const line of describeCard(card)) print(line);
      if (sha256 !== null) print(`sha256: ${sha256}${genuine ? ', as the card says' : ''}`);
      if (genuine === false) throw new WorkError(`${path}: not the file that its card describes; get both again`);
    });
  models
    .command('import')
    .description('check a model file and keep it under a name')
    .argument('<file>', 'a .safetensors model, or the folder of PaintsChainer’s two files')
    .option('--name <name>', 'what to call it; the file’s name by default')
    .option('--force', 'replace a model of that name')
    .option('--json', 'print one JSON object')
    .action(async (file: string, { name, force, json }: { name?: string; force?: boolean; json?: boolean }) => {
      const called = name ?? basename(file, extname(file));
      if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u.test(called) || called === FLOOD) {
        throw new UsageError(`"${called}" cannot name a model; give --name of letters, digits, "-" and "_"`);
      }
      if (extname(file).toLowerCase() === '.npz')
        throw new UsageError(`${file}: one of PaintsChainer's two networks; import the folder that holds both`);
      const info = await examineModel(file);
      const folder = userModels();
      const isPair = (await kindOf(file)) === 'folder';
      const path = join(folder, isPair ? called : `${called}.safetensors`);
      const taken = (await listModels()).some((model) => model.origin === 'yours' && model.name === called);
      if (!force && taken) {
        throw new WorkError(`you have a model named ${called} already; add --force to replace it, or give --name`);
      }
      let file256: { sha256?: string } = {};
      for (const source of isPair ? await paintsChainerFiles(file) : [file]) {
        const target = isPair ? join(path, basename(source)) : path;
        const bytes = await readModelFile(source);
        if (!isPair) file256 = { sha256: hashOf(bytes) };
        await writeModel(target, bytes, () => mkdir(dirname(target), { recursive: true }));
      }
      const card = { ...info.card, description: info.description, ...file256 };
      await writeModel(join(folder, `${called}.json`), `${JSON.stringify(card, null, 2)}\n`);
      if (json) printJson({ name: called, path, ...info });
      else print(`${called}: ${info.description}`);
    });
  models
    .command('export')
    .description('write a model to a file: .safetensors, or .npz with Chainer’s keys')
    .argument('<name>', 'a model of "irodori models list"')
    .requiredOption('-o, --output <file>', 'the file to write')
    .option('--json', 'print one JSON object')
    .action(async (name: string, { output, json }: { output: string; json?: boolean }) => {
      const { path } = await findModel(name);
      const ending = extname(output).toLowerCase();
      if (ending !== '.safetensors' && ending !== '.npz') {
        throw new UsageError(`${output}: the output's name must end in .safetensors or .npz`);
      }
      if ((await kindOf(path)) === 'folder')
        throw new WorkError(`${name} is PaintsChainer's own pair of files; copy them from ${path}`);
      await checkOutputFile(output, [path]);
      const bytes = await readModelFile(path);
      const content = ending === '.npz' ? writeNpz(readSafetensors(bytes).tensors) : bytes;
      await writeModel(output, content);
      if (json) printJson({ name, output, bytes: content.length });
      else print(`${output}: ${megabytes(content.length)}`);
    });
  return models;
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Loads a model to see that it is whole; what it says of itself. */
async function examineModel(path: string): Promise<ModelInfo> {
  const model = await readModel(path);
  return withBackend('cpu', async (backend) => {
    const colorizer = await openModel(backend, { name: path, model });
    const { info } = colorizer;
    colorizer.dispose();
    return info;
  });
}

async function writeModel(path: string, content: Uint8Array | string, prepare?: () => Promise<unknown>): Promise<void> {
  try {
    await prepare?.();
    await writeFileAtomic(path, content);
  } catch (error) {
    throw new WorkError(`cannot write ${path}: ${explainWriteFailure(error)}`, { cause: error });
  }
}
