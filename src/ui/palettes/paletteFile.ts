import { PARTS, type Part } from '../../models/parts/parts.js';
import type { PartColors } from '../../models/parts/usualColors.js';
import { FileError } from '../files/fileError.js';

/** Colours with a name, as palette files hold them. */
export interface NamedPalette {
  readonly name: string;
  /** #rrggbb, lower case. */
  readonly colors: readonly string[];
  /** Colours of a character's skin, hair and clothes; left out by a palette that is no character's. */
  readonly parts?: PartColors;
}

export const paletteFormats = ['gpl', 'ase', 'aco', 'css'] as const;
export type PaletteFormat = (typeof paletteFormats)[number];

/** Colours of a palette at most; more in a file are left out. */
export const COLORS_MAX = 256;

const BYTES_MAX = 2 ** 20;

/**
 * Reads a palette of GIMP or Krita (.gpl), Adobe (.ase, .aco) or a style sheet or any text with colour codes.
 *
 * @throws FileError if there is no colour in it
 */
export function readPalette(bytes: Uint8Array, file: string): NamedPalette {
  const name = file.replace(/\.[^.]+$/, '').slice(0, 60) || file;
  if (bytes.length > BYTES_MAX) throw noPalette(file);
  let found: NamedPalette;
  try {
    found = { ...parse(bytes, name) };
  } catch {
    throw noPalette(file); // cut short
  }
  const colors = [...new Set(found.colors)].slice(0, COLORS_MAX);
  if (colors.length === 0) throw noPalette(file);
  return { ...found, colors };
}

const noPalette = (name: string) => new FileError({ key: 'palette.unreadable', values: { name } });

