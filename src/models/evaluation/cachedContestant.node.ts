import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../vision/atomicFile.node.js';
import { encodePicture, readPicture } from '../../vision/imageFile.node.js';
import { type Picture, PictureError } from '../../vision/picture.js';
import type { Colorized } from '../colorizer.js';
import type { Hints } from '../hints/hints.js';
import { compositeLines } from '../sketch/composite.js';
import { readSketch } from '../sketch/sketch.js';
import type { Contestant } from './evaluate.js';

/**
 * A contestant whose results are kept on disk, for slow ones that never change: the same sketch with the same hints is
 * coloured once, and its time is remembered.
 */
export class CachedContestant implements Contestant {
  #sketch: Picture | null = null;
  /** Whether the contestant has been given the sketch: not before it has to colour it. */
  #given = false;

  /**
   * @param folder  for the results
   * @param version goes up when the contestant would give other results
   */
  constructor(
    private readonly contestant: Contestant,
    private readonly folder: string,
    private readonly version: string,
  ) {}

  setSketch(sketch: Picture): void {
    this.#sketch = sketch;
    this.#given = false;
  }

  async colorize(hints: Hints): Promise<Colorized & { milliseconds: number }> {
    const sketch = this.#sketch;
    if (!sketch) throw new Error('no sketch yet: call setSketch first');
    const key = createHash('sha256')
      .update(`${this.version}\0${sketch.width}\0${JSON.stringify(hints)}\0`)
      .update(sketch.data)
      .digest('hex')
      .slice(0, 32);
    const path = join(this.folder, `${key}.png`);
    const known = await readResult(path);
    if (known) return { ...known, picture: compositeLines(readSketch(sketch), known.color) };
    if (!this.#given) this.contestant.setSketch(sketch);
    this.#given = true;
    const start = performance.now();
    const result = await this.contestant.colorize(hints);
    const milliseconds = performance.now() - start;
    await mkdir(this.folder, { recursive: true });
    await writeFileAtomic(path, await encodePicture(result.color, 'png'));
    await writeFileAtomic(`${path}.json`, JSON.stringify({ milliseconds })); // last: with it the result is whole
    return { ...result, milliseconds };
  }
}

async function readResult(path: string): Promise<{ color: Picture; milliseconds: number } | undefined> {
  try {
    const { milliseconds } = JSON.parse(await readFile(`${path}.json`, 'utf8'));
    return { color: await readPicture(path), milliseconds };
  } catch (error) {
    // Not there yet, or damaged: it is made again.
    if (error instanceof PictureError || error instanceof SyntaxError) return undefined;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
