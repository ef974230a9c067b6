import type { Picture } from '../../vision/picture.js';
import { type HintStroke, type Hints, HintsError, parseColor } from './hints.js';

/** Hints on a grid of pixels: what networks and propagation take. */
export interface HintRaster {
  readonly width: number;
  readonly height: number;
  /** Planes R, G, B (3·H·W) in [0, 1]; 0 where there is no hint. */
  readonly rgb: Float32Array;
  /** 1 where there is a hint, else 0 (H·W). */
  readonly mask: Float32Array;
  /** Which colour: 0 for none, else 1 + an index into `colors`. Strokes of one colour and one reach share a label. */
  readonly labels: Int32Array;
  /** R, G, B in [0, 1] of each label, three numbers a label. */
  readonly colors: Float32Array;
  /** Grid pixels that each label may spread, Infinity for no limit; left out where no label has one. */
  readonly reach?: Float32Array;
  /** 1 for labels that keep paper; left out where none does. */
  readonly empty?: Uint8Array;
}

/** Calls `set(i, j)` for the grid pixels that a stroke covers, at least one for each point inside the grid. */
function coverStroke(
  stroke: {
    readonly points: readonly (readonly [number, number])[];
    readonly width: number;
    readonly widths?: number[];
  },
  [scaleX, scaleY]: readonly [number, number],
  [width, height]: readonly [number, number],
  set: (i: number, j: number) => void,
): void {
  const { points, widths } = stroke;
  for (let k = 0; k < points.length; k++) {
    const r1 = (widths ? widths[k] : stroke.width) / 2;
    const r0 = (widths ? widths[Math.max(0, k - 1)] : stroke.width) / 2;
    const radius = Math.max(r0, r1);
    const reachX = radius * scaleX;
    const reachY = radius * scaleY;
    const [x1, y1] = points[k];
    const [x0, y0] = points[Math.max(0, k - 1)];
    const dx = x1 - x0;
    const dy = y1 - y0;
    const length2 = dx * dx + dy * dy;
    const top = Math.max(0, Math.floor(Math.min(y0, y1) * scaleY - reachY));
    const bottom = Math.min(height - 1, Math.ceil(Math.max(y0, y1) * scaleY + reachY));
    for (let j = top; j <= bottom; j++) {
      // The pixel's centre in sketch pixels: distances are measured there, so that a dab stays round on any grid.
      const y = (j + 0.5) / scaleY;
      // The part of the segment that can reach this row bounds the columns: a long diagonal costs its length, not its box.
      let low = 0;
      let high = 1;
      if (Math.abs(dy) > 1e-9) {
        const a = (y - radius - y0) / dy;
        const b = (y + radius - y0) / dy;
        low = Math.max(0, Math.min(a, b));
        high = Math.min(1, Math.max(a, b));
        if (low > high) continue;
      }
      const xa = x0 + dx * low;
      const xb = x0 + dx * high;
      const left = Math.max(0, Math.floor(Math.min(xa, xb) * scaleX - reachX));
      const right = Math.min(width - 1, Math.ceil(Math.max(xa, xb) * scaleX + reachX));
      for (let i = left; i <= right; i++) {
        const x = (i + 0.5) / scaleX;
        const t = length2 > 0 ? Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length2)) : 0;
        const ex = x - x0 - t * dx;
        const ey = y - y0 - t * dy;
        const r = r0 + t * (r1 - r0);
        if (ex * ex + ey * ey <= r * r) set(i, j);
      }
    }
    // A thin stroke can fall between pixel centres; the pixels its centre line passes through are always covered.
    const steps = Math.max(1, Math.ceil(2 * Math.max(Math.abs(dx) * scaleX, Math.abs(dy) * scaleY)));
    for (let s = length2 > 0 ? 0 : steps; s <= steps; s++) {
      const i = Math.floor((x0 + (dx * s) / steps) * scaleX);
      const j = Math.floor((y0 + (dy * s) / steps) * scaleY);
      if (i >= 0 && j >= 0 && i < width && j < height) set(i, j);
    }
  }
}

