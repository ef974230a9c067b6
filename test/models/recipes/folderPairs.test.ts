import { copyFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packFolder } from '../../../src/models/recipes/folderPairs.node.js';
import { PairReader } from '../../../src/models/recipes/pairFile.node.js';

const SIZE = 32;
let folder: string;
let out: string;
beforeEach(async () => {
  const root = await mkdtemp(join(tmpdir(), 'irodori-folder-'));
  folder = join(root, 'pictures');
  out = join(root, 'pairs');
  await mkdir(folder);
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

const svg = (hue: number, side = 100) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="${side}" height="${side}" fill="hsl(${hue},60%,80%)"/>` +
      `<circle cx="${side * 0.3}" cy="${20 + (hue / 360) * side * 0.6}" r="${side / 6}" fill="hsl(${hue + 120},70%,50%)"/>` +
      `<rect x="${(hue / 360) * side * 0.7}" y="${side * 0.5}" width="${side / 3}" height="${side / 3}" fill="hsl(${hue + 200},50%,40%)"/></svg>`,
  );

describe('a folder of pictures', () => {
  test('is packed; what teaches nothing is reported', async () => {
    for (let k = 0; k < 6; k++)
      await sharp(svg(k * 60))
        .png()
        .toFile(join(folder, `p${k}.png`));
    await sharp(svg(60)).resize(150).jpeg({ quality: 92 }).toFile(join(folder, 'p1-copy.jpg'));
    await sharp(svg(200, 40)).png().toFile(join(folder, 'tiny.png'));
    await sharp({ create: { width: 90, height: 90, channels: 3, background: '#fff' } })
      .png()
      .toFile(join(folder, 'white.png'));
    await writeFile(join(folder, 'broken.png'), (await sharp(svg(10)).png().toBuffer()).subarray(0, 90));
    await writeFile(join(folder, 'notes.txt'), 'not a picture, not reported');
    const { index, report } = await packFolder(folder, { out, size: SIZE });
    expect(report.paired).toBe(false);
    expect(report.used).toBe(6);
    const reasons = Object.fromEntries(report.skipped.map(({ name, reason }) => [name, reason]));
    expect(Object.keys(reasons).sort()).toEqual(['broken.png', expect.stringMatching(/^p1/), 'tiny.png', 'white.png']);
    expect(reasons['tiny.png']).toContain('too small (40 × 40)');
    expect(reasons['white.png']).toContain('no colours');
    expect(reasons['broken.png']).toContain('damaged');
    expect(Object.values(reasons).some((reason) => reason.startsWith('the same picture as p1'))).toBe(true);
    using reader = new PairReader(out);
    expect(reader.length).toBe(index.items.length);
    expect(reader.of('validation').length).toBeGreaterThan(0);
    expect(reader.of('train').length).toBeGreaterThanOrEqual(32);
    const validated = new Set(reader.of('validation').map((k) => index.items[k].item));
    expect(reader.of('train').some((k) => validated.has(index.items[k].item))).toBe(false);
  });

  test('unchanged, is not packed again', async () => {
    await sharp(svg(0)).png().toFile(join(folder, 'a.png'));
    const first = await packFolder(folder, { out, size: SIZE });
    const { mtimeMs } = await stat(join(out, 'pairs.bin'));
    expect((await packFolder(folder, { out, size: SIZE })).index).toEqual(first.index);
    expect((await stat(join(out, 'pairs.bin'))).mtimeMs).toBe(mtimeMs);
    await sharp(svg(90)).png().toFile(join(folder, 'b.png'));
    expect((await packFolder(folder, { out, size: SIZE })).report.used).toBe(2);
  });

  test('without any picture says so and writes nothing', async () => {
    await expect(packFolder(folder, { out, size: SIZE })).rejects.toThrow('holds no pictures');
    await writeFile(join(folder, 'text.png'), 'not a picture');
    await expect(packFolder(folder, { out, size: SIZE })).rejects.toThrow('text.png: not a picture');
    expect((await readdir(out)).filter((name) => name !== 'report.json')).toEqual([]);
  });
});

test('line/ beside color/: the lines are the user’s, loose ends are reported', async () => {
  for (const name of ['line', 'color']) await mkdir(join(folder, name));
  await sharp(svg(0))
    .png()
    .toFile(join(folder, 'color', 'a.png'));
  const stroke =
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="200" height="200" fill="#fff"/><rect x="96" width="8" height="200"/></svg>';
  await sharp(Buffer.from(stroke))
    .png()
    .toFile(join(folder, 'line', 'a.png'));
  await sharp(svg(50))
    .png()
    .toFile(join(folder, 'color', 'alone.png'));
  await sharp(svg(70))
    .png()
    .toFile(join(folder, 'color', 'wide.png'));
  await sharp(svg(70))
    .resize(120, 60, { fit: 'fill' })
    .png()
    .toFile(join(folder, 'line', 'wide.png'));
  await copyFile(join(folder, 'line', 'a.png'), join(folder, 'line', 'extra.png'));
  const { report } = await packFolder(folder, { out, size: SIZE });
  expect(report.paired).toBe(true);
  expect(report.used).toBe(1);
  expect(report.skipped.map(({ name }) => name).sort()).toEqual([
    'color/alone.png',
    'color/wide.png',
    'line/extra.png',
  ]);
  expect(report.skipped.find(({ name }) => name === 'color/wide.png')?.reason).toContain('another shape');
  using reader = new PairReader(out);
  const line = reader.read(0).subarray(0, SIZE * SIZE);
  expect(line[16 * SIZE + 16]).toBeLessThan(200);
  expect(line[16 * SIZE + 4]).toBeGreaterThan(200);
});
