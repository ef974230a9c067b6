import { z } from 'zod';
import { MAX_SIDE, type Picture } from '../../vision/picture.js';
import { isConvex, type Quad } from '../../vision/quad.js';
import { warpQuad } from '../../vision/warp.js';
import { removePaper } from './paper.js';

/** How a scan or a photo becomes a clean sketch. */
export interface CleanUp {
  /** The paper's colour and shade are taken away. */
  readonly paper: boolean;
  /** Levels, 0…255: what becomes black, what becomes white. */
  readonly black: number;
  readonly white: number;
  /** Midtones: above 1 lighter, below darker. */
  readonly gamma: number;
  /** Degrees clockwise that the picture is shown turned by while it is cut out. */
  readonly turn: number;
  /** The corners of the sketch in the picture's pixels, round from the one that becomes the top-left. */
  readonly corners: Quad;
}

export const GAMMA_MIN = 0.2;
export const GAMMA_MAX = 5;

/** Pixels in all of what the studio opens: 36 million are 144 MB as RGBA, of which the page and its workers hold a few copies. */
export const AREA_MAX = 36_000_000;

const corner = z.tuple([
  z
    .number()
    .min(-MAX_SIDE)
    .max(2 * MAX_SIDE),
  z
    .number()
    .min(-MAX_SIDE)
    .max(2 * MAX_SIDE),
]);

/** A clean-up as project files have it. */
export const cleanUpSchema = z.object({
  paper: z.boolean(),
  black: z.number().min(0).max(254),
  white: z.number().min(1).max(255),
  gamma: z.number().min(GAMMA_MIN).max(GAMMA_MAX),
  turn: z.number().min(-360).max(360),
  corners: z.tuple([corner, corner, corner, corner]).refine(isConvex),
});

/** Corners of the whole of a picture. */
export function wholeOf([width, height]: readonly [number, number]): Quad {
  return [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
}

/** The clean-up that changes nothing. */
export function untouched(size: readonly [number, number]): CleanUp {
  return { paper: false, black: 0, white: 255, gamma: 1, turn: 0, corners: wholeOf(size) };
}

export function isUntouched(
  { paper, black, white, gamma, corners }: CleanUp,
  size: readonly [number, number],
): boolean {
  const whole = wholeOf(size);
  const isWhole = corners.every(([x, y], k) => x === whole[k][0] && y === whole[k][1]);
  return !paper && black === 0 && white === 255 && gamma === 1 && isWhole;
}

/** Width and height of what a clean-up makes: the longer ones of opposite sides, within what can be opened. */
export function cleanedSize({ corners: [a, b, c, d] }: Pick<CleanUp, 'corners'>): [number, number] {
  const length = (p: Quad[0], q: Quad[0]) => Math.hypot(p[0] - q[0], p[1] - q[1]);
  const width = Math.max(length(a, b), length(d, c));
  const height = Math.max(length(a, d), length(b, c));
  const scale = Math.min(1, MAX_SIDE / Math.max(width, height), Math.sqrt(AREA_MAX / (width * height)));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** A picture cleaned up. */
export function cleanUp(picture: Picture, settings: CleanUp): Picture {
  const outside = hasHoles(picture) ? ([0, 0, 0, 0] as const) : ([255, 255, 255, 255] as const);
  const sheet = warpQuad(picture, settings.corners, cleanedSize(settings), outside);
  return setLevels(settings.paper ? removePaper(sheet) : sheet, settings);
}

/** Stretches what lies between black and white, and bends it by gamma, in place of the picture's pixels. */
export function setLevels(
  picture: Picture,
  { black, white, gamma }: Pick<CleanUp, 'black' | 'white' | 'gamma'>,
): Picture {
  if (black === 0 && white === 255 && gamma === 1) return picture;
  const levels = new Uint8ClampedArray(256);
  const span = Math.max(1, white - black);
  for (let v = 0; v < 256; v++) levels[v] = 255 * Math.min(1, Math.max(0, (v - black) / span)) ** (1 / gamma);
  const data = picture.data.slice();
  for (let q = 0; q < data.length; q += 4) for (let c = 0; c < 3; c++) data[q + c] = levels[data[q + c]];
  return { ...picture, data };
}

/** Shares of the pixels that are as good as black, and darker than paper may be, in the levels found. */
const INK = 0.004;
const PAPER = 0.6;

/** Darkest a white point may be, and lightest a black point: beyond them there is no drawing to be found. */
const WHITE_MIN = 160;
const BLACK_MAX = 140;

/** The levels that make the ink of a picture black and its paper white. */
export function findLevels(histogram: ArrayLike<number>): Pick<CleanUp, 'black' | 'white'> {
  let total = 0;
  for (let v = 0; v < 256; v++) total += histogram[v];
  const below = (share: number) => {
    let seen = 0;
    for (let v = 0; v < 256; v++) {
      seen += histogram[v];
      if (seen > share * total) return v;
    }
    return 255;
  };
  const white = Math.max(WHITE_MIN, Math.min(255, Math.round(below(1 - PAPER) * 0.97)));
  return { black: Math.min(BLACK_MAX, below(INK)), white };
}

/** How many pixels have each lightness, 256 counts. */
export function lightnessHistogram({ data }: Picture): Uint32Array<ArrayBuffer> {
  const counts = new Uint32Array(256);
  for (let q = 0; q < data.length; q += 4) {
    const a = data[q + 3] / 255;
    const lightness = 0.299 * data[q] + 0.587 * data[q + 1] + 0.114 * data[q + 2];
    counts[Math.round(255 + (lightness - 255) * a)]++;
  }
  return counts;
}

function hasHoles({ data }: Picture): boolean {
  for (let q = 3; q < data.length; q += 4) if (data[q] < 255) return true;
  return false;
}