/** Calls `set(i, j)` for the pixels of a picture that a line of a width covers. */
export function rasterizeLine(
  points: readonly (readonly [number, number])[],
  width: number,
  size: readonly [number, number],
  set: (i: number, j: number) => void,
): void {
  coverStroke({ points, width }, [1, 1], size, set);
}

/** Calls `set(i, j)` for the grid pixels whose centres lie inside an outline (even-odd rule). */
function coverArea(
  { points }: HintStroke,
  [scaleX, scaleY]: readonly [number, number],
  [width, height]: readonly [number, number],
  set: (i: number, j: number) => void,
): void {
  const crossings: number[][] = Array.from({ length: height }, () => []);
  for (let k = 0; k < points.length; k++) {
    const [x0, y0] = points[k];
    const [x1, y1] = points[(k + 1) % points.length];
    if (y0 === y1) continue;
    const first = Math.max(0, Math.ceil(Math.min(y0, y1) * scaleY - 0.5));
    const last = Math.min(height, Math.ceil(Math.max(y0, y1) * scaleY - 0.5));
    for (let j = first; j < last; j++) {
      const t = ((j + 0.5) / scaleY - y0) / (y1 - y0);
      crossings[j].push((x0 + t * (x1 - x0)) * scaleX);
    }
  }
  for (let j = 0; j < height; j++) {
    const row = crossings[j].sort((a, b) => a - b);
    for (let k = 0; k + 1 < row.length; k += 2) {
      const right = Math.min(width, Math.ceil(row[k + 1] - 0.5));
      for (let i = Math.max(0, Math.ceil(row[k] - 0.5)); i < right; i++) set(i, j);
    }
  }
}

/** Draws hints made on a sketch onto a grid of any size. Widths scale with it; a dab never vanishes; later strokes win. */
export function rasterizeHints(hints: Hints, width = hints.size[0], height = hints.size[1]): HintRaster {
  const canvas = new HintCanvas(hints.size, width, height);
  for (const stroke of hints.strokes) canvas.paint(stroke, canvas.pixelsOf(stroke));
  return canvas.raster();
}

/** A grid that strokes are painted on, each as a whole or in part. */
export class HintCanvas {
  readonly #labels: Int32Array;
  readonly #scale: readonly [number, number];
  readonly #labelOf = new Map<string, number>();
  /** The first stroke of each label. */
  readonly #kinds: HintStroke[] = [];

  /**
   * @param size   of the sketch
   * @param width  of the grid, as `height`
   */
  constructor(
    size: readonly [number, number],
    private readonly width: number,
    private readonly height: number,
  ) {
    this.#labels = new Int32Array(width * height);
    this.#scale = [width / size[0], height / size[1]];
  }

