import { z } from 'zod';

/** One stroke of colour. A stroke of one point is a dab: a disc of `width` across. */
export interface HintStroke {
  /** `#rrggbb`, sRGB. */
  color: string;
  /** Diameter in sketch pixels; the largest where `widths` gives more. */
  width: number;
  /** Centre line in sketch pixels, origin at the top-left corner; pixel (i, j) covers [i, i + 1) × [j, j + 1). */
  points: [number, number][];
  /** Diameter at each point, of a pen that tells its pressure. */
  widths?: number[];
  /**
   * The points go round an area that the colour fills, by the even-odd rule, and `width` means nothing. Holes are joined to
   * the outline by a way there and the same way back.
   */
  area?: true;
  /** Sketch pixels beyond the stroke that its colour may spread; as far as it gets, if left out. */
  reach?: number;
  /** What the stroke reaches openly stays paper; its colour is white. */
  empty?: true;
  /**
   * Where an earlier stroke of another colour already colours the area, this one is laid over it softly, near itself – a blush, a
   * highlight –, instead of contesting it (`propagation/glaze.ts`).
   */
  glaze?: true;
}

/** The colours an artist put on a sketch. Where strokes overlap, the later one wins. */
export interface Hints {
  /** Width and height of the sketch they were made on. */
  size: [number, number];
  strokes: HintStroke[];
}

/** Hints that cannot be used; the message says which part and what to do. */
export class HintsError extends Error {
  override name = 'HintsError';
}

/** Side of the largest sketch that hints may be made for. */
export const MAX_SIDE = 16_384;
/** More strokes than a person draws; files beyond it are made by mistake or in bad faith. */
export const MAX_STROKES = 10_000;
export const MAX_POINTS = 1_000_000;

const side = z.int('must be a whole number').min(1, 'must be at least 1').max(MAX_SIDE, `must be at most ${MAX_SIDE}`);
const coordinate = z
  .number('must be a finite number')
  .min(-MAX_SIDE, `must be at least ${-MAX_SIDE}`)
  .max(2 * MAX_SIDE, `must be at most ${2 * MAX_SIDE}`);
const stroke = z.object({
  color: z.string('must be text like "#ff8800"').regex(/^#[0-9a-fA-F]{6}$/, 'must be "#rrggbb", for example "#ff8800"'),
  width: z.number('must be a finite number').positive('must be above 0').max(MAX_SIDE, `must be at most ${MAX_SIDE}`),
  points: z
    .array(z.tuple([coordinate, coordinate], 'must be a pair [x, y]'), 'must be a list of [x, y] pairs')
    .min(1, 'needs at least one point'),
  widths: z.array(z.number('must be a finite number').positive('must be above 0').max(MAX_SIDE)).optional(),
  area: z.literal(true, 'must be true or left out').optional(),
  reach: z
    .number('must be a finite number')
    .min(0, 'must be at least 0')
    .max(2 * MAX_SIDE)
    .optional(),
  empty: z.literal(true, 'must be true or left out').optional(),
  glaze: z.literal(true, 'must be true or left out').optional(),
});
const schema = z.object(
  {
    size: z.tuple([side, side], 'must be [width, height] of the sketch'),
    strokes: z.array(z.unknown(), 'must be a list').max(MAX_STROKES, `more than ${MAX_STROKES} strokes`),
  },
  'expected an object {"size": [width, height], "strokes": […]}',
);

const explain = (error: z.ZodError, at: PropertyKey[] = []): string => {
  const issue = error.issues[0];
  const path = [...at, ...issue.path].map((p) => (typeof p === 'number' ? `[${p}]` : `.${String(p)}`)).join('');
  return `hints${path}: ${issue.message}`;
};

/**
 * Checks hints that came from outside (a file, a message).
 *
 * @param json  what `JSON.parse` gave
 * @param size  width and height of the sketch they are meant for, when known
 * @throws HintsError naming the first wrong part
 */
export function parseHints(json: unknown, size?: readonly [number, number]): Hints {
  const outer = schema.safeParse(json);
  if (!outer.success) throw new HintsError(explain(outer.error));
  const hints: Hints = { size: outer.data.size, strokes: [] };
  let points = 0;
  for (const [i, candidate] of outer.data.strokes.entries()) {
    const parsed = stroke.safeParse(candidate);
    if (!parsed.success) throw new HintsError(explain(parsed.error, ['strokes', i]));
    const { widths, points: path } = parsed.data;
    if (widths && widths.length !== path.length)
      throw new HintsError(`hints.strokes[${i}].widths: ${widths.length} widths for ${path.length} points`);
    points += path.length;
    if (points > MAX_POINTS) throw new HintsError(`hints.strokes: more than ${MAX_POINTS} points in all`);
    hints.strokes.push(parsed.data);
  }
  if (size) expectSize(hints, size);
  return hints;
}

/** Throws where hints were made for a sketch of another size. */
export function expectSize(hints: Hints, [width, height]: readonly [number, number]): void {
  const [w, h] = hints.size;
  if (w !== width || h !== height)
    throw new HintsError(
      `hints.size: made for a ${w}×${h} sketch, but this one is ${width}×${height}; use the sketch they were made on`,
    );
}

/** sRGB components, 0…255, of `#rrggbb`. */
export function parseColor(color: string): [number, number, number] {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** `#rrggbb` of sRGB components, 0…255, rounded and clipped. */
export function formatColor(rgb: ArrayLike<number>): string {
  let text = '#';
  for (let c = 0; c < 3; c++) {
    const level = Math.round(Math.min(255, Math.max(0, rgb[c])));
    text += level.toString(16).padStart(2, '0');
  }
  return text;
}
