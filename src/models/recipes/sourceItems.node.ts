import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hashText } from '../../vision/random.js';
import { clipartFolder } from './fetchClipart.node.js';
import { readClipart } from './openclipart.js';
import { avatarPartOptions, paintRest, paintTones } from './paintParts.js';
import type { Split } from './pairFile.js';
import { type DrawingStyle, SOURCES, type Source } from './sources.js';
import { type Drawing, parseSvg } from './svgTags.js';

/** A drawing of a source: its colours, and its line art where the source has drawn it. */
export interface SourcePicture {
  readonly color: Drawing;
  readonly line?: Drawing;
  /** Where a source's drawings are of several kinds. */
  readonly drawing?: DrawingStyle;
}

/** Drawings of one thing (skin tones of one emoji): they are split, and drawn from, as one. */
export interface SourceItem {
  readonly source: Source;
  readonly item: string;
  readonly split: Split;
  /** Names of the drawings; for avatar styles a made-up name gives another face. */
  readonly variants: readonly string[];
  load(variant: string): SourcePicture;
  /** The same drawing in the parts' codes (`PART_CODES`), of figures whose parts are known. */
  loadParts?(variant: string): Drawing;
}

/** The split of an item, by a fixed hash of its name: 90 % train, 5 % validation, 5 % test. Never changes. */
export function splitOf(source: Source, item: string): Split {
  if (source.leftOut) return 'left-out';
  // All faces of an avatar style are built of the same few parts: they count as one item, which is trained on.
  if (source.style) return 'train';
  const draw = hashText(`${source.id}/${item}`) / 2 ** 32;
  return draw < 0.9 ? 'train' : draw < 0.95 ? 'validation' : 'test';
}

/** Flags, keycaps and letters teach little about drawings: one in ten is kept. */
const SYMBOLS = /^(flag|keycap|letter|regional-indicator|input-)/;
const isKept = (item: string, isSymbol: boolean) => !isSymbol || hashText(item) % 10 === 0;

/**
 * Every item of the installed sources; the clip art is no part of it where it could not be fetched.
 *
 * @param folder where the packages were installed (`fetchSources`)
 */
export async function loadSourceItems(folder: string): Promise<SourceItem[]> {
  const items: SourceItem[] = [];
  for (const source of SOURCES) {
    if (source.weight === 0) continue;
    if (source.subject) {
      items.push(...clipart(folder, source, source.subject));
      continue;
    }
    if (source.style) items.push(await avatars(folder, source));
    else if (source.id === 'openmoji') items.push(...openmoji(folder, source));
    else items.push(...iconify(folder, source));
  }
  return items;
}

interface IconifySet {
  readonly width?: number;
  readonly height?: number;
  readonly icons: Record<string, { body: string; width?: number; height?: number; hidden?: boolean }>;
}

function iconify(folder: string, source: Source): SourceItem[] {
  const set: IconifySet = JSON.parse(readFileSync(join(folder, 'node_modules', source.package, 'icons.json'), 'utf8'));
  const load = (name: string): SourcePicture => {
    const icon = set.icons[name];
    const width = icon.width ?? set.width ?? 16;
    return { color: { viewBox: [0, 0, width, icon.height ?? set.height ?? width], body: icon.body } };
  };
  const names = Object.keys(set.icons).filter((name) => !set.icons[name].hidden);
  const itemOf = (name: string) => name.replace(/-((medium-)?(light|dark)|medium)-skin-tone/g, '');
  return grouped(source, names, itemOf, load)
    .filter(({ item }) => isKept(item, SYMBOLS.test(item)))
    .map((item) => withTones(item, (name) => load(name).color));
}

