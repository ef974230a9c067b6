import { strFromU8, strToU8, Unzip, UnzipInflate, zipSync } from 'fflate';
import { z } from 'zod';
import { type Hints, parseHints } from '../hints/hints.js';
import { type Look, lookSchema } from '../look/look.js';
import { type PartColors, partColorsSchema } from '../parts/usualColors.js';
import { type CleanUp, cleanUpSchema } from '../sketch/cleanUp.js';
import { type Closure, closuresSchema } from '../sketch/closures.js';
import { ProjectError } from './projectError.js';

/**
 * A project file (`.irodori`) is a ZIP archive:
 *
 *     mimetype        application/x-irodori, stored, first, so that file managers can tell it
 *     sketch.png      the line art
 *     project.json    { "format": "irodori", "version": 1, "name": "fox.png", "hints": { "size": …, "strokes": … },
 *                     "look": { "strength": 1, "shade": 1, … }, "cleanUp": { "paper": true, … },
 *                     "closures": [[[x, y], …], …], "parts": { "hair": "#223344" },
 *                     "model": { "name": "standard", "sha256": "…" } }
 *     profile.icc     the ICC profile of the sketch's file, where it had one that sketch.png has not
 *     original        the picture file that sketch.png was cleaned up from, where it was
 *
 * Entries of other names are for later versions and are skipped.
 */
export interface ProjectFile {
  /** File name of the sketch. */
  readonly name: string;
  /** A PNG file. */
  readonly sketch: Uint8Array<ArrayBuffer>;
  readonly hints: Hints;
  readonly look: Look;
  /** What the sketch was cleaned up from and how, to do it differently; left out where it was not. */
  readonly original?: { readonly file: Uint8Array<ArrayBuffer>; readonly cleanUp: CleanUp };
  /** The ICC profile that results are written with; left out for sRGB. */
  readonly profile?: Uint8Array<ArrayBuffer>;
  /** Lines that close gaps for the colouring alone; left out where there are none. */
  readonly closures?: readonly Closure[];
  /** Colours chosen for parts of figures; left out where none are. */
  readonly parts?: PartColors;
  /** Left out where it is not known. */
  readonly model?: ProjectModel;
}

/** Which model coloured a project. */
export interface ProjectModel {
  /** What it was called where the project was saved. */
  readonly name: string;
  /** SHA-256 of its file, in hexadecimal digits; null for the flood fill. */
  readonly sha256: string | null;
}

const MIME = 'application/x-irodori';
const VERSION = 1;

/** Bytes of the archive, and of each entry once inflated. A real sketch.png stays well below. */
export const ARCHIVE_MAX = 256 * 2 ** 20;
const ENTRY_MAX: Readonly<Record<string, number>> = {
  mimetype: 64,
  'sketch.png': 256 * 2 ** 20,
  'profile.icc': 4 * 2 ** 20,
  original: 256 * 2 ** 20,
  'project.json': 32 * 2 ** 20,
};

/** Entries of an archive, skipped ones too. */
const ENTRIES_MAX = 256;

/**
 * Bytes given to the inflater at once, so that its output, at most 1032 times as much, can be counted as it grows. With
 * larger pieces fflate spends its time enlarging its buffer: 40 MB of zeros took 1.1 s by 64 KB and 0.15 s by 1 KB.
 */
const PIECE = 1024;

const header = z.looseObject({ format: z.literal('irodori'), version: z.int().min(1) });
const contents = z.looseObject({
  name: z.string().min(1).max(255),
  hints: z.unknown(),
  look: lookSchema.prefault({}),
  cleanUp: cleanUpSchema.optional().catch(undefined), // the sketch is there without it
  closures: closuresSchema.optional(),
  parts: partColorsSchema.optional(),
  model: z
    .object({
      name: z.string().min(1).max(255),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .nullable(),
    })
    .optional()
    .catch(undefined),
});

