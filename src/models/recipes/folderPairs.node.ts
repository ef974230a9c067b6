import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { writeFileAtomic } from '../../vision/atomicFile.node.js';
import { cropPicture } from '../../vision/crop.js';
import { isPictureName, readPicture } from '../../vision/imageFile.node.js';
import { hasInk } from '../../vision/lines/hasInk.js';
import { removeLines } from '../../vision/lines/removeLines.js';
import { type Picture, PictureError } from '../../vision/picture.js';
import { lumaPlane, type Planes, pictureFromPlanes, rgbPlanes } from '../../vision/planes.js';
import { hashText, Random } from '../../vision/random.js';
import { resizeArea } from '../../vision/resize/area.js';
import { degradeLines } from './degradeLines.js';
import { FILTER_STYLES, filterLines } from './filterLines.js';
import { coloredShare, fingerprint } from './fingerprint.js';
import { type PairIndex, type PairItem, packPair, pairBytes, parsePairIndex, type Split } from './pairFile.js';

/** Goes up with every change that makes other pairs of the same folder. */
const VERSION = 2;

/** Pictures with a shorter side than this, in pixels, show too little. */
const SMALLEST_SIDE = 64;

/** Pairs that a small folder is stretched to by cutting more pieces out of each picture, and pieces a picture at most. */
const ENOUGH_PAIRS = 4000;
const MOST_PIECES = 8;

/** Pictures are reduced to this many times the pairs' size, the least that the smallest piece needs to be sharp. */
const MOST_DETAIL = 3;

/** Share of coloured pixels below which there is nothing to learn about colour. */
const LEAST_COLOR = 0.01;

export interface FolderPairsOptions {
  /** Folder for `pairs.bin` and `index.json`. */
  readonly out: string;
  /** Side of the pairs in pixels. */
  readonly size?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  onProgress?(done: number, total: number): void;
}

/** Why a file is left out, for programs that tell it in other words. */
export type SkipKind = 'tiny' | 'colorless' | 'duplicate' | 'damaged' | 'unpaired' | 'misshapen';

/** A file that is left out; `reason` says why in words. */
export interface SkippedFile {
  readonly name: string;
  readonly kind: SkipKind;
  readonly reason: string;
}

/** What makes a picture useless here. */
type Fault = Omit<SkippedFile, 'name'>;

export interface FolderReport {
  /** Whether line art came with the pictures (`line/` beside `color/`). */
  readonly paired: boolean;
  /** Pictures that pairs were made of. */
  readonly used: number;
  /** Files that were left out, and why, in words. */
  readonly skipped: readonly SkippedFile[];
}

interface Entry {
  /** Path below the folder, for messages. */
  readonly name: string;
  readonly color: string;
  readonly line?: string;
}

/**
 * Packs a user's folder into training pairs (`pairFile`): every picture below it, with line art extracted, or pictures
 * in `color/` with their line art of the same base name in `line/`. Damaged, tiny, colourless and duplicate pictures are
 * left out and reported. An unchanged folder that is packed already is not packed again.
 *
 * @throws PictureError `not-found` when the folder holds no picture that can be used
 */
