import { readFile, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { type Hints, HintsError, parseHints } from '../models/hints/hints.js';
import { readPicture } from '../vision/imageFile.node.js';
import type { Picture } from '../vision/picture.js';
import { UsageError, WorkError } from './errors.js';
import { kindOf } from './outputPath.js';
import { baseName } from './pictureRun.js';

/** Largest hint file that is read: a million points take some 20 MB. */
const MAX_HINT_BYTES = 64 * 2 ** 20;

/** Endings that a sketch's hints are looked for under, in this order. */
const EXTENSIONS = ['.hints.json', '.json', '.png'];

/**
 * Says where each sketch's hints are.
 *
 * @param hints  what `--hints` gave: a file for one sketch, or a folder of files with the sketches' base names
 *               (`NAME.hints.json`, `NAME.json` or `NAME.png`)
 * @param many   whether there are several sketches, of which some may have no hints
 * @returns a sketch's hint file, or null where it has none
 */
export async function hintFinder(
  hints: string | undefined,
  many: boolean,
): Promise<(sketch: string) => Promise<string | null>> {
  if (hints === undefined) return async () => null;
  const kind = await kindOf(hints);
  if (kind === 'nothing') throw new WorkError(`${hints}: no such hint file or folder; check the path`);
  if (kind === 'file') {
    if (many) throw new UsageError('--hints needs a folder when there are several sketches');
    return async () => hints;
  }
  return async (sketch) => {
    // Where hints lie beside the sketches, a picture is a sketch.
    const beside = resolve(hints) === resolve(dirname(sketch));
    for (const extension of EXTENSIONS) {
      if (beside && extension === '.png') continue;
      const file = join(hints, baseName(sketch) + extension);
      if ((await kindOf(file)) === 'file') return file;
    }
    if (many) return null;
    const names = EXTENSIONS.map((extension) => baseName(sketch) + extension).join(', ');
    throw new WorkError(`${hints}: no hints for ${sketch} in this folder; they must be called ${names}`);
  };
}

/**
 * Reads hints for a sketch: strokes as JSON, or a picture of the sketch's size whose pixels with alpha > 0 are hints.
 *
 * @throws HintsError or PictureError naming the file and what is wrong with it
 */
export async function readHints(file: string, sketch: Picture): Promise<Hints | Picture> {
  const { width, height } = sketch;
  if (extname(file).toLowerCase() !== '.json') {
    const picture = await readPicture(file);
    if (picture.width !== width || picture.height !== height) {
      throw new HintsError(
        `${file}: the hints are ${picture.width} × ${picture.height}, but the sketch is ${width} × ${height}; ` +
          'make them on the sketch itself',
      );
    }
    if (picture.data.every((value, i) => i % 4 !== 3 || value === 255)) {
      throw new HintsError(`${file}: nothing in it is transparent, so all of it would be hints; keep only the dabs`);
    }
    return picture;
  }
  const { size } = await stat(file);
  if (size > MAX_HINT_BYTES) throw new HintsError(`${file}: ${size} bytes are too many for hints`);
  let json: unknown;
  try {
    json = JSON.parse((await readFile(file, 'utf8')).replace(/^\ufeff/, '')); // editors on Windows put a mark first
  } catch (cause) {
    throw new HintsError(`${file}: no valid JSON; save the hints again`, { cause });
  }
  try {
    return parseHints(json, [width, height]);
  } catch (error) {
    if (error instanceof HintsError) throw new HintsError(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
}
