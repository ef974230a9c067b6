import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import config from '../../electron/builderConfig.js';
import { loadCommandModule } from '../../electron/command.js';
import { OPENABLE } from '../../electron/files.js';
import { packCommand } from '../../electron/packCommand.js';
import { packedModules } from '../../electron/packedModules.js';
import { loadTraining } from '../../electron/training.js';
import { writePicture } from '../../src/vision/imageFile.node.js';
import { painting } from '../cli/pictures.js';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

test('the system offers the studio for all that it opens', () => {
  const endings = config.fileAssociations.map(({ ext }) => ext);
  expect([...endings, 'jpeg'].sort()).toEqual([...OPENABLE].sort());
});

test('the fuses shut what an app could be abused through', () => {
  expect(config.electronFuses).toMatchObject({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
  });
});

test('an app is made with an address for updates only where one is given, and publishes nothing by itself', () => {
  expect(config.publish).toBeNull();
});

test('what the shell imports goes into the archive, and what that needs', () => {
  const { main } = JSON.parse(read('package.json')) as { main: string };
  expect(main).toBe('dist/electron/main.js');
  // Packages that the shell's own modules and those they import name: each must be packed.
  const seen = new Set<string>();
  const packages = new Set<string>();
  const follow = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = read(file);
    const names = [
      ...text.matchAll(/^(?:import|export)(?! type)[^;]*?from\s*'([^']+)'/gm),
      ...text.matchAll(/\bimport\('([^']+)'\)/g),
    ];
    for (const [, name] of names) {
      if (name.startsWith('.')) {
        const next = join(file, '..', name).replace(/\.js$/, '.ts');
        if (existsSync(join(root, next))) follow(next);
      } else if (!name.startsWith('node:') && name !== 'electron') packages.add(name);
    }
  };
  follow('electron/main.ts');
  expect([...packages].sort()).toEqual(['electron-updater', 'zod']);
  const packed = config.files.flatMap((files) => (typeof files === 'object' ? [files.from] : []));
  for (const name of packages) expect(packed).toContain(`node_modules/${name}`);
  expect(packed).toContain('node_modules/builder-util-runtime'); // which electron-updater loads
});

test('packages are found with all they need, each where it is installed', () => {
  const found = packedModules(root, ['sharp', 'electron-updater', 'no-such-package']);
  expect(found).toContain('node_modules/detect-libc');
  expect(found).toContain('node_modules/electron-updater/node_modules/semver');
  expect(found.some((folder) => folder.startsWith(`node_modules/@img/sharp-${process.platform}`))).toBe(true);
  expect(found).not.toContain('node_modules/vite');
});

describe('the command beside the archive', () => {
  const folder = mkdtempSync(join(tmpdir(), 'irodori-packed-'));
  const command = join(folder, 'command');
  afterAll(() => rmSync(folder, { recursive: true }));

  test('trains outside the checkout, in threads of its own', { timeout: 240_000 }, async () => {
    packCommand(root, command, `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`);
    expect(readdirSync(join(command, 'node_modules/webgpu/dist'))).toHaveLength(1);
    const gallery = join(folder, 'gallery');
    mkdirSync(gallery);
    for (let edge = 20; edge < 80; edge += 6) await writePicture(join(gallery, `${edge}.png`), painting(edge));
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(command, 'dist/cli/main.js'),
      ...['train', '--data', gallery, '--out', join(folder, 'run'), '--init', 'standard', '--iterations', '2'],
      ...['--size', '32', '--batch', '1', '--backend', 'cpu', '--json'],
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ iterations: 2, stopped: false });
    expect(existsSync(join(folder, 'run/model.safetensors'))).toBe(true);
  });

  test('has the modules that the shell loads from it', async () => {
    for (const isPackaged of [true, false]) {
      const { host, answer } = await loadTraining(command, isPackaged);
      expect([typeof host.create, typeof answer]).toEqual(['function', 'function']);
    }
    const { answerModels } = await loadCommandModule<{ answerModels: unknown }>(command, 'modelApi.js');
    expect(typeof answerModels).toBe('function');
  });

  test('draws what recipes are made of', async () => {
    const program = pathToFileURL(join(command, 'dist/cli/svgRenderer.node.js')).href;
    const { SvgRenderer } = (await import(program)) as typeof import('../../src/models/recipes/svgRenderer.node.js');
    const renderer = new SvgRenderer(1);
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"><rect width="2" height="1" fill="#ff8000"/></svg>';
    expect([...(await renderer.render(svg)).data]).toEqual([255, 128, 0, 255, 255, 128, 0, 255]);
    renderer.close();
  });

  test('is not made of half a checkout', () => {
    expect(() => packCommand(folder, join(folder, 'other'), 'linux-x64')).toThrow('npm run build');
  });
});