export function writeProject({
  name,
  sketch,
  hints,
  look,
  original,
  profile,
  closures,
  parts,
  model,
}: ProjectFile): Uint8Array<ArrayBuffer> {
  const cleanUp = original?.cleanUp;
  const body = { name, hints, look, cleanUp, closures, parts, model };
  const json = JSON.stringify({ format: 'irodori', version: VERSION, ...body });
  return zipSync({
    mimetype: [strToU8(MIME), { level: 0 }],
    'sketch.png': [sketch, { level: 0 }], // compressed as it is
    ...(profile && { 'profile.icc': [profile, { level: 6 }] }),
    ...(original && { original: [original.file, { level: 0 }] }),
    'project.json': [strToU8(json), { level: 6 }],
  }) as Uint8Array<ArrayBuffer>;
}

/**
 * @param file what to call the file in messages
 * @throws ProjectError if it is no project, a newer one, damaged, or larger inflated than a project can be
 */
export function readProject(bytes: Uint8Array, file: string): ProjectFile {
  const damaged = () =>
    new ProjectError('damaged', `${file}: the project is damaged; save it again, or use another copy`);
  if (bytes.length > ARCHIVE_MAX) {
    throw new ProjectError('too-large', `${file}: larger than ${ARCHIVE_MAX / 2 ** 20} MB; is this the right file?`);
  }
  const notProject = () => new ProjectError('not-a-project', `${file}: no Irodori project; save one in the studio`);
  if (!looksLikeZip(bytes)) throw notProject();
  const entries = readEntries(bytes, damaged);

  const json = entries.get('project.json');
  const sketch = entries.get('sketch.png');
  if (!json || !sketch) throw notProject();
  let parsed: unknown;
  try {
    parsed = JSON.parse(strFromU8(json));
  } catch {
    throw damaged();
  }
  const head = header.safeParse(parsed);
  if (!head.success) throw notProject();
  if (head.data.version > VERSION)
    throw new ProjectError('newer', `${file}: saved by a newer Irodori; update this one`);
  const body = contents.safeParse(parsed);
  if (!body.success) throw damaged();
  const { name, look, cleanUp, closures, parts, model } = body.data;
  const uncleaned = entries.get('original');
  const profile = entries.get('profile.icc');
  const original = uncleaned && cleanUp ? { file: uncleaned, cleanUp } : null;
  try {
    return {
      name: baseName(name),
      sketch,
      hints: parseHints(body.data.hints),
      look,
      ...(original && { original }),
      ...(profile && { profile }),
      ...(closures && { closures }),
      ...(parts && { parts }),
      ...(model && { model }),
    };
  } catch {
    throw damaged();
  }
}

export function looksLikeZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/** The last part of a path, without characters that file systems refuse: names in files are not trusted. */
export function baseName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
  const clean = last.replace(/[\u0000-\u001f<>:"|?*]/g, '_').replace(/^\.+/, '');
  return clean || 'sketch.png';
}

/** Inflates the known entries, counting what comes out: sizes in the archive's own tables are only claims. */
function readEntries(bytes: Uint8Array, damaged: () => ProjectError): Map<string, Uint8Array<ArrayBuffer>> {
  const entries = new Map<string, Uint8Array<ArrayBuffer>>();
  let count = 0;
  let failure: ProjectError | null = null;
  const unzip = new Unzip((entry) => {
    if (++count > ENTRIES_MAX || entries.has(entry.name)) failure ??= damaged();
    const max = ENTRY_MAX[entry.name];
    if (failure || max === undefined) return;
    const pieces: Uint8Array[] = [];
    let size = 0;
    entry.ondata = (error, piece, final) => {
      size += piece?.length ?? 0;
      if (error || size > max) {
        failure ??= damaged();
        entry.terminate();
        return;
      }
      pieces.push(piece);
      if (final) entries.set(entry.name, joined(pieces, size));
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length && !failure; at += PIECE) {
      unzip.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
    }
  } catch {
    throw failure ?? damaged();
  }
  if (failure) throw failure;
  return entries;
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