export async function packFolder(
  folder: string,
  options: FolderPairsOptions,
): Promise<{ folder: string; index: PairIndex; report: FolderReport }> {
  const { out, size = 192, seed = 1, signal, onProgress } = options;
  const { paired, entries, skipped } = list(folder);
  if (entries.length === 0) throw nothingUsable(folder, skipped);
  const recipe = { name: `folder ${stateOf(entries)}`, version: VERSION, seed };
  const packed = readPacked(out);
  if (packed && packed.index.size === size && JSON.stringify(packed.index.recipe) === JSON.stringify(recipe))
    return packed;

  await mkdir(out, { recursive: true });
  const part = join(out, 'pairs.bin.part');
  const items: PairItem[] = [];
  const seen = new Map<string, string>();
  const pieces = Math.max(1, Math.min(MOST_PIECES, Math.ceil(ENOUGH_PAIRS / entries.length)));
  let used = 0;
  const file = await open(part, 'w');
  try {
    for (const [n, entry] of inDrawnOrder(entries).entries()) {
      signal?.throwIfAborted();
      try {
        const picture = reduced(await readPicture(entry.color, entry.name), MOST_DETAIL * size);
        const line = entry.line === undefined ? undefined : reduced(await readPicture(entry.line), MOST_DETAIL * size);
        const fault = unfit(picture, line) ?? duplicate(picture, entry.name, seen);
        if (fault) {
          skipped.push({ name: entry.name, ...fault });
          continue;
        }
        const split = splitOf(used, entries.length);
        for (let piece = 0; piece < (split === 'train' ? pieces : 1); piece++) {
          const random = new Random('folder', seed, entry.name, piece);
          const bytes = cutPair(picture, line, size, split, piece, random);
          await file.write(bytes, 0, bytes.length, items.length * pairBytes(size));
          const name = `${entry.name}#${piece}`;
          items.push({ name, source: 'folder', item: entry.name, split, lines: line ? 'drawn' : 'filtered' });
        }
        used++;
      } catch (error) {
        if (!(error instanceof PictureError)) throw error;
        const reason = error.message.replace(`${entry.name}: `, '');
        skipped.push({ name: entry.name, kind: 'damaged', reason });
      } finally {
        onProgress?.(n + 1, entries.length);
      }
    }
    if (items.length === 0) {
      await writeReport(out, { paired, used, skipped }); // what was wrong with each can be looked up
      throw nothingUsable(folder, skipped);
    }
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(part, { force: true });
    throw error;
  }
  await file.close();
  const index: PairIndex = {
    format: 'irodori-pairs',
    version: 1,
    size,
    planes: ['line', 'red', 'green', 'blue'],
    recipe,
    sources: [{ id: 'folder', licence: 'the user’s own pictures', pictures: used, leftOut: false }],
    items,
  };
  const report: FolderReport = { paired, used, skipped };
  await rm(join(out, 'index.json'), { force: true });
  await rename(part, join(out, 'pairs.bin'));
  await writeReport(out, report);
  await writeFileAtomic(join(out, 'index.json'), `${JSON.stringify(index)}\n`);
  return { folder: out, index, report };
}

const writeReport = (out: string, report: FolderReport): Promise<void> =>
  writeFileAtomic(join(out, 'report.json'), `${JSON.stringify(report)}\n`);

/** The report in lines for people: what was used, then each file that was not. */
export function describeReport({ paired, used, skipped }: FolderReport): string[] {
  const kind = paired ? 'pictures with line art' : 'pictures';
  return [
    `${used} ${kind} used, ${skipped.length} left out${skipped.length > 0 ? ':' : ''}`,
    ...skipped.map(({ name, reason }) => `  ${name}: ${reason}`),
  ];
}

function list(folder: string): { paired: boolean; entries: Entry[]; skipped: SkippedFile[] } {
  const pictures = (below: string) =>
    readdirSync(below, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && !file.name.startsWith('.') && isPictureName(file.name))
      .map((file) => join(file.parentPath, file.name))
      .sort();
  const lineFolder = join(folder, 'line');
  const colorFolder = join(folder, 'color');
  const skipped: SkippedFile[] = [];
  const paired = [lineFolder, colorFolder].every((path) => existsSync(path) && statSync(path).isDirectory());
  if (!paired) {
    const entries = pictures(folder).map((color) => ({ name: relative(folder, color), color }));
    return { paired, entries, skipped };
  }
  const keyOf = (below: string, path: string) => relative(below, path).slice(0, -extname(path).length);
  const lines = new Map(pictures(lineFolder).map((path) => [keyOf(lineFolder, path), path]));
  const entries: Entry[] = [];
  for (const color of pictures(colorFolder)) {
    const key = keyOf(colorFolder, color);
    const line = lines.get(key);
    lines.delete(key);
    const name = relative(folder, color);
    if (line) entries.push({ name, color, line });
    else skipped.push({ name, kind: 'unpaired', reason: `line/ has no ${basename(key)} to go with it` });
  }
  for (const path of lines.values()) {
    skipped.push({ name: relative(folder, path), kind: 'unpaired', reason: 'color/ has no picture of this name' });
  }
  return { paired, entries, skipped };
}

function nothingUsable(folder: string, skipped: FolderReport['skipped']): PictureError {
  const why =
    skipped.length === 0 ? 'it holds no pictures' : `none can be used (${skipped[0].name}: ${skipped[0].reason}`;
  const more = skipped.length === 0 ? '' : skipped.length > 1 ? `, and ${skipped.length - 1} more)` : ')';
  return new PictureError('not-found', `${folder}: ${why}${more}; name a folder with coloured pictures`);
}