/** An item of people, whose parts show in how its skin tones differ. */
function withTones(item: SourceItem, load: (name: string) => Drawing): SourceItem {
  if (item.source.id !== 'twemoji') return item; // the others' tones are not drawn alike, or of gradients
  const [light, dark] = ['light', 'dark'].map((tone) =>
    item.variants.find((name) => name === `${item.item}-${tone}-skin-tone`),
  );
  if (light === undefined || dark === undefined) return item;
  const drawing = load(light);
  const body = paintTones(drawing.body, load(dark).body);
  return body === undefined ? item : { ...item, loadParts: () => ({ ...drawing, body }) }; // all tones have one outline
}

function openmoji(folder: string, source: Source): SourceItem[] {
  const at = join(folder, 'node_modules', source.package);
  const about: { hexcode: string; group: string }[] = JSON.parse(readFileSync(join(at, 'data/openmoji.json'), 'utf8'));
  const groups = new Map(about.map(({ hexcode, group }) => [hexcode, group]));
  const load = (name: string): SourcePicture => ({
    color: parseSvg(readFileSync(join(at, 'color/svg', name), 'utf8')),
    line: parseSvg(readFileSync(join(at, 'black/svg', name), 'utf8')),
  });
  const names = readdirSync(join(at, 'color/svg'))
    .filter((name) => name.endsWith('.svg') && existsSync(join(at, 'black/svg', name)))
    .sort();
  const itemOf = (name: string) => name.replace('.svg', '').replace(/-1F3F[B-F]/g, '');
  return grouped(source, names, itemOf, load).filter(({ item }) => {
    const group = groups.get(item) ?? '';
    return isKept(item, group === 'flags' || group === 'extras-unicode' || group === 'component');
  });
}

function grouped(
  source: Source,
  names: readonly string[],
  itemOf: (name: string) => string,
  load: (name: string) => SourcePicture,
): SourceItem[] {
  const variants = new Map<string, string[]>();
  for (const name of names) {
    const item = itemOf(name);
    const list = variants.get(item);
    if (list) list.push(name);
    else variants.set(item, [name]);
  }
  return [...variants].map(([item, list]) => ({ source, item, split: splitOf(source, item), variants: list, load }));
}

/** Faces that a style can be asked for; enough that a training set seldom has one twice. */
const AVATAR_VARIANTS = 4000;

async function avatars(folder: string, source: Source): Promise<SourceItem> {
  const { resolve } = createRequire(join(folder, 'package.json'));
  const load = (name: string) => import(pathToFileURL(resolve(name)).href);
  const { createAvatar } = await load('@dicebear/core');
  const style = (await load('@dicebear/collection'))[source.style!];
  return {
    source,
    item: source.style!,
    split: splitOf(source, source.style!),
    variants: Array.from({ length: AVATAR_VARIANTS }, (_, i) => `${i}`),
    load: (seed) => ({ color: parseSvg(createAvatar(style, { seed }).toString()) }),
    loadParts(seed) {
      const painted = parseSvg(createAvatar(style, { seed, ...avatarPartOptions() }).toString());
      return { ...painted, body: paintRest(painted.body) };
    },
  };
}

/** The drawings of one subject, those that can be used; a drawing filed under two names is one. */
function clipart(folder: string, source: Source, subject: string): SourceItem[] {
  const at = join(clipartFolder(folder), 'svg', subject);
  if (!existsSync(at)) return [];
  const files = readdirSync(at, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.svg') && !/^games[\\/]/.test(name), // playing cards and chessmen
  );
  const paths = new Map<string, string>();
  for (const file of files.sort()) {
    const path = realpathSync(join(at, file));
    paths.set(basename(path, '.svg'), path);
  }
  const load = (name: string): SourcePicture => {
    const picture = readClipart(readFileSync(paths.get(name)!, 'utf8'));
    if (!picture) throw new Error(`${name} is no drawing that can be used`);
    return picture;
  };
  const usable = [...paths].filter(([, path]) => {
    try {
      return readClipart(readFileSync(path, 'utf8')) !== undefined;
    } catch {
      return false; // damaged
    }
  });
  return usable.map(([item]) => ({ source, item, split: splitOf(source, item), variants: [item], load }));
}
