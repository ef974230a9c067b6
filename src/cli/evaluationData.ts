import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvaluationPair } from '../models/evaluation/evaluate.js';
import type { Split } from '../models/recipes/pairFile.js';
import { PairReader } from '../models/recipes/pairFile.node.js';
import { isPictureName, readPicture } from '../vision/imageFile.node.js';
import { extractLines } from '../vision/lines/extractLines.js';
import { createPicture, type Picture } from '../vision/picture.js';
import { WorkError } from './errors.js';
import { kindOf } from './outputPath.js';
import { baseName } from './pictureRun.js';

/** Pictures with line art to score on. */
export interface EvaluationData {
  readonly count: number;
  /** Read one at a time. */
  pairs(): AsyncIterable<EvaluationPair>;
}

/**
 * Opens a folder of packed pairs, of `line/` beside `color/` (equal base names), or of plain pictures, whose lines are then drawn here.
 *
 * @param split which part of packed pairs
 * @param limit most pictures
 * @throws WorkError when there is nothing to score on
 */
export async function openEvaluationData(folder: string, split: Split, limit: number): Promise<EvaluationData> {
  if ((await kindOf(folder)) !== 'folder') throw new WorkError(`${folder}: no such folder of pictures; check the path`);
  if (existsSync(join(folder, 'pairs.bin'))) return packedPairs(folder, split, limit);
  const paired = existsSync(join(folder, 'line')) && existsSync(join(folder, 'color'));
  const colors = paired ? join(folder, 'color') : folder;
  const lines = paired ? await filesByBaseName(join(folder, 'line')) : null;
  const chosen = [...(await filesByBaseName(colors))].filter(([name]) => !lines || lines.has(name)).slice(0, limit);
  if (chosen.length === 0)
    throw new WorkError(`${folder}: no pictures in this folder; put PNG, JPEG or WebP files there`);
  return {
    count: chosen.length,
    async *pairs() {
      for (const [name, path] of chosen) {
        const color = await readPicture(path);
        const line = lines?.get(name);
        yield { name, color, line: line ? await readPicture(line) : extractLines(color) };
      }
    },
  };
}

async function filesByBaseName(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).filter(isPictureName).sort();
  return new Map(names.map((name) => [baseName(name), join(folder, name)]));
}

function packedPairs(folder: string, split: Split, limit: number): EvaluationData {
  const reader = new PairReader(folder);
  const chosen = reader.of(split).slice(0, limit);
  if (chosen.length === 0) throw new WorkError(`${folder}: it has no pictures of the part "${split}"`);
  return {
    count: chosen.length,
    async *pairs() {
      try {
        for (const k of chosen) {
          const pictures = unpackPair(reader.read(k), reader.index.size);
          yield { name: reader.index.items[k].name, ...pictures };
        }
      } finally {
        reader.close();
      }
    },
  };
}

/** Line art, and the picture with its lines on, from the planes of a packed pair. */
function unpackPair(planes: Uint8Array, size: number): { line: Picture; color: Picture } {
  const area = size * size;
  const line = createPicture(size, size, [255, 255, 255, 255]);
  const color = createPicture(size, size, [255, 255, 255, 255]);
  for (let p = 0; p < area; p++) {
    for (let c = 0; c < 3; c++) {
      line.data[4 * p + c] = planes[p];
      color.data[4 * p + c] = (planes[(c + 1) * area + p] * planes[p]) / 255;
    }
  }
  return { line, color };
}