/** Names, sizes and times of the files: what tells whether the folder has changed. */
function stateOf(entries: readonly Entry[]): string {
  const hash = createHash('sha256');
  for (const { name, color, line } of entries) {
    for (const path of line === undefined ? [color] : [color, line]) {
      const { size, mtimeMs } = statSync(path);
      hash.update(`${name}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
}

function readPacked(out: string): { folder: string; index: PairIndex; report: FolderReport } | undefined {
  try {
    const index = parsePairIndex(JSON.parse(readFileSync(join(out, 'index.json'), 'utf8')));
    const report: FolderReport = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
    const whole = statSync(join(out, 'pairs.bin')).size === index.items.length * pairBytes(index.size);
    return whole ? { folder: out, index, report } : undefined;
  } catch {
    return undefined; // not packed yet, or damaged: packed anew
  }
}

/** The pictures in the order of a fixed hash of their names: the first validate, and stay those when others come. */
function inDrawnOrder(entries: readonly Entry[]): Entry[] {
  return entries
    .map((entry) => ({ entry, draw: hashText(`folder/${entry.name}`) }))
    .sort((a, b) => a.draw - b.draw)
    .map(({ entry }) => entry);
}

/**
 * The part of the n-th picture in drawn order. Up to four are all trained on; an eighth of a small folder validates, at least
 * 12 and 5 % of a large one, of which another 5 % are kept for tests.
 */
function splitOf(n: number, total: number): Split {
  if (total < 5) return 'train';
  const validation = total < 100 ? Math.round(total / 8) : Math.max(12, Math.round(total / 20));
  const test = total < 100 ? 0 : Math.round(total / 20);
  return n < validation ? 'validation' : n < validation + test ? 'test' : 'train';
}

/** A picture on white paper, its shorter side at most `short` pixels. */
function reduced(picture: Picture, short: number): Picture {
  const scale = short / Math.min(picture.width, picture.height);
  if (scale >= 1) return picture;
  const size = (side: number) => Math.max(1, Math.round(side * scale));
  return pictureFromPlanes(resizeArea(rgbPlanes(picture), size(picture.width), size(picture.height)));
}

/** Why a picture teaches nothing, or undefined. */
function unfit(picture: Picture, line: Picture | undefined): Fault | undefined {
  const { width, height } = picture;
  if (Math.min(width, height) < SMALLEST_SIDE)
    return { kind: 'tiny', reason: `too small (${width} × ${height}); ${SMALLEST_SIDE} a side are needed` };
  if (line && Math.abs(line.width / line.height / (width / height) - 1) > 0.01) {
    const sizes = `${line.width} × ${line.height} for ${width} × ${height}`;
    return { kind: 'misshapen', reason: `its line art has another shape (${sizes})` };
  }
  if (coloredShare(picture) < LEAST_COLOR)
    return { kind: 'colorless', reason: 'it has no colours; is it line art already?' };
  return undefined;
}

function duplicate(picture: Picture, name: string, seen: Map<string, string>): Fault | undefined {
  const print = fingerprint(picture);
  const first = seen.get(print);
  if (first !== undefined) return { kind: 'duplicate', reason: `the same picture as ${first}` };
  seen.set(print, name);
  return undefined;
}

/** One square piece as a pair: the first is as large as fits, the others are smaller ones. */
function cutPair(
  picture: Picture,
  line: Picture | undefined,
  size: number,
  split: Split,
  piece: number,
  random: Random,
): Uint8Array {
  const short = Math.min(picture.width, picture.height);
  const share = piece === 0 ? 1 : random.uniform(Math.min(1, Math.max(0.35, (0.75 * size) / short)), 1);
  const side = Math.max(1, Math.floor(short * share));
  const place = (room: number) => (split === 'train' ? random.uniform() : 0.5) * room;
  const left = Math.floor(place(picture.width - side));
  const top = Math.floor(place(picture.height - side));
  const cut = cropPicture(picture, left, top, side, side);
  // Lines are found at twice the size and shrunk: at the final size they would have steps.
  const rgb = rgbPlanes(cut);
  const color = resizeArea(rgb, size, size);
  let lines: Planes;
  if (line) {
    const scale = line.width / picture.width;
    const length = Math.min(Math.floor(side * scale), line.width, line.height);
    const at = (offset: number, limit: number) => Math.min(Math.floor(offset * scale), limit - length);
    const part = cropPicture(line, at(left, line.width), at(top, line.height), length, length);
    lines = resizeArea(lumaPlane(part), size, size);
    removeLines(color, lines, 0.03 * size);
    if (split === 'train') lines = degradeLines(lines, random, 0.7);
  } else {
    const large = resizeArea(rgb, 2 * size, 2 * size);
    const luma = resizeArea(lumaPlane(cut), 2 * size, 2 * size);
    const style = hasInk(luma, 5) && random.chance(0.6) ? 'drawn' : random.pick(FILTER_STYLES);
    lines = resizeArea(filterLines(large, luma, style, random), size, size);
    if (style === 'drawn') removeLines(color, lines, 0.03 * size);
    if (split === 'train') lines = degradeLines(lines, random, 0.5);
  }
  return packPair(lines, color);
}