function parse(bytes: Uint8Array, name: string): NamedPalette {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (String.fromCharCode(...bytes.subarray(0, 4)) === 'ASEF') return { name, colors: readAse(view) };
  if (view.byteLength >= 4 && view.getUint16(0) <= 2 && view.getUint16(0) > 0) return { name, colors: readAco(view) };
  const text = new TextDecoder().decode(bytes);
  if (text.startsWith('GIMP Palette')) return readGpl(text, name);
  return { name, colors: [...text.matchAll(/#([0-9a-f]{6}|[0-9a-f]{3})\b/gi)].map(([, digits]) => longHex(digits)) };
}

/** Writes a palette in one of the formats that paint programs read. */
export function writePalette(
  { name, colors, parts = {} }: NamedPalette,
  format: PaletteFormat,
): Uint8Array<ArrayBuffer> {
  switch (format) {
    case 'gpl':
      return new TextEncoder().encode(
        `GIMP Palette\nName: ${name}\nColumns: 8\n#\n${gplRows(colors, parts).join('\n')}\n`,
      );
    case 'css':
      return new TextEncoder().encode(`:root {\n${colors.map((c, i) => `  --color-${i + 1}: ${c};`).join('\n')}\n}\n`);
    case 'ase':
      return writeAse(colors);
    case 'aco':
      return writeAco(colors);
  }
}

/** What names of a character's colours begin with; `white` alone is a colour's name. */
const PART = 'part:';

/** Colours by their codes, a character's by the part they are for, so that it is a character again where it is read. */
function gplRows(colors: readonly string[], parts: PartColors): string[] {
  const row = (color: string, name: string) => `${rgbOf(color).join('\t')}\t${name}`;
  const own = Object.entries(parts).map(([part, color]) => row(color, PART + part));
  return [...own, ...colors.filter((color) => !Object.values(parts).includes(color)).map((color) => row(color, color))];
}

/** Lines of `r g b name`; comments and other lines are passed over. */
function readGpl(text: string, fallback: string): NamedPalette {
  const name = /^Name:\s*(.+)$/m.exec(text)?.[1].trim().slice(0, 60) || fallback;
  const rows = [...text.matchAll(/^\s*(\d{1,3})\s+(\d{1,3})\s+(\d{1,3})(?:[^\S\n]+(\S.*)?)?$/gm)].map(
    ([, r, g, b, about = '']) => [about.trim(), hexOf([Number(r), Number(g), Number(b)])] as const,
  );
  const parts: Partial<Record<Part, string>> = {};
  for (const [about, color] of rows) {
    const part = PARTS.find((name) => about === PART + name);
    if (part) parts[part] = color;
  }
  return { name, colors: rows.map(([, color]) => color), ...(Object.keys(parts).length > 0 && { parts }) };
}

const COLOR_BLOCK = 1;

/** Adobe Swatch Exchange, big-endian: blocks of a name, a colour model of four letters, and floats. */
function readAse(view: DataView): string[] {
  const colors: string[] = [];
  const count = view.getUint32(8);
  for (let block = 0, at = 12; block < count; block++) {
    const [type, length] = [view.getUint16(at), view.getUint32(at + 2)];
    if (type === COLOR_BLOCK) {
      let q = at + 6 + 2 + 2 * view.getUint16(at + 6);
      const model = String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(q + i)));
      q += 4;
      const value = (i: number) => view.getFloat32(q + 4 * i);
      if (model === 'RGB ') colors.push(hexOf([0, 1, 2].map((i) => 255 * value(i))));
      else if (model === 'Gray') colors.push(hexOf([0, 0, 0].map(() => 255 * value(0))));
      else if (model === 'CMYK') colors.push(hexOf([0, 1, 2].map((i) => 255 * (1 - value(i)) * (1 - value(3)))));
    }
    at += 6 + length;
  }
  return colors;
}

function writeAse(colors: readonly string[]): Uint8Array<ArrayBuffer> {
  const name = (color: string) => `${color}\0`;
  const size = (color: string) => 2 + 2 * name(color).length + 4 + 12 + 2;
  const bytes = new Uint8Array(12 + colors.reduce((sum, color) => sum + 6 + size(color), 0));
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('ASEF'));
  view.setUint16(4, 1);
  view.setUint32(8, colors.length);
  let at = 12;
  for (const color of colors) {
    view.setUint16(at, COLOR_BLOCK);
    view.setUint32(at + 2, size(color));
    view.setUint16(at + 6, name(color).length);
    at += 8;
    for (const letter of name(color)) {
      view.setUint16(at, letter.charCodeAt(0));
      at += 2;
    }
    bytes.set(new TextEncoder().encode('RGB '), at);
    rgbOf(color).forEach((v, i) => {
      view.setFloat32(at + 4 + 4 * i, v / 255);
    });
    at += 4 + 12 + 2; // the last two bytes, 0, say that the colour is global
  }
  return bytes;
}

/** Photoshop swatches, version 1: ten bytes a colour, 16 bits a channel. Version 2, which may follow, repeats them. */
function readAco(view: DataView): string[] {
  const version = view.getUint16(0);
  const count = view.getUint16(2);
  const colors: string[] = [];
  for (let i = 0, at = 4; i < count; i++) {
    const [space, ...values] = [0, 2, 4, 6, 8].map((offset) => view.getUint16(at + offset));
    if (space === 0) colors.push(hexOf(values.slice(0, 3).map((v) => v / 257)));
    else if (space === 8) colors.push(hexOf([0, 0, 0].map(() => 255 - (255 * values[0]) / 10_000)));
    at += 10;
    if (version === 2) at += 4 + 2 * view.getUint32(at);
  }
  return colors;
}

function writeAco(colors: readonly string[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + 10 * colors.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 1);
  view.setUint16(2, colors.length);
  colors.forEach((color, i) => {
    rgbOf(color).forEach((v, c) => {
      view.setUint16(4 + 10 * i + 2 + 2 * c, v * 257);
    });
  });
  return bytes;
}

function rgbOf(color: string): number[] {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function hexOf(rgb: readonly number[]): string {
  const level = (v: number) => Math.min(255, Math.max(0, Math.round(v)));
  return `#${rgb.map((v) => level(v).toString(16).padStart(2, '0')).join('')}`;
}

function longHex(digits: string): string {
  return `#${(digits.length === 3 ? digits.replace(/./g, '$&$&') : digits).toLowerCase()}`;
}
