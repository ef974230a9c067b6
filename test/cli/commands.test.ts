import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands/index.js';
import { setBackend } from '../../src/engine/core/context.js';
import { readNpz } from '../../src/engine/serializers/index.js';
import { saveGenerator } from '../../src/models/generatorFile.js';
import { Generator } from '../../src/models/networks/generator.js';
import { packFolder } from '../../src/models/recipes/folderPairs.node.js';
import { readPicture, writePicture } from '../../src/vision/imageFile.node.js';
import { createReferenceBackend } from '../engine/reference/backend.js';
import { painting, twoBoxes } from './pictures.js';
import { failureOf, irodori, makeFolder, start } from './run.js';

let home: string;
const at = (...parts: string[]) => join(home, ...parts);
const run = (...args: string[]) => irodori(args, home);

beforeAll(async () => {
  home = makeFolder();
  mkdirSync(at('pictures'));
  for (const name of ['a', 'b']) await writePicture(at('pictures', `${name}.png`), painting());
  await writePicture(at('sketch.png'), twoBoxes());
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('irodori', () => {
  test('says its version and how to use it', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await run('--version')).toMatchObject({ status: 0, stdout: `${version}\n` });
    const help = await run('--help');
    expect(help.status).toBe(0);
    for (const name of ['colorize', 'lines', 'train', 'data', 'evaluate', 'models', 'studio', 'doctor']) {
      expect(help.stdout).toContain(`  ${name}`);
    }
  });

  test('suggests the command that was meant', async () => {
    const { status, stderr } = await run('colorise', 'x.png');
    expect(status).toBe(2);
    expect(stderr).toContain('Did you mean colorize?');
  });

  test.each(Object.entries(commands))('the help of %s has an example', async (name, create) => {
    let help = '';
    const command = await create();
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(help).toMatch(new RegExp(`Examples?:\n  irodori ${name}`));
  });
});

describe('lines', () => {
  test('draws where the colours meet', async () => {
    expect((await run('lines', 'pictures/a.png', '-o', 'lines.png')).status).toBe(0);
    const { data } = await readPicture(at('lines.png'));
    const darkness = (x: number) => 255 - data[4 * (32 * 96 + x)];
    expect(Math.max(darkness(47), darkness(48))).toBeGreaterThan(100);
    expect(darkness(20)).toBeLessThan(20);
  });

  test('draws a folder', async () => {
    const { status, stdout } = await run('lines', 'pictures', '-o', 'line', '--style', 'regions', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ style: 'regions', failed: [] });
    expect(readdirSync(at('line')).sort()).toEqual(['a.png', 'b.png']);
  });

  test('knows its styles', async () => {
    const { status, stderr } = await run('lines', 'pictures', '-o', 'line', '--style', 'cubist');
    expect(status).toBe(2);
    expect(stderr).toContain('Allowed choices are dog, xdog');
  });
});

describe('evaluate', () => {
  test('scores the flood fill on plain pictures, better with more hints', async () => {
    const { status, stdout } = await run(
      ...['evaluate', '--data', 'pictures', '--model', 'flood', '--hints', '4,0', '--backend', 'cpu', '--no-gmic'],
      ...['--report', 'report.html', '--json'],
    );
    expect(status).toBe(0);
    const { pictures, standings, report } = JSON.parse(stdout);
    expect([pictures, report]).toEqual([2, 'report.html']);
    expect(readFileSync(at('report.html'), 'utf8')).toContain('<h2>Worst pictures</h2>');
    const [{ name, scores }] = standings;
    expect(name).toBe('flood fill');
    expect(scores[4].psnr).toBeGreaterThan(scores[0].psnr);
  });

  test('a damaged picture is left out, with a note', async () => {
    mkdirSync(at('mixed'));
    await writePicture(at('mixed/good.png'), painting(40));
    writeFileSync(at('mixed/bad.png'), 'no picture');
    const options = ['--model', 'flood', '--hints', '1', '--backend', 'cpu', '--no-gmic', '--json'];
    const { status, stdout, stderr } = await run('evaluate', '--data', 'mixed', ...options);
    expect(status).toBe(0);
    expect(JSON.parse(stdout).pictures).toBe(1);
    expect(stderr).toContain('left out: mixed/bad.png: not a picture');
  });

  test('a report needs a name that says what it is', async () => {
    const outcome = await run('evaluate', '--data', 'pictures', '--report', 'report.png');
    expect(outcome.status).toBe(2);
    expect(failureOf(outcome)).toContain('must end in .html');
  });

  test('says when there is nothing to score on', async () => {
    mkdirSync(at('nothing'));
    const outcome = await run('evaluate', '--data', 'nothing');
    expect(outcome.status).toBe(1);
    expect(failureOf(outcome)).toContain('nothing: no pictures in this folder');
  });
});

