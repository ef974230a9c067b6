import { basename, extname } from 'node:path';
import { Command } from 'commander';
import { readSafetensors, writeNpz } from '../../engine/serializers/index.js';
import { describeCard, hashOfCard } from '../../models/modelCard.js';
import { UsageError, WorkError } from '../errors.js';
import { examineModel, hashOf, importModel, removeModel, writeModel } from '../importModel.js';
import { cardBeside, FLOOD, findModel, listModels, looksLikePath, readModel, readModelFile } from '../modelStore.js';
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
        const about = card?.description ?? (origin === 'bundled' ? 'comes with the program' : '');
        print(`${name.padEnd(16)} ${origin.padEnd(8)} ${megabytes(bytes).padStart(9)}  ${about}`.trimEnd());
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
      const info = await examineModel(path, await readModel(path));
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
      if (extname(file).toLowerCase() === '.npz')
        throw new UsageError(
          `${file}: a .npz does not say which network it is for; import the .safetensors, or the folder of PaintsChainer's two files`,
        );
      const imported = await importModel(file, name ?? basename(file, extname(file)), { force });
      if (json) printJson(imported);
      else print(`${imported.name}: ${imported.description}`);
    });
  models
    .command('remove')
    .description('remove a model of your own')
    .argument('<name>', 'one of yours of "irodori models list"')
    .option('--json', 'print one JSON object')
    .action(async (name: string, { json }: { json?: boolean }) => {
      await removeModel(name);
      if (json) printJson({ removed: name });
      else print(`${name} is removed`);
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

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
