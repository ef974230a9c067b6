import { strFromU8 } from 'fflate';
import { AREA_MAX } from '../../models/sketch/cleanUp.js';
import { readDpi, withDpi } from '../../vision/dpi.js';
import { isOra, mergedImage } from '../../vision/oraPicture.js';
import type { Picture } from '../../vision/picture.js';
import { joined, viewOf } from '../../vision/pngChunks.js';
import { withPngProfile } from '../../vision/profiles/embedProfile.js';
import { readProfile } from '../../vision/profiles/readProfile.js';
import { psdSize, readPsd } from '../../vision/psdPicture.js';
import { SIDE_MAX } from './decodeSketch.js';
import { FileError } from './fileError.js';
import { imageHeader } from './imageHeader.js';

/** Bytes of an ORA that is opened: a page holds the file and its picture at once. */
const ORA_MAX = 512 * 2 ** 20;

/** Bytes of a PSD: of its layers nothing is read. */
const PSD_MAX = 4 * 2 ** 30;

/** Bytes of an SVG: what is larger is no line art but a poster. */
const SVG_MAX = 16 * 2 ** 20;

/** Longer side in pixels that an SVG is drawn at when it does not say, or says less. */
const SVG_SIDE = 2048;

/** What a file that is no plain picture may be. */
export type LayeredKind = 'psd' | 'ora' | 'svg';

/** Tells layered and vector files by their first bytes; null for all others. */
export function layeredKind(head: Uint8Array): LayeredKind | null {
  const text = new TextDecoder('latin1').decode(head.subarray(0, 512));
  if (text.startsWith('8BPS')) return 'psd';
  if (isOra(head)) return 'ora';
  if (/^(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!--|<!DOCTYPE svg|<svg)/i.test(text) && /<svg[\s>]|<\?xml/i.test(text))
    return 'svg';
  return null;
}

/**
 * The picture in a layered or vector file, as a PNG file: what the program that wrote it showed. Nothing in it is run and
 * nothing is fetched.
 *
 * @throws FileError if it is damaged, too large, or of a kind that cannot be read
 */
export async function importPicture(file: Blob, kind: LayeredKind, name: string): Promise<Blob> {
  const limit = kind === 'svg' ? SVG_MAX : kind === 'psd' ? PSD_MAX : ORA_MAX;
  if (file.size > limit) throw new FileError({ key: 'file.tooManyBytes', values: { name, limit: limit / 2 ** 20 } });
  if (kind === 'psd') return importPsd(await withoutLayers(file, name), name);
  const bytes = new Uint8Array(await file.arrayBuffer());
  switch (kind) {
    case 'ora':
      return importOra(bytes, name);
    case 'svg':
      return importSvg(bytes, name);
  }
}

const damaged = (name: string) => new FileError({ key: 'file.damaged', values: { name } });

function checkSize(width: number, height: number, name: string): void {
  if (width >= 1 && height >= 1 && width <= SIDE_MAX && height <= SIDE_MAX && width * height <= AREA_MAX) return;
  throw new FileError({ key: 'file.tooLarge', values: { name, width, height, side: SIDE_MAX, area: AREA_MAX / 1e6 } });
}

/** Bytes of the parts of a PSD before its layers, and of the picture after them. */
const PSD_HEAD_MAX = 64 * 2 ** 20;
const PSD_PICTURE_MAX = 4 * AREA_MAX * 2 + 2 ** 20;

/**
 * A PSD with its layers left out, which are most of it and which nobody asks for: a file of half a gigabyte then costs no more
 * memory than its picture. Source: Adobe Photoshop File Formats Specification, the five sections.
 */
async function withoutLayers(file: Blob, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const read = async (from: number, to: number) => {
    if (from > to || to > file.size) throw damaged(name);
    return new Uint8Array(await file.slice(from, to).arrayBuffer());
  };
  const lengthAt = async (at: number) => viewOf(await read(at, at + 4)).getUint32(0);
  const header = await read(0, 26);
  const isBig = header[5] === 2; // PSB: the layers' length has eight bytes
  const resources = 30 + (await lengthAt(26));
  const layers = resources + 4 + (await lengthAt(resources));
  const size = isBig ? 8 : 4;
  const length = isBig ? (await lengthAt(layers)) * 2 ** 32 + (await lengthAt(layers + 4)) : await lengthAt(layers);
  const picture = layers + size + length;
  if (layers > PSD_HEAD_MAX || file.size - picture > PSD_PICTURE_MAX) throw damaged(name);
  return joined([await read(0, layers), new Uint8Array(size), await read(picture, file.size)]);
}

async function importPsd(bytes: Uint8Array, name: string): Promise<Blob> {
  const size = psdSize(bytes);
  if (!size) throw damaged(name);
  checkSize(size.width, size.height, name);
  let picture: Picture | null;
  try {
    picture = await readPsd(bytes);
  } catch (error) {
    throw new FileError({
      key: 'file.unreadable',
      values: { name, reason: error instanceof Error ? error.message : String(error) },
    });
  }
  if (!picture) throw new FileError({ key: 'file.noComposite', values: { name } });
  const { width, height, data } = picture;
  const pixels = new ImageData(data, width, height);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.putImageData(pixels, 0, 0);
  let png = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  const dpi = readDpi(bytes);
  if (dpi) png = withDpi(png, dpi);
  const profile = readProfile(bytes);
  return new Blob([profile ? withPngProfile(png, profile) : png], { type: 'image/png' });
}

function importOra(bytes: Uint8Array, name: string): Blob {
  const png = mergedImage(bytes);
  const header = png && imageHeader(png);
  if (header?.format !== 'png') throw damaged(name);
  checkSize(header.width, header.height, name);
  return new Blob([png!], { type: 'image/png' });
}

/**
 * An SVG, drawn by the browser as a picture: in an `<img>` its scripts do not run and nothing from outside is loaded. One
 * that declares entities is refused, for those can grow without bound.
 */
async function importSvg(bytes: Uint8Array, name: string): Promise<Blob> {
  const text = strFromU8(bytes);
  if (/<!ENTITY/i.test(text)) throw new FileError({ key: 'file.svgEntities', values: { name } });
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  if (root.nodeName !== 'svg') throw damaged(name);
  const own = svgSize(root);
  // Without a view box what is drawn would keep its size in the corner of a larger picture.
  if (!root.hasAttribute('viewBox')) root.setAttribute('viewBox', `0 0 ${own.join(' ')}`);
  const scale = Math.max(1, SVG_SIDE / Math.max(...own)); // enlarged where it is small, for lines have no pixels of their own
  const [width, height] = own.map((side) => Math.round(side * scale));
  checkSize(width, height, name);
  root.setAttribute('width', String(width));
  root.setAttribute('height', String(height));
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(root)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d')!.drawImage(image, 0, 0, width, height);
    return await canvas.convertToBlob({ type: 'image/png' });
  } catch {
    throw damaged(name);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** CSS pixels of the units that an SVG's size may be in. */
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  pt: 96 / 72,
  pc: 16,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
};

/** Width and height of an SVG in CSS pixels: what it says, else those of its view box. */
function svgSize(root: Element): [number, number] {
  const length = (attribute: string) => {
    const [, value, unit] = /^\s*([\d.eE+-]+)\s*([a-z%]*)/.exec(root.getAttribute(attribute) ?? '') ?? [];
    return Number(value) * UNITS[unit];
  };
  const box = (root.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  let [width, height] = [length('width'), length('height')];
  if (!(width > 0 && height > 0)) [width, height] = box[2] > 0 && box[3] > 0 ? [box[2], box[3]] : [1, 1];
  return [width, height];
}