describe('data preview', () => {
  test('writes a sheet of a folder’s pictures', async () => {
    mkdirSync(at('album'));
    for (const edge of [20, 40, 60]) await writePicture(at('album', `${edge}.png`), painting(edge));
    const { status, stdout } = await run(
      'data',
      'preview',
      '--data',
      'album',
      '-o',
      'sheet.png',
      '--size',
      '64',
      '--json',
    );
    expect(status).toBe(0);
    const { shown, width, height } = JSON.parse(stdout);
    expect(shown).toBeGreaterThan(1);
    expect(await readPicture(at('sheet.png'))).toMatchObject({ width, height });
  });

  test('packed pairs are unpacked into pictures', async () => {
    const { index } = await packFolder(at('album'), { out: at('packed'), size: 32 });
    const { status, stdout } = await run(
      ...['data', 'export', '--data', 'packed', '--split', 'train', '-o', 'unpacked', '--json'],
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ pictures: index.items.length });
    expect(await readPicture(at('unpacked/color/20.png_0.png'))).toMatchObject({ width: 32, height: 32 });
    expect(existsSync(at('unpacked/line/20.png_0.png'))).toBe(true);
    const nothing = await run('data', 'export', '--data', 'album', '-o', 'unpacked');
    expect(failureOf(nothing)).toContain('album: no packed pairs in this folder');
  });

  test('says what it cannot do', async () => {
    const wrong = await run('data', 'preview', '--data', 'pictures', '-o', 'sheet.txt');
    expect(wrong.status).toBe(2);
    const missing = await run('data', 'preview', '--data', 'no-such', '-o', 'sheet2.png');
    expect(missing.status).toBe(1);
    expect(failureOf(missing)).toContain('no-such: no such folder');
    expect(existsSync(at('sheet2.png'))).toBe(false);
  });
});

describe('models', () => {
  beforeAll(async () => {
    setBackend(createReferenceBackend());
    const generator = new Generator({ widths: [8, 8], blocks: 1 });
    writeFileSync(at('mine.safetensors'), await saveGenerator(generator, { author: 'test' }));
  });

  test('are imported, listed, described and exported', { timeout: 180_000 }, async () => {
    expect((await run('models', 'import', 'mine.safetensors')).status).toBe(0);
    expect(existsSync(at('data/irodori/models/mine.safetensors'))).toBe(true);

    const list = JSON.parse((await run('models', 'list', '--json')).stdout);
    expect(list.models).toContainEqual(expect.objectContaining({ name: 'mine', origin: 'yours' }));

    const info = JSON.parse((await run('models', 'info', 'mine', '--json')).stdout);
    expect(info).toMatchObject({ kind: 'irodori-generator', card: { author: 'test' }, genuine: true });
    expect(info.sha256).toMatch(/^[0-9a-f]{64}$/);
    const card = JSON.parse(readFileSync(at('data/irodori/models/mine.json'), 'utf8'));
    writeFileSync(at('mine.json'), JSON.stringify({ ...card, sha256: '0'.repeat(64) }));
    const swapped = await run('models', 'info', './mine.safetensors');
    expect(swapped.status).toBe(1);
    expect(failureOf(swapped)).toContain('not the file that its card describes');
    rmSync(at('mine.json'));

    expect((await run('models', 'export', 'mine', '-o', 'mine.npz')).status).toBe(0);
    const arrays = readNpz(new Uint8Array(readFileSync(at('mine.npz'))));
    expect([...arrays.keys()].every((key) => /\/(W|b|gamma|beta)$/.test(key))).toBe(true);

    const again = await run('models', 'import', 'mine.safetensors');
    expect(again.status).toBe(1);
    expect(failureOf(again)).toContain('you have a model named mine already; add --force');

    const coloured = await run('colorize', 'sketch.png', '-o', 'mine.png', '--model', 'mine', '--backend', 'cpu');
    expect(coloured.status).toBe(0);
    expect((await readPicture(at('mine.png'))).width).toBe(96);
  });

  test.each([
    [['info', 'flood'], 'flood is built in: no network, and no file'],
    [['import', 'mine.safetensors', '--name', 'none'], 'not "flood" or "none"'],
    [['import', 'mine.npz'], 'does not say which network it is for; import the .safetensors'],
  ])('%s is wrong use', async (args, message) => {
    const outcome = await run('models', ...args);
    expect(outcome.status).toBe(2);
    expect(failureOf(outcome)).toContain(message);
  });

  test('that are damaged are not imported', async () => {
    const bytes = readFileSync(at('mine.safetensors'));
    writeFileSync(at('cut.safetensors'), bytes.subarray(0, bytes.length - 10));
    const outcome = await run('models', 'import', 'cut.safetensors');
    expect(outcome.status).toBe(1);
    expect(failureOf(outcome)).toContain('the file is cut short');
    expect(existsSync(at('data/irodori/models/cut.safetensors'))).toBe(false);
  });
});

