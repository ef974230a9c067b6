import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readPicture, writePicture } from '../../vision/imageFile.node.js';
import { createPicture, type Picture } from '../../vision/picture.js';
import { type Hints, parseColor } from '../hints/hints.js';
import { compositeLines } from '../sketch/composite.js';
import { readSketch, type Sketch } from '../sketch/sketch.js';
import type { Contestant } from './evaluate.js';

const run = promisify(execFile);

/** The filter's defaults, with gap closing by splines, from colour spots. */
const FILTER = ['fx_colorize_lineart_smart', '1,95,0,0,1,24,200,0,75,2,60,20,90,1,10,1,0'];
/** Diameter of a spot in pixels. */
const SPOT = 3;

/** The version of the `gmic` command, or null where it is not installed. */
export async function gmicVersion(): Promise<string | null> {
  try {
    const { stdout, stderr } = await run('gmic', ['version'], { timeout: 20_000 });
    return /Version ([\d.]+)/.exec(stdout + stderr)?.[1] ?? 'unknown';
  } catch {
    return null;
  }
}

/**
 * G'MIC's Smart Coloring (Sébastien Fourey, David Tschumperlé), the strongest free flat colouriser, as one to compare with.
 * It runs the `gmic` command once a picture; its flats get the same lines on top as ours.
 */
export class GmicColorizer implements Contestant {
  #sketch: Sketch | null = null;

  setSketch(picture: Picture): void {
    this.#sketch = readSketch(picture);
  }

  async colorize(hints: Hints): Promise<{ color: Picture; picture: Picture }> {
    const sketch = this.#sketch;
    if (!sketch) throw new Error('no sketch yet: call setSketch first');
    const { width, height, ink } = sketch;
    const folder = await mkdtemp(join(tmpdir(), 'irodori-gmic-'));
    try {
      const line = createPicture(width, height, [255, 255, 255, 255]);
      for (let p = 0; p < ink.length; p++) line.data.fill(255 - ink[p], 4 * p, 4 * p + 3);
      await writePicture(join(folder, 'line.png'), line);
      await writePicture(join(folder, 'spots.png'), spots(hints));
      const files = (name: string) => join(folder, name);
      await run('gmic', [files('spots.png'), files('line.png'), ...FILTER, 'output[2]', files('flats.png')], {
        timeout: 300_000,
      });
      const flats = await readPicture(files('flats.png'));
      for (let q = 3; q < flats.data.length; q += 4) if (flats.data[q] === 0) flats.data.fill(255, q - 3, q + 1);
      return { color: flats, picture: compositeLines(sketch, flats) };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** Hints as a layer of small discs, at the strokes' points. */
function spots({ size: [width, height], strokes }: Hints): Picture {
  const layer = createPicture(width, height);
  for (const { color, points } of strokes) {
    for (const [px, py] of points) {
      for (let y = Math.floor(py - SPOT / 2); y <= py + SPOT / 2; y++) {
        for (let x = Math.floor(px - SPOT / 2); x <= px + SPOT / 2; x++) {
          if (x < 0 || y < 0 || x >= width || y >= height || Math.hypot(x + 0.5 - px, y + 0.5 - py) > SPOT / 2)
            continue;
          layer.data.set([...parseColor(color), 255], 4 * (y * width + x));
        }
      }
    }
  }
  return layer;
}