  /** The grid's pixels that a stroke covers, some of them more than once. */
  pixelsOf(stroke: HintStroke): number[] {
    const pixels: number[] = [];
    const cover = stroke.area ? coverArea : coverStroke;
    cover(stroke, this.#scale, [this.width, this.height], (i, j) => pixels.push(j * this.width + i));
    return pixels;
  }

  /** Gives pixels to a stroke, over what was there. */
  paint(stroke: HintStroke, pixels: readonly number[]): void {
    const kind = `${stroke.color.toLowerCase()} ${stroke.reach ?? ''} ${stroke.empty ?? ''}`;
    let label = this.#labelOf.get(kind);
    if (label === undefined) {
      label = this.#kinds.push(stroke);
      this.#labelOf.set(kind, label);
    }
    for (const p of pixels) this.#labels[p] = label;
  }

  raster(): HintRaster {
    const kinds = this.#kinds;
    const colors = Float32Array.from(
      kinds.flatMap(({ color }) => parseColor(color)),
      (v) => v / 255,
    );
    const mean = Math.sqrt(this.#scale[0] * this.#scale[1]);
    return paintLabels(this.#labels, this.width, this.height, colors, {
      ...(kinds.some((kind) => kind.reach !== undefined) && {
        reach: Float32Array.from(kinds, ({ reach }) => (reach ?? Number.POSITIVE_INFINITY) * mean),
      }),
      ...(kinds.some((kind) => kind.empty) && { empty: Uint8Array.from(kinds, ({ empty }) => (empty ? 1 : 0)) }),
    });
  }
}

/**
 * Hints from a picture of the sketch's size: every pixel that is not fully transparent is one. A grid pixel takes the
 * most opaque colour of the sketch pixels it covers, so that a single pixel of colour never vanishes.
 *
 * @throws HintsError when `size`, the sketch's width and height, is given and another
 */
export function rasterizeHintPicture(
  picture: Picture,
  width = picture.width,
  height = picture.height,
  size?: readonly [number, number],
): HintRaster {
  if (size && (size[0] !== picture.width || size[1] !== picture.height))
    throw new HintsError(
      `the hint picture is ${picture.width}×${picture.height}, but the sketch is ${size[0]}×${size[1]}; ` +
        'paint the hints on a layer of the sketch’s own size',
    );
  const { data } = picture;
  const source = new Int32Array(width * height).fill(-1);
  const opacity = new Uint8Array(width * height);
  // From the picture to the grid: each coloured pixel goes to its cell. When the grid is finer, cells look it up below.
  for (let y = 0, p = 0; y < picture.height; y++) {
    const j = Math.min(height - 1, Math.floor(((y + 0.5) * height) / picture.height));
    for (let x = 0; x < picture.width; x++, p++) {
      const alpha = data[4 * p + 3];
      if (alpha === 0) continue;
      const cell = j * width + Math.min(width - 1, Math.floor(((x + 0.5) * width) / picture.width));
      if (alpha > opacity[cell]) {
        opacity[cell] = alpha;
        source[cell] = p;
      }
    }
  }
  if (width > picture.width || height > picture.height) {
    for (let j = 0; j < height; j++) {
      const y = Math.floor(((j + 0.5) * picture.height) / height);
      for (let i = 0; i < width; i++) {
        const p = y * picture.width + Math.floor(((i + 0.5) * picture.width) / width);
        if (data[4 * p + 3] > 0) source[j * width + i] = p;
      }
    }
  }

  // Soft brushes have thousands of nearly equal colours: a label is a bin of 8 levels a channel, coloured by its mean.
  const labels = new Int32Array(width * height);
  const labelOf = new Map<number, number>();
  const sums: number[] = [];
  for (let cell = 0; cell < source.length; cell++) {
    if (source[cell] < 0) continue;
    const q = 4 * source[cell];
    const bin = ((data[q] >> 3) << 10) | ((data[q + 1] >> 3) << 5) | (data[q + 2] >> 3);
    let label = labelOf.get(bin);
    if (label === undefined) {
      label = labelOf.size + 1;
      labelOf.set(bin, label);
      sums.push(0, 0, 0, 0);
    }
    const at = 4 * (label - 1);
    for (let c = 0; c < 3; c++) sums[at + c] += data[q + c];
    sums[at + 3]++;
    labels[cell] = label;
  }
  const colors = new Float32Array(3 * labelOf.size);
  for (let label = 0; label < labelOf.size; label++)
    for (let c = 0; c < 3; c++) colors[3 * label + c] = sums[4 * label + c] / sums[4 * label + 3] / 255;
  return paintLabels(labels, width, height, colors);
}

function paintLabels(
  labels: Int32Array,
  width: number,
  height: number,
  colors: Float32Array,
  kinds: Pick<HintRaster, 'reach' | 'empty'> = {},
): HintRaster {
  let painted: Pick<HintRaster, 'rgb' | 'mask'> | null = null;
  const paint = () => {
    painted ??= planesOf(labels, colors);
    return painted;
  };
  return {
    width,
    height,
    labels,
    colors,
    ...kinds,
    get rgb() {
      return paint().rgb;
    },
    get mask() {
      return paint().mask;
    },
  };
}

/** What most of the pipeline does without. */
function planesOf(labels: Int32Array, colors: Float32Array): Pick<HintRaster, 'rgb' | 'mask'> {
  const n = labels.length;
  const rgb = new Float32Array(3 * n);
  const mask = new Float32Array(n);
  for (let p = 0; p < n; p++) {
    if (labels[p] === 0) continue;
    const at = 3 * (labels[p] - 1);
    mask[p] = 1;
    rgb[p] = colors[at];
    rgb[n + p] = colors[at + 1];
    rgb[2 * n + p] = colors[at + 2];
  }
  return { rgb, mask };
}
