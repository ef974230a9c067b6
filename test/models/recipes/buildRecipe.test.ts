import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildRecipe } from '../../../src/models/recipes/buildRecipe.node.js';
import { exportPairs } from '../../../src/models/recipes/exportPairs.node.js';
import { PairReader } from '../../../src/models/recipes/pairFile.node.js';
import { SOURCES } from '../../../src/models/recipes/sources.js';

/** A cache folder in which the packages are "installed", each with a few drawings of our own: no network is used. */
let cacheDir: string;
beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'irodori-cache-'));
  const packages = join(cacheDir, 'sources', 'node_modules');
  const write = async (path: string, content: string) => {
    await mkdir(dirname(join(packages, path)), { recursive: true });
    await writeFile(join(packages, path), content);
  };
  const body = (n: number) =>
    `<path fill="hsl(0,0%,${n}%)" d="M2 2h20v20H2z"/><circle fill="#e0${30 + n}40" cx="12" cy="12" r="7"/>`;
  const names = Array.from({ length: 60 }, (_, n) => `thing-${n}`);
  for (const { package: name, style, subject } of SOURCES) {
    if (subject) continue;
    await write(`${name}/package.json`, JSON.stringify({ name, version: '1.2.3', license: 'CC0-1.0' }));
    if (!style && name.startsWith('@iconify-json')) {
      const icons = Object.fromEntries(names.map((icon, n) => [icon, { body: body(n) }]));
      await write(`${name}/icons.json`, JSON.stringify({ width: 24, height: 24, icons }));
      await write(`${name}/info.json`, JSON.stringify({ license: { spdx: 'MIT' } }));
    }
  }
  const svg = (n: number) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">${body(n)}</svg>`;
  await write('openmoji/data/openmoji.json', '[]');
  for (const n of names.keys()) {
    await write(`openmoji/color/svg/${n}.svg`, svg(n));
    await write(`openmoji/black/svg/${n}.svg`, svg(n).replace(/fill="[^"]*"/g, 'fill="none" stroke="#000"'));
  }
  const clipart = join('..', 'debian', 'openclipart-svg');
  await write(
    join(clipart, 'package.json'),
    JSON.stringify({ name: 'openclipart-svg', version: '1:0.18', license: 'public domain' }),
  );
  const notice = '<metadata><license rdf:resource="http://web.resource.org/cc/PublicDomain"/></metadata>';
  for (const n of names.keys()) {
    await write(join(clipart, 'svg', 'people', `${n}.svg`), svg(n).replace('</svg>', `${notice}</svg>`));
  }
  const module = (name: string) => JSON.stringify({ name, version: '9.0.0', type: 'module', main: 'index.js' });
  await write('@dicebear/core/package.json', module('@dicebear/core'));
  await write(
    '@dicebear/core/index.js',
    `export const createAvatar = () => ({ toString: () => ${JSON.stringify(svg(40))} });`,
  );
  await write('@dicebear/collection/package.json', module('@dicebear/collection'));
  const styles = SOURCES.flatMap(({ style }) => (style ? [style] : []));
  await write('@dicebear/collection/index.js', styles.map((style) => `export const ${style} = {};`).join('\n'));
});
afterAll(() => rm(cacheDir, { recursive: true, force: true }));

const options = () => ({ cacheDir, size: 32, count: 12, evaluation: 3, seed: 4, threads: 1 });

describe('the standard recipe', () => {
  test('stopped at any pair, goes on to the same bytes', async () => {
    const whole = join(cacheDir, 'whole');
    const halved = join(cacheDir, 'halved');
    await buildRecipe({ ...options(), out: whole });
    const stop = new AbortController();
    const stopped = buildRecipe({
      ...options(),
      out: halved,
      signal: stop.signal,
      onProgress: (done) => done === 8 && stop.abort(new Error('stopped')),
    });
    await expect(stopped).rejects.toThrow('stopped');
    expect(await readdir(halved)).toEqual(['items.part', 'pairs.bin.part']);
    // Half a line and half a pair more, as a killed process leaves them.
    await writeFile(join(halved, 'items.part'), '{"name":', { flag: 'a' });
    await writeFile(join(halved, 'pairs.bin.part'), Buffer.alloc(100), { flag: 'a' });
    let made = 0;
    await buildRecipe({ ...options(), out: halved, onProgress: () => made++ });
    expect(made).toBe(21 - 8);
    for (const name of ['pairs.bin', 'index.json']) {
      expect((await readFile(join(halved, name))).equals(await readFile(join(whole, name)))).toBe(true);
    }
    expect((await readdir(halved)).sort()).toEqual(['index.json', 'pairs.bin']);
  });

  test('a finished file is not made again; its sources are on record', async () => {
    const out = join(cacheDir, 'whole');
    let made = 0;
    const { index } = await buildRecipe({ ...options(), out, onProgress: () => made++ });
    expect(made).toBe(0);
    expect(index.items.map(({ split }) => split).filter((split) => split === 'left-out').length).toBe(3);
    expect(index.sources.find(({ id }) => id === 'twemoji')).toEqual({
      id: 'twemoji',
      package: '@iconify-json/twemoji',
      version: '1.2.3',
      licence: 'MIT',
      author: 'Twitter, Inc. and other contributors',
      pictures: 60,
      leftOut: false,
    });
    expect(index.sources.find(({ id }) => id === 'openclipart-people')).toMatchObject({
      version: '1:0.18',
      pictures: 60,
    });
    expect(index.recipe.name).toBe('standard');
    const leftOut = new Set(SOURCES.filter((source) => source.leftOut).map(({ id }) => id));
    for (const { split, item } of index.items) {
      for (const name of item.split(' ')) expect(leftOut.has(name.split('/')[0])).toBe(split === 'left-out');
    }
  });

  test('goes on without clip art where it cannot be had, and says so', async () => {
    const bare = await mkdtemp(join(tmpdir(), 'irodori-bare-'));
    const path = process.env.PATH;
    try {
      await mkdir(join(bare, 'sources'));
      await symlink(join(cacheDir, 'sources', 'node_modules'), join(bare, 'sources', 'node_modules'));
      process.env.PATH = bare; // no apt-get there
      const notices: string[] = [];
      const { index } = await buildRecipe({
        ...options(),
        cacheDir: bare,
        out: join(bare, 'pairs'),
        onNotice: (text) => notices.push(text),
      });
      expect(notices).toEqual([expect.stringContaining('this machine has no apt-get')]);
      expect(index.recipe.name).toBe('standard without clip art');
      expect(index.sources.some(({ id }) => id.startsWith('openclipart'))).toBe(false);
      // Made already: nothing is fetched again.
      await buildRecipe({
        ...options(),
        cacheDir: bare,
        out: join(bare, 'pairs'),
        onNotice: (text) => notices.push(text),
      });
      expect(notices).toHaveLength(1);
    } finally {
      process.env.PATH = path;
      await rm(bare, { recursive: true, force: true });
    }
  });

  test('unpacks into pictures', async () => {
    using reader = new PairReader(join(cacheDir, 'whole'));
    const folder = join(cacheDir, 'pictures');
    await exportPairs(reader, folder, [0, 5]);
    const { items } = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
    expect(items.length).toBe(2);
    const { data } = await sharp(join(folder, 'color', `${items[1].name}.png`))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(data[3 * 40]).toBe(reader.read(5)[32 * 32 + 40]);
    expect((await sharp(join(folder, 'line', `${items[1].name}.png`)).metadata()).width).toBe(32);
  });
});
