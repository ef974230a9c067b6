import type { Picture } from '../../vision/picture.js';
import { inverse, project, type Quad, toQuad } from '../../vision/quad.js';
import { warpQuad } from '../../vision/warp.js';

/** The shade of the paper under a scan or photo of a drawing. */
export interface Paper {
  /** What counts as white there, 0…255, for channel 0…2 at a pixel. */
  whiteAt(channel: number, x: number, y: number): number;
  /** How much ink must be strengthened so that the darkest lines are dark: 1 (ink drawing) … 3 (faint pencil). */
  readonly contrast: number;
}

/** Blocks the paper is measured in: this many along the shorter side, at least 8 px each. */
const BLOCKS = 40;
/** Share of a block's pixels that are darker than its paper level. */
const PAPER_QUANTILE = 0.8;
/** A block darker than this share of the picture's paper is filled with ink, not shaded paper. */
const FILLED = 0.7;

/**
 * Estimates the paper of a picture of lines, as a high quantile of each block's pixels, smoothed: shadows towards a
 * book's fold and yellowed paper vary slowly, ink does not.
 *
 * @returns null when the ground is already clean white, as in drawings made on a computer: then nothing must be touched
 */
export function estimatePaper(picture: Picture): Paper | null {
  const { width, height, data } = picture;
  let white = 0;
  let opaque = 0;
  for (let q = 0; q < data.length; q += 4) {
    if (data[q + 3] < 16) {
      white++;
      continue;
    }
    opaque++;
    if (Math.min(data[q], data[q + 1], data[q + 2]) >= 250) white++;
  }
  if (opaque === 0 || white > 0.4 * (data.length / 4)) return null;

  const side = Math.max(8, Math.ceil(Math.min(width, height) / BLOCKS));
  const columns = Math.max(1, Math.round(width / side));
  const rows = Math.max(1, Math.round(height / side));
  const levels = [0, 1, 2].map(() => new Float32Array(columns * rows));
  const histograms = [0, 1, 2].map(() => new Uint32Array(256));
  for (let j = 0; j < rows; j++) {
    const top = Math.floor((j * height) / rows);
    const bottom = Math.max(top + 1, Math.floor(((j + 1) * height) / rows));
    for (let i = 0; i < columns; i++) {
      const left = Math.floor((i * width) / columns);
      const right = Math.max(left + 1, Math.floor(((i + 1) * width) / columns));
      for (const histogram of histograms) histogram.fill(0);
      for (let y = top; y < Math.min(bottom, height); y++) {
        for (let x = left, q = 4 * (y * width + left); x < Math.min(right, width); x++, q += 4) {
          const a = data[q + 3] / 255;
          for (let c = 0; c < 3; c++) histograms[c][Math.round(255 + (data[q + c] - 255) * a)]++;
        }
      }
      for (let c = 0; c < 3; c++) levels[c][j * columns + i] = quantile(histograms[c], PAPER_QUANTILE);
    }
  }

  for (const plane of levels) {
    const overall = Float32Array.from(plane).sort()[Math.floor(0.75 * plane.length)];
    // Where ink fills a whole block its paper cannot be seen: the rest of the sheet stands in.
    for (let b = 0; b < plane.length; b++) if (plane[b] < FILLED * overall) plane[b] = overall;
    blur(plane, columns, rows);
    blur(plane, columns, rows);
    for (let b = 0; b < plane.length; b++) plane[b] = Math.max(plane[b], 1);
  }

  const at = (channel: number, x: number, y: number): number => {
    const u = Math.min(columns - 1, Math.max(0, ((x + 0.5) * columns) / width - 0.5));
    const v = Math.min(rows - 1, Math.max(0, ((y + 0.5) * rows) / height - 0.5));
    const i = Math.min(columns - 2, Math.floor(u));
    const j = Math.min(rows - 2, Math.floor(v));
    const plane = levels[channel];
    const i0 = Math.max(0, i);
    const j0 = Math.max(0, j);
    const i1 = Math.min(columns - 1, i0 + 1);
    const j1 = Math.min(rows - 1, j0 + 1);
    const upper = plane[j0 * columns + i0] + (plane[j0 * columns + i1] - plane[j0 * columns + i0]) * (u - i0);
    const lower = plane[j1 * columns + i0] + (plane[j1 * columns + i1] - plane[j1 * columns + i0]) * (u - i0);
    return upper + (lower - upper) * (v - j0);
  };

  // The paper's grain: how far its darker fifth lies below its level, and how dark the darkest ink is.
  const relative = new Uint32Array(256);
  for (let y = 0; y < height; y += 1 + (height >> 9)) {
    for (let x = 0; x < width; x += 1 + (width >> 9)) {
      const q = 4 * (y * width + x);
      relative[Math.min(255, Math.round((data[q + 1] * 255) / at(1, x, y)))]++;
    }
  }
  const grain = Math.min(0.985, Math.max(0.85, quantile(relative, 0.15) / 255));
  const darkest = 1 - quantile(relative, 0.005) / (255 * grain);
  return {
    whiteAt: (channel, x, y) => at(channel, x, y) * grain,
    contrast: Math.min(3, Math.max(1, 0.8 / Math.max(0.1, darkest))),
  };
}

