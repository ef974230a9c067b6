import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvaluationPair } from '../models/evaluation/evaluate.js';
import type { Split } from '../models/recipes/pairFile.js';
import { PairReader } from '../models/recipes/pairFile.node.js';
import { showsFigures } from '../models/recipes/sources.js';
import { compositeLines } from '../models/sketch/composite.js';
import { readSketch } from '../models/sketch/sketch.js';
import { isPictureName, readPicture } from '../vision/imageFile.node.js';
import { extractLines } from '../vision/lines/extractLines.js';
import { hasInk } from '../vision/lines/hasInk.js';
import { createPicture, type Picture, PictureError } from '../vision/picture.js';
import { lumaPlane, pictureFromPlanes, rgbPlanes } from '../vision/planes.js';
import { resizeArea } from '../vision/resize/area.js';
import { WorkError } from './errors.js';
import { kindOf } from './outputPath.js';
import { baseName } from './pictureRun.js';

/** Pictures with line art to score on. */
export interface EvaluationData {
  readonly count: number;
  /** Read one at a time. */
  pairs(): AsyncIterable<EvaluationPair>;
}

export interface EvaluationDataOptions {
  /** Which part of packed pairs. */
  readonly split: Split;
  /** Most pictures. */
  readonly limit: number;
  /** Longest shorter side in pixels; larger pictures are shrunk. */
  readonly size: number;
  /** Told of pictures that cannot be used, one line each. */
  onNotice(text: string): void;
}

/**
 * Opens a folder of packed pairs, of `line/` beside `color/` (equal base names), or of plain pictures, whose lines are then drawn here.
 *
 * @throws WorkError when there is nothing to score on
 */
export async function openEvaluationData(folder: string, options: EvaluationDataOptions): Promise<EvaluationData> {
  if ((await kindOf(folder)) !== 'folder') throw new WorkError(`${folder}: no such folder of pictures; check the path`);
  if (existsSync(join(folder, 'pairs.bin'))) return packedPairs(folder, options);
  const paired = existsSync(join(folder, 'line')) && existsSync(join(folder, 'color'));
  const colors = paired ? join(folder, 'color') : folder;
  const lines = paired ? await filesByBaseName(join(folder, 'line')) : null;
  const chosen = [...(await filesByBaseName(colors))]
    .filter(([name]) => !lines || lines.has(name))
    .slice(0, options.limit);
  if (chosen.length === 0)
    throw new WorkError(`${folder}: no pictures in this folder; put PNG, JPEG or WebP files there`);
  return {
    count: chosen.length,
    async *pairs() {
      let usable = 0;
      for (const [name, path] of chosen) {
        try {
          yield await readPair(name, path, lines?.get(name), options.size);
          usable++;
        } catch (error) {
          if (!(error instanceof PictureError)) throw error;
          options.onNotice(`left out: ${error.message}`);
        }
      }
      if (usable === 0) throw new WorkError(`${folder}: none of its ${chosen.length} pictures can be used`);
    },
  };
}

async function filesByBaseName(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.') && isPictureName(name)).sort();
  return new Map(names.map((name) => [baseName(name), join(folder, name)]));
}

async function readPair(
  name: string,
  path: string,
  linePath: string | undefined,
  size: number,
): Promise<EvaluationPair> {
  const color = await readPicture(path);
  const small = shrunk(color, size);
  if (linePath === undefined) return { name, color: small, line: ownLines(small) };
  const line = await readPicture(linePath);
  if (line.width !== color.width || line.height !== color.height)
    throw new PictureError(
      'wrong-size',
      `${name}: its line art is ${line.width} × ${line.height}, but the picture is ${color.width} × ${color.height}`,
    );
  return { name, color: small, line: shrunk(line, size) };
}

/** The lines that a picture was drawn with, or where it has none those of a filter. */
function ownLines(picture: Picture): Picture {
  const width = Math.max(3, Math.round(Math.min(picture.width, picture.height) / 80));
  return extractLines(picture, hasInk(lumaPlane(picture), width) ? 'drawn' : 'dog');
}

/** A picture on white paper, its shorter side at most `short` pixels. */
function shrunk(picture: Picture, short: number): Picture {
  const scale = short / Math.min(picture.width, picture.height);
  if (scale >= 1) return picture;
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return pictureFromPlanes(resizeArea(rgbPlanes(picture), side(picture.width), side(picture.height)));
}

function packedPairs(folder: string, { split, limit }: EvaluationDataOptions): EvaluationData {
  const reader = new PairReader(folder);
  const chosen = reader.of(split).slice(0, limit);
  if (chosen.length === 0) {
    reader.close();
    throw new WorkError(`${folder}: it has no pictures of the part "${split}"`);
  }
  return {
    count: chosen.length,
    async *pairs() {
      try {
        for (const k of chosen) {
          const { name, source, lines } = reader.index.items[k];
          const pictures = unpackPair(reader.read(k), reader.index.size);
          yield { name, source, figure: lines === 'character' || showsFigures(source), ...pictures };
        }
      } finally {
        reader.close();
      }
    },
  };
}

/**
 * Line art, and the finished picture, from the planes of a packed pair: the colours with the sketch's own lines on top, as
 * every result has them; paper tone and noise of the line art are no part of the truth.
 */
function unpackPair(planes: Uint8Array, size: number): { line: Picture; color: Picture } {
  const area = size * size;
  const line = createPicture(size, size, [255, 255, 255, 255]);
  const flat = createPicture(size, size, [255, 255, 255, 255]);
  for (let p = 0; p < area; p++) {
    for (let c = 0; c < 3; c++) {
      line.data[4 * p + c] = planes[p];
      flat.data[4 * p + c] = planes[(c + 1) * area + p];
    }
  }
  return { line, color: compositeLines(readSketch(line), flat) };
}