test('doctor says what this machine has', async () => {
  const { status, stdout } = await run('doctor', '--json');
  expect(status).toBe(0);
  const report = JSON.parse(stdout);
  expect(report.cpu).toEqual({ usable: true, text: expect.stringContaining('self-test passed') });
  expect(report.webgpu.text).not.toBe('');
  expect(report).toMatchObject({ node: process.version, studio: true });
});

describe('studio', () => {
  test('serves until Ctrl-C, then ends clean', async () => {
    const child = start(['studio', 'sketch.png', '--no-open', '--json'], home);
    const ended = new Promise((resolve) => child.on('close', resolve));
    let stdout = '';
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout?.on('data', (text) => {
        stdout += text;
        if (stdout.endsWith('}\n')) resolve(JSON.parse(stdout).url);
      });
      child.on('close', () => reject(new Error('it ended')));
    });
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<script type="module"');
    const cookie = page.headers.getSetCookie()[0].split(';')[0];
    const sketch = await fetch(new URL('/api/sketch', url), { headers: { cookie } });
    expect(new Uint8Array(await sketch.arrayBuffer())).toEqual(new Uint8Array(readFileSync(at('sketch.png'))));
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  test('says when its sketch is none', async () => {
    writeFileSync(at('text.png'), 'text');
    const outcome = await run('studio', 'text.png', '--no-open');
    expect(outcome.status).toBe(1);
    expect(failureOf(outcome)).toContain('text.png: not a picture');
  });
});

describe('train', () => {
  test('needs data, or a run to resume', async () => {
    expect(await run('train', '--out', 'run')).toMatchObject({ status: 2 });
    const resumed = await run('train', '--out', 'run', '--resume');
    expect(resumed.status).toBe(1);
    expect(failureOf(resumed)).toContain('holds no run to resume');
    expect(existsSync(at('run'))).toBe(false);
  });

  test('refuses a size that no crop can have before it reads anything', async () => {
    const { status, stderr } = await run('train', '--data', 'pictures', '--out', 'run', '--size', '50');
    expect(status).toBe(2);
    expect(stderr).toContain('It must be a multiple of 32 from 32 to 2048.');
    const stepped = await run('train', '--data', 'pictures', '--out', 'run', '--step-size', '0');
    expect(stepped.status).toBe(2);
    expect(stepped.stderr).toContain('It must be a number from 1e-8 to 1.');
  });

  test('goes on from the bundled model with --preset quick, unless told not to', { timeout: 120_000 }, async () => {
    mkdirSync(at('few'));
    for (let edge = 20; edge < 80; edge += 6) await writePicture(at('few', `${edge}.png`), painting(edge));
    const settings = ['--iterations', '1', '--size', '32', '--batch', '1', '--backend', 'cpu', '--json'];
    const quick = (out: string, ...more: string[]) =>
      run('train', '--data', 'few', '--out', out, '--preset', 'quick', ...settings, ...more);
    expect(JSON.parse((await quick('fromStandard')).stdout).startScore).toBeGreaterThan(0);
    expect(JSON.parse((await quick('fromNothing', '--init', 'none')).stdout).startScore).toBe(null);
  });

  test('trains on plain pictures and goes on where it stopped', { timeout: 240_000 }, async () => {
    mkdirSync(at('gallery'));
    for (let edge = 20; edge < 80; edge += 6) await writePicture(at('gallery', `${edge}.png`), painting(edge));
    const settings = ['--size', '32', '--batch', '1', '--backend', 'cpu', '--json'];
    const first = await run(
      'train',
      '--data',
      'gallery',
      '--out',
      'run',
      '--iterations',
      '2',
      '--step-size',
      '1e-3',
      ...settings,
    );
    expect(first.status).toBe(0);
    expect(JSON.parse(readFileSync(at('run/settings.json'), 'utf8')).settings.alpha).toBe(1e-3);
    expect(JSON.parse(first.stdout)).toMatchObject({ iterations: 2, stopped: false });
    expect(existsSync(at('run/model.safetensors'))).toBe(true);
    const more = await run('train', '--out', 'run', '--resume', '--iterations', '3', '--backend', 'cpu', '--json');
    expect(more.status).toBe(0);
    expect(JSON.parse(more.stdout)).toMatchObject({ iterations: 3 });
  });
});