/** The value below which `share` of a histogram's counts lie. */
function quantile(histogram: Uint32Array, share: number): number {
  let total = 0;
  for (const count of histogram) total += count;
  let seen = 0;
  for (let value = 0; value < histogram.length; value++) {
    seen += histogram[value];
    if (seen > share * total) return value;
  }
  return histogram.length - 1;
}

/** 3×3 mean, in place, edges repeated. */
function blur(plane: Float32Array, columns: number, rows: number): void {
  const source = plane.slice();
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      let sum = 0;
      for (let dj = -1; dj <= 1; dj++) {
        const row = Math.min(rows - 1, Math.max(0, j + dj)) * columns;
        for (let di = -1; di <= 1; di++) sum += source[row + Math.min(columns - 1, Math.max(0, i + di))];
      }
      plane[j * columns + i] = sum / 9;
    }
  }
}

/** Divides the paper's local shade out of the colour of a pixel and clips its noise to white. */
export function flatten(rgb: number[], paper: Paper, x: number, y: number): void {
  for (let c = 0; c < 3; c++) rgb[c] = Math.min(255, (rgb[c] * 255) / paper.whiteAt(c, x, y));
}

/** The picture on white paper; the picture itself where its paper is white already. */
export function removePaper(picture: Picture): Picture {
  const paper = estimatePaper(picture);
  return paper ? onWhite(picture, paper, (x, y) => [x, y]) : picture;
}

/** The same where the paper is one sheet in the picture, which lies as a rectangle of a size if it is cut out. */
export function removeSheet(picture: Picture, sheet: Quad, size: readonly [number, number]): Picture {
  const paper = estimatePaper(warpQuad(picture, sheet, size, [255, 255, 255, 255]));
  const back = inverse(toQuad(size, sheet));
  return paper ? onWhite(picture, paper, (x, y) => project(back, [x + 0.5, y + 0.5])) : picture;
}

/** @param onPaper where a pixel is on the paper */
function onWhite(
  picture: Picture,
  paper: Paper,
  onPaper: (x: number, y: number) => readonly [number, number],
): Picture {
  const { width, height } = picture;
  const data = picture.data.slice();
  const rgb = [0, 0, 0];
  for (let y = 0, q = 0; y < height; y++) {
    for (let x = 0; x < width; x++, q += 4) {
      for (let c = 0; c < 3; c++) rgb[c] = data[q + c];
      const [u, v] = onPaper(x, y);
      flatten(rgb, paper, u, v);
      for (let c = 0; c < 3; c++) data[q + c] = rgb[c];
    }
  }
  return { width, height, data };
}
