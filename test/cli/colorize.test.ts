import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import psd from 'ag-psd';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSafetensors } from '../../src/engine/serializers/index.js';
import type { Hints } from '../../src/models/hints/hints.js';
import { AS_COLORED, type Look } from '../../src/models/look/look.js';
import { writeProject } from '../../src/models/project/projectFile.js';
import { readDpi } from '../../src/vision/dpi.js';
import { encodePicture, readPicture, writePicture } from '../../src/vision/imageFile.node.js';
import { encodePsd } from '../../src/vision/layeredPsd.js';
import { smallModel } from '../studio/smallModel.js';
import { boxHints, colorAt, middles, twoBoxes } from './pictures.js';
import { failureOf, irodori, makeFolder, start } from './run.js';

psd.initializeCanvas(
  () => {
    throw new Error('no canvas is needed');
  },
  (width, height) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) }) as ImageData,
);

let home: string;
const at = (...parts: string[]) => join(home, ...parts);
const run = (...args: string[]) => irodori(['colorize', ...args, '--model', 'flood'], home);

beforeAll(async () => {
  home = makeFolder();
  await writePicture(at('sketch.png'), twoBoxes());
  writeFileSync(at('hints.json'), JSON.stringify(boxHints()));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('one sketch', () => {
  test.each(['png', 'webp'])('is coloured into a %s, colours inside the lines and lines on top', async (format) => {
    const outcome = await run('sketch.png', '--hints', 'hints.json', '-o', `out.${format}`);
    expect(outcome).toMatchObject({ status: 0, stdout: expect.stringContaining(`out.${format}: 96 × 64`) });
    const picture = await readPicture(at(`out.${format}`));
    expect([picture.width, picture.height]).toEqual([96, 64]);
    const [red, blue] = middles().map((point) => colorAt(picture, point));
    expect(red[0]).toBeGreaterThan(200);
    expect(red[2]).toBeLessThan(60);
    expect(blue[2]).toBeGreaterThan(200);
    expect(blue[0]).toBeLessThan(60);
    expect(colorAt(picture, [8, 32])).toEqual([0, 0, 0]); // the sketch's own line
  });

  test('is coloured into a PSD whose layers give the picture', async () => {
    expect((await run('sketch.png', '--hints', 'hints.json', '-o', 'out.psd')).status).toBe(0);
    const file = psd.readPsd(readFileSync(at('out.psd')), { useImageData: true });
    expect(file.children?.map(({ name }) => name)).toEqual(['Colours', 'Lines']);
    const [x, y] = middles()[0];
    const pixel = (data: ArrayLike<number>) => Array.from(data).slice(4 * (y * 96 + x), 4 * (y * 96 + x) + 4);
    const [colours] = file.children ?? [];
    expect(pixel(colours.imageData!.data)[0]).toBeGreaterThan(200);
  });

  test('a light shades it, flats, shade and light lie in layers of a PSD, and without one it is what it was', async () => {
    const given = ['sketch.png', '--hints', 'hints.json'];
    for (const [name, ...light] of [
      ['plain'],
      ['lit', '--light', '270,30'],
      ['soft', '--light', '270', '--shading', 'soft'],
    ])
      expect((await run(...given, ...light, '-o', `${name}.png`)).status, name).toBe(0);
    const [plain, lit, soft] = await Promise.all(
      ['plain', 'lit', 'soft'].map((name) => readPicture(at(`${name}.png`))),
    );
    const near: readonly [number, number] = [14, 32];
    const far: readonly [number, number] = [37, 32];
    expect(colorAt(plain, near)).toEqual(colorAt(plain, far));
    expect(colorAt(lit, near)).toEqual(colorAt(plain, near));
    expect(colorAt(lit, far)[0]).toBeLessThan(230);
    expect(soft.data).not.toEqual(lit.data);
    expect((await run(...given, '--light', '-90,30', '-o', 'lit.psd')).status).toBe(0);
    const file = psd.readPsd(readFileSync(at('lit.psd')), { useImageData: true, skipThumbnail: true });
    const names = file.children?.map(({ name }) => name);
    expect(names?.slice(0, 3)).toEqual(['Paper', 'Flats', 'Shade']);
    expect(names?.at(-1)).toBe('Lines');
    const pixel = (data: ArrayLike<number>, [x, y]: readonly [number, number]) => data[4 * (y * 96 + x)];
    const shade = file.children!.find(({ name }) => name === 'Shade')!.imageData!;
    expect([pixel(shade.data, near), file.children![2].blendMode]).toEqual([255, 'multiply']);
    expect(pixel(shade.data, far)).toBeLessThan(230);
    expect(pixel(file.imageData!.data, far)).toBe(colorAt(lit, far)[0]);
  });

  test.each(['png', 'webp'])(
    'a %s keeps the sketch’s colour profile, and its colours are the same under it',
    async (format) => {
      writeFileSync(
        at('wide.png'),
        await sharp(readFileSync(at('sketch.png')))
          .withIccProfile('p3')
          .png()
          .toBuffer(),
      );
      expect((await run('wide.png', '--hints', 'hints.json', '-o', `wide-out.${format}`)).status).toBe(0);
      const file = readFileSync(at(`wide-out.${format}`));
      const { icc } = await sharp(readFileSync(at('wide.png'))).metadata();
      expect((await sharp(file).metadata()).icc?.equals(icc!)).toBe(true);
      const [r, g, b] = colorAt(await readPicture(at(`wide-out.${format}`)), middles()[0]); // brought to sRGB
      expect(Math.max(Math.abs(r - 255), g, b)).toBeLessThan(6);
    },
  );

  test('may be a PSD, whose resolution it keeps', async () => {
    writeFileSync(at('sketch.psd'), encodePsd([{ name: 'Ink', picture: twoBoxes() }], twoBoxes(), 350));
    const outcome = await run('sketch.psd', '--hints', 'hints.json', '-o', 'fromPsd.png');
    expect(outcome.status).toBe(0);
    expect(colorAt(await readPicture(at('fromPsd.png')), middles()[0])[0]).toBeGreaterThan(200);
    expect(readDpi(readFileSync(at('fromPsd.png')))).toBeCloseTo(350, 0);
  });

  test('takes hints with a byte order mark, and finds them in a folder', async () => {
    mkdirSync(at('marked'));
    writeFileSync(at('marked', 'sketch.json'), `\ufeff${JSON.stringify(boxHints())}`);
    expect((await run('sketch.png', '--hints', 'marked', '-o', 'marked.png')).status).toBe(0);
    expect(colorAt(await readPicture(at('marked.png')), middles()[0])[0]).toBeGreaterThan(200);
    mkdirSync(at('unmarked'));
    const without = await run('sketch.png', '--hints', 'unmarked', '-o', 'no.png');
    expect(without.status).toBe(1);
    expect(failureOf(without)).toContain('unmarked: no hints for sketch.png in this folder');
  });

  test('takes hints as a picture', async () => {
    const dabs = { ...twoBoxes(), data: new Uint8ClampedArray(96 * 64 * 4) };
    const [x, y] = middles()[0];
    for (let dy = -3; dy <= 3; dy++) {
      for (let dx = -3; dx <= 3; dx++) dabs.data.set([0, 200, 0, 255], 4 * ((y + dy) * 96 + x + dx));
    }
    writeFileSync(at('hints.png'), await encodePicture(dabs));
    expect((await run('sketch.png', '--hints', 'hints.png', '-o', 'dabs.png')).status).toBe(0);
    const [r, g] = colorAt(await readPicture(at('dabs.png')), middles()[0]);
    expect(g).toBeGreaterThan(150);
    expect(r).toBeLessThan(60);
  });

  test('takes a reference’s palette, lines as they were; hints keep their colours', async () => {
    const green = { width: 40, height: 40, data: new Uint8ClampedArray(40 * 40 * 4) };
    for (let q = 0; q < green.data.length; q += 4) green.data.set([40, 160, 60, 255], q);
    await writePicture(at('green.png'), green);
    expect((await run('sketch.png', '--reference', 'green.png', '-o', 'palette.png')).status).toBe(0);
    const picture = await readPicture(at('palette.png'));
    for (const [c, wanted] of [40, 160, 60].entries())
      expect(Math.abs(colorAt(picture, middles()[0])[c] - wanted)).toBeLessThan(5);
    expect(colorAt(picture, [8, 32])).toEqual([0, 0, 0]);

    await run('sketch.png', '--hints', 'hints.json', '--reference', 'green.png', '-o', 'kept.png');
    const [red, blue] = middles();
    const kept = await readPicture(at('kept.png'));
    expect(colorAt(kept, red)[0]).toBeGreaterThan(200);
    expect(colorAt(kept, blue)[2]).toBeGreaterThan(200);
    expect(await run('sketch.png', '--reference', 'none.png', '-o', 'x.png')).toMatchObject({ status: 1 });
  });

  test('prints one JSON object and nothing else with --json', async () => {
    const { status, stdout } = await run('sketch.png', '--hints', 'hints.json', '-o', 'out.png', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      model: 'flood',
      pictures: [{ input: 'sketch.png', output: 'out.png', hints: 'hints.json', width: 96, height: 64 }],
      failed: [],
    });
  });
});

describe('a project of the studio', () => {
  const project = async (name: string, look: Partial<Look> = {}, size: [number, number] = [96, 64]) => {
    const sketch = new Uint8Array(await encodePicture(twoBoxes()));
    const hints = { ...boxHints(), size } as Hints;
    writeFileSync(at(name), writeProject({ name: 'fox.png', sketch, hints, look: { ...AS_COLORED, ...look } }));
  };

  test('gives the picture of its sketch and hints, in its look', async () => {
    await project('fox.irodori');
    await project('bare.irodori', { lines: false, strength: 0.5 });
    expect((await run('fox.irodori', '-o', 'fox.png')).status).toBe(0);
    expect((await run('sketch.png', '--hints', 'hints.json', '-o', 'plain.png')).status).toBe(0);
    expect((await readPicture(at('fox.png'))).data).toEqual((await readPicture(at('plain.png'))).data);
    expect((await run('bare.irodori', '-o', 'bare.png')).status).toBe(0);
    const bare = await readPicture(at('bare.png'));
    expect(colorAt(bare, [8, 32])).not.toEqual([0, 0, 0]); // no line
    expect(colorAt(bare, middles()[0])).toEqual([255, 128, 128]); // half the colour
  });

  test('has its own light, unless another or none is asked for', async () => {
    await project('lit.irodori', { light: { angle: 90, height: 30, strength: 1, shading: 'cel' } });
    await project('unlit.irodori');
    const pictures = async (...light: string[]) => {
      expect((await run('lit.irodori', 'unlit.irodori', '-o', 'projects/', ...light)).status).toBe(0);
      const read = async (name: string) => (await readPicture(at('projects', `${name}.png`))).data;
      return [await read('lit'), await read('unlit')];
    };
    const [lit, unlit] = await pictures();
    expect(lit).not.toEqual(unlit);
    expect(await pictures('--light', 'off')).toEqual([unlit, unlit]);
    expect(await pictures('--light', '90,30')).toEqual([lit, lit]);
  });

  test('snaps its flats to the lines where its look says so', async () => {
    const sketch = new Uint8Array(await encodePicture(twoBoxes()));
    const { strokes, size } = boxHints() as Hints;
    const hints = { size, strokes: strokes.map((stroke) => ({ ...stroke, reach: 6 })) }; // which ends on open paper
    for (const snap of [false, true])
      writeFileSync(
        at(`${snap ? 'crisp' : 'soft'}.irodori`),
        writeProject({ name: 'fox.png', sketch, hints, look: { ...AS_COLORED, snap } }),
      );
    for (const name of ['soft', 'crisp']) expect((await run(`${name}.irodori`, '-o', `${name}.png`)).status).toBe(0);
    const colors = async (name: string) => {
      const { data } = await readPicture(at(name));
      return new Set(Array.from({ length: data.length / 4 }, (_, p) => data.slice(4 * p, 4 * p + 3).join()));
    };
    expect((await colors('crisp.png')).size).toBeLessThan((await colors('soft.png')).size);
    expect(await colors('crisp.png')).toContain('255,0,0');
  });

  test('is found in a folder beside pictures', async () => {
    mkdirSync(at('desk'));
    await project('desk/fox.irodori');
    await writePicture(at('desk/sketch.png'), twoBoxes());
    expect((await run('desk', '-o', 'desk-out')).status).toBe(0);
    expect(readdirSync(at('desk-out')).sort()).toEqual(['fox.png', 'sketch.png']);
  });

  test('is refused in one line when it cannot be used', async () => {
    await project('fox.irodori');
    expect((await run('fox.irodori', '--hints', 'hints.json', '-o', 'no.png')).status).toBe(2);
    writeFileSync(at('cut.irodori'), readFileSync(at('fox.irodori')).subarray(0, 200));
    await project('other.irodori', {}, [90, 60]);
    writeFileSync(at('text.irodori'), 'hello');
    for (const [name, why] of [
      ['cut.irodori', 'cut.irodori: '],
      ['other.irodori', 'its hints are for 90 × 60 pixels, its sketch is 96 × 64'],
      ['text.irodori', 'no Irodori project'],
    ]) {
      const outcome = await run(name, '-o', 'no.png');
      expect(outcome.status).toBe(1);
      expect(failureOf(outcome)).toContain(why);
    }
    expect(existsSync(at('no.png'))).toBe(false);
  });
});

describe('parts of a figure', () => {
  const model = ['--model', 'hairy.safetensors', '--backend', 'cpu'];
  const [inBox] = middles();
  beforeAll(async () => writeFileSync(at('hairy.safetensors'), await smallModel('hair')));

  test('have the colours asked for, the last one for a part, also in a folder', async () => {
    mkdirSync(at('pages'));
    for (const page of ['one.png', 'two.png']) copyFileSync(at('sketch.png'), at('pages', page));
    const parts = ['--part', 'hair=#ff0000', '--part', 'skin=#f0c0a0', '--part', 'hair=#22AA44'];
    const outcome = await irodori(['colorize', 'pages', '-o', 'hairy', ...parts, ...model], home);
    expect(outcome).toMatchObject({ status: 0, stderr: expect.not.stringContaining('--part') });
    for (const page of ['one.png', 'two.png'])
      expect(colorAt(await readPicture(at('hairy', page)), inBox)).toEqual([0x22, 0xaa, 0x44]);
  });

  test('have a project’s colours, unless others are asked for', async () => {
    const sketch = new Uint8Array(await encodePicture(twoBoxes()));
    const hints: Hints = { size: [96, 64], strokes: [] };
    const parts = { hair: '#2244aa' };
    writeFileSync(at('hair.irodori'), writeProject({ name: 'hair.png', sketch, hints, look: AS_COLORED, parts }));
    for (const [options, color] of [
      [[], [0x22, 0x44, 0xaa]],
      [
        ['--part', 'hair=#22aa44'],
        [0x22, 0xaa, 0x44],
      ],
    ] as const) {
      const outcome = await irodori(['colorize', 'hair.irodori', '-o', 'hair.png', ...options, ...model], home);
      expect(outcome.status).toBe(0);
      expect(colorAt(await readPicture(at('hair.png')), inBox)).toEqual(color);
    }
  });

  test('are told to have no effect with a model that knows none', async () => {
    const { status, stderr } = await run('sketch.png', '-o', 'noParts.png', '--part', 'hair=#223344');
    expect(status).toBe(0);
    expect(stderr).toBe('irodori: --part has no effect: the model flood does not tell parts of a figure apart\n');
  });
});

describe('bad input says what and what to do, exits 1 and writes nothing', () => {
  beforeAll(async () => {
    const png = readFileSync(at('sketch.png'));
    writeFileSync(at('truncated.png'), png.subarray(0, png.length / 2));
    writeFileSync(at('text.png'), 'this is no picture');
    writeFileSync(at('empty.png'), '');
    const huge = Buffer.from(png);
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    writeFileSync(at('huge.png'), withHeaderChecksum(huge));
    writeFileSync(at('broken.json'), '{"size": [96,');
    writeFileSync(at('wrongSize.json'), JSON.stringify(boxHints(200, 100)));
    writeFileSync(
      at('wrongColor.json'),
      JSON.stringify({ ...boxHints(), strokes: [{ color: 'red', width: 3, points: [[1, 1]] }] }),
    );
    writeFileSync(
      at('wrongSize.png'),
      await sharp({ create: { width: 50, height: 50, channels: 4, background: '#ff0000' } })
        .png()
        .toBuffer(),
    );
    mkdirSync(at('emptyFolder'));
    mkdirSync(at('nested', 'sketch.png'), { recursive: true });
  });

  test.each<[string, string[], RegExp]>([
    ['a truncated PNG', ['truncated.png'], /truncated\.png: .*(damaged|cut short).*again/],
    ['a 60,000 × 60,000 header', ['huge.png'], /huge\.png: 60000 × 60000 pixels are too many; make it smaller/],
    ['a text file named .png', ['text.png'], /text\.png: not a picture.*save it as PNG/],
    ['an empty file', ['empty.png'], /empty\.png: the file is empty/],
    ['a missing file', ['missing.png'], /missing\.png: no such file or folder; check the path/],
    ['broken JSON', ['sketch.png', '--hints', 'broken.json'], /broken\.json: no valid JSON; save the hints again/],
    ['hints of another size', ['sketch.png', '--hints', 'wrongSize.json'], /wrongSize\.json: .*200×100.*96×64/],
    [
      'hints with a wrong colour',
      ['sketch.png', '--hints', 'wrongColor.json'],
      /wrongColor\.json: hints\.strokes\[0\]\.color/,
    ],
    [
      'a hint picture of another size',
      ['sketch.png', '--hints', 'wrongSize.png'],
      /wrongSize\.png: the hints are 50 × 50, but the sketch is 96 × 64/,
    ],
    [
      'a hint picture without transparency',
      ['sketch.png', '--hints', 'sketch.png'],
      /sketch\.png: nothing in it is transparent/,
    ],
    ['missing hints', ['sketch.png', '--hints', 'missing.json'], /missing\.json: no such hint file/],
    ['an empty folder', ['emptyFolder'], /emptyFolder: no pictures in this folder/],
  ])('%s', async (_name, args, message) => {
    const outcome = await run(...args, '-o', 'none.png');
    expect(outcome.status).toBe(1);
    expect(failureOf(outcome)).toMatch(message);
    expect(outcome.stderr.trim().split('\n')).toHaveLength(1);
    expect(outcome.stderr).not.toMatch(/\n\s+at /); // no stack trace
    expect(existsSync(at('none.png'))).toBe(false);
  });

  test.each<[string, string, RegExp]>([
    ['a folder that is not there', 'nowhere/out.png', /cannot write nowhere\/out\.png: its folder does not exist/],
    ["a folder of the output's name", 'nested', /cannot write nested\/sketch\.png: it is a folder/],
    ['a file in place of a folder', 'sketch.png/out.png', /cannot write sketch\.png\/out\.png/],
    ['a place that takes no files', '/proc/out.png', /cannot write \/proc\/out\.png/],
  ])('an output in %s', async (_name, output, message) => {
    const outcome = await run('sketch.png', '-o', output);
    expect(outcome.status).toBe(1);
    expect(failureOf(outcome)).toMatch(message);
  });

  test('an output on a full disk', async (context) => {
    mkdirSync(at('small'));
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', at('small')]);
    if (mount.status !== 0) return context.skip('a small file system cannot be mounted here');
    try {
      await writePicture(at('large.png'), twoBoxes(640, 480));
      const outcome = await run('large.png', '-o', 'small/out.psd');
      expect(failureOf(outcome)).toContain('cannot write small/out.psd: the disk is full; free some space');
      expect(outcome.status).toBe(1);
      expect(readdirSync(at('small'))).toEqual([]);
    } finally {
      spawnSync('umount', [at('small')]);
    }
  });

  test.each<[string, () => Uint8Array, RegExp]>([
    ['that is text', () => new TextEncoder().encode('no model'), /model\.safetensors: .*not a safetensors file/],
    [
      'of another kind',
      () => writeSafetensors([['x', { dtype: 'float32', shape: [1], data: Float32Array.of(1) }]]),
      /model\.safetensors: this file is no Irodori generator/,
    ],
    [
      'with missing arrays',
      () =>
        writeSafetensors([['x', { dtype: 'float32', shape: [1], data: Float32Array.of(1) }]], {
          kind: 'irodori-generator',
          config: JSON.stringify({ widths: [8, 8], blocks: 1 }),
          card: '{}',
        }),
      /model\.safetensors: the file does not fit: \d+ missing .*1 too many \(x\)/,
    ],
  ])('a model %s', async (_name, bytes, message) => {
    writeFileSync(at('model.safetensors'), bytes());
    const outcome = await irodori(
      ['colorize', 'sketch.png', '-o', 'none.png', '--model', './model.safetensors', '--backend', 'cpu', '--json'],
      home,
    );
    expect(outcome.status).toBe(1);
    expect(failureOf(outcome)).toMatch(message);
    expect(JSON.parse(outcome.stdout)).toEqual({ error: expect.stringMatching(message) });
    expect(existsSync(at('none.png'))).toBe(false);
  });
});

describe('wrong use exits 2', () => {
  test.each<[string, string[], RegExp]>([
    ['no output', ['sketch.png'], /required option '-o, --output <path>'/],
    ['no sketch', ['-o', 'x.png'], /missing required argument 'sketch'/],
    ['an unknown option', ['sketch.png', '-o', 'x.png', '--colour'], /unknown option '--colour'/],
    ['an unknown backend', ['sketch.png', '-o', 'x.png', '--backend', 'cuda'], /Allowed choices are auto, webgpu, cpu/],
    ['a size that is none', ['sketch.png', '-o', 'x.png', '--size', '5e2'], /whole number from 64 to 1024/],
    ['another output format', ['sketch.png', '-o', 'x.jpg'], /must end in \.png, \.webp or \.psd/],
    [
      'two output formats',
      ['sketch.png', '-o', 'x.png', '--format', 'webp'],
      /its name says \.png, but --format is webp/,
    ],
    ['the sketch as output', ['sketch.png', '-o', './sketch.png'], /would replace its own source/],
    ['an unknown part', ['sketch.png', '-o', 'x.png', '--part', 'wings=#223344'], /parts are ground, sky, .*thing/],
    ['a part without a colour', ['sketch.png', '-o', 'x.png', '--part', 'hair'], /Write PART=#rrggbb/],
    ['a colour that is none', ['sketch.png', '-o', 'x.png', '--part', 'hair=blue'], /colour of hair .* as #rrggbb/],
    [
      'a light from nowhere',
      ['sketch.png', '-o', 'x.png', '--light', 'left'],
      /Write ANGLE or ANGLE,HEIGHT in degrees/,
    ],
    ['a light under the paper', ['sketch.png', '-o', 'x.png', '--light', '315,5'], /height must be 15 to 90 degrees/],
    [
      'shading without a light',
      ['sketch.png', '-o', 'x.png', '--shading', 'cel'],
      /say where it is, such as --light 315/,
    ],
    ['an unknown model', ['sketch.png', '-o', 'x.png', '--model', 'nope'], /no model named nope; there are: .*flood/],
  ])('%s', async (_name, args, message) => {
    const { status, stderr } = await irodori(['colorize', ...args], home);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});

describe('a folder', () => {
  beforeAll(async () => {
    mkdirSync(at('sketches'));
    mkdirSync(at('hintFolder'));
    for (const name of ['a', 'c']) copyFileSync(at('sketch.png'), at('sketches', `${name}.png`));
    writeFileSync(at('sketches', 'b.png'), 'no picture');
    writeFileSync(at('sketches', 'notes.txt'), 'not looked at');
    await sharp(at('sketch.png')).jpeg({ quality: 100 }).toFile(at('sketches', 'a.jpg'));
    writeFileSync(at('hintFolder', 'c.json'), JSON.stringify(boxHints()));
  });

  test('is done in spite of a bad picture, which is named at the end', async () => {
    const outcome = await run('sketches', '--hints', 'hintFolder', '-o', 'coloured', '--json');
    expect(outcome.status).toBe(1);
    expect(readdirSync(at('coloured')).sort()).toEqual(['a.jpg.png', 'a.png.png', 'c.png']);
    const report = JSON.parse(outcome.stdout);
    expect(report.failed).toEqual([{ input: 'sketches/b.png', error: expect.stringContaining('not a picture') }]);
    expect(report.pictures.map((picture: { hints: string | null }) => picture.hints)).toEqual([
      null,
      null,
      'hintFolder/c.json',
    ]);
    const lines = outcome.stderr.trim().split('\n');
    expect(lines).toContain('colorize 4/4 c.png');
    expect(lines.at(-2)).toContain('b.png: not a picture');
    expect(lines.at(-1)).toContain('1 of 4 pictures failed');
    expect(colorAt(await readPicture(at('coloured', 'c.png')), middles()[0])[0]).toBeGreaterThan(200);
  });

  test('may hold the hints too: NAME.hints.json beside NAME.png', async () => {
    mkdirSync(at('together'));
    copyFileSync(at('sketch.png'), at('together', 'd.png'));
    writeFileSync(at('together', 'd.hints.json'), JSON.stringify(boxHints()));
    expect((await run('together', '--hints', 'together', '-o', 'togetherOut')).status).toBe(0);
    expect(colorAt(await readPicture(at('togetherOut', 'd.png')), middles()[0])[0]).toBeGreaterThan(200);
  });

  test('is not the only way to name several', async () => {
    const outcome = await run(
      'sketches/c.png',
      'sketches/a.jpg',
      'sketches/b.png',
      '-o',
      'several',
      '--format',
      'webp',
    );
    expect(outcome.status).toBe(1); // b.png is no picture
    expect(readdirSync(at('several')).sort()).toEqual(['a.webp', 'c.webp']);
    expect(outcome.stdout).toBe('2 of 3 pictures done\n');
    const intoFile = await run('sketches/c.png', 'sketches/a.png', '-o', 'sketch.png');
    expect(intoFile.status).toBe(1);
    expect(failureOf(intoFile)).toContain('sketch.png: it is a file; name a folder');
    const one = await run('sketches/c.png', '-o', 'several/');
    expect(one).toMatchObject({ status: 0, stdout: expect.stringContaining('several/c.png: 96 × 64') });
  });

  test.each([
    ['sketches/a.png', 'sketches/c.png', 'sketches', /sketches\/a\.png would replace its own source/],
    ['sketches/a.png', 'sketches', 'x', /sketches is a folder: name files, or one folder alone/],
    ['sketches/c.png', './sketches/c.png', 'x', /would both become x\/c\.png\.png; give one another name/],
  ])('%s and %s into %s is wrong use', async (one, other, output, message) => {
    const outcome = await run(one, other, '-o', output);
    expect(outcome.status).toBe(2);
    expect(failureOf(outcome)).toMatch(message);
  });

  test('onto itself is wrong use', async () => {
    const outcome = await run('sketches', '-o', './sketches');
    expect(outcome.status).toBe(2);
    expect(failureOf(outcome)).toContain('choose another folder');
  });

  test('needs a folder of hints', async () => {
    expect((await run('sketches', '--hints', 'hints.json', '-o', 'x')).status).toBe(2);
  });

  test('is left without half a file by Ctrl-C', { timeout: 120_000 }, async () => {
    mkdirSync(at('many'));
    const big = await sharp(at('sketch.png')).resize(1200, 800, { kernel: 'nearest' }).png().toBuffer();
    for (let i = 0; i < 40; i++) writeFileSync(at('many', `${i}.png`), big);
    const child = start(['colorize', 'many', '-o', 'stopped', '--model', 'flood'], home);
    let stderr = '';
    let asked = false;
    child.stderr?.on('data', (text) => {
      stderr += text;
      if (!asked && / 2\/40/.test(stderr)) asked = child.kill('SIGINT'); // asked twice it ends at once
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(status).toBe(130);
    expect(stderr).toContain('irodori: stopped');
    const names = readdirSync(at('stopped'));
    expect(names.length).toBeGreaterThanOrEqual(2);
    expect(names.length).toBeLessThan(40);
    for (const name of names) await readPicture(at('stopped', name)); // all whole, none temporary
  });
});

/** A PNG whose first chunk's check sum is right again. */
function withHeaderChecksum(png: Buffer): Buffer {
  let crc = 0xffffffff;
  for (const byte of png.subarray(12, 29)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  png.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 29);
  return png;
}
