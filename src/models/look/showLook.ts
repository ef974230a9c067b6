import { oklabFromSrgb, srgbFromHex } from '../../vision/colorSpaces.js';
import { createPicture, type Picture } from '../../vision/picture.js';
import type { Colorized } from '../colorizer.js';
import { type Hints, parseColor } from '../hints/hints.js';
import { applyLight } from '../light/applyLight.js';
import { surfaceOf } from '../light/surface.js';
import type { PartColors } from '../parts/usualColors.js';
import { type ColorCluster, colorClusters } from '../reference/colorClusters.js';
import { PALETTE, transferPalette } from '../reference/transferPalette.js';
import { compositeLines } from '../sketch/composite.js';
import type { Sketch } from '../sketch/sketch.js';
import { toned } from './applyLook.js';
import { findFlats, flatPicture } from './flats.js';
import { isAsColored, type Look, type PaletteColor } from './look.js';
import { findRegions } from './regionMap.js';
import { snapToLines } from './snapToLines.js';
import { tintLines } from './tintLines.js';
import { variantOf, variantPalette } from './variant.js';

/** Gaps in lines that hold where a look needs flats, in sketch pixels. */
export const FLATS_GAP = 6;

/** A result as a look shows it. */
export interface Shown extends Pick<Colorized, 'color' | 'picture'> {
  /** The colours as they are before a light falls on them. */
  readonly unlit: Picture;
}

/**
 * A result as a look shows it: the same picture in the studio and on the command line.
 *
 * @param readSketch gives the sketch, which takes a while to read; not asked where nothing is done to the result
 */
export function showLook(
  painted: Colorized,
  readSketch: () => Sketch,
  hints: Hints,
  look: Look,
  parts: PartColors = {},
): Shown {
  if (isAsColored(look)) return { ...painted, unlit: painted.color };
  const sketch = readSketch();
  const { ink, width, height } = sketch;
  const regions = look.snap || look.shade !== 1 ? findRegions(ink, width, height, FLATS_GAP) : null;
  const own = recolored(painted, pinnedBy(hints, parts), look);
  const base = look.snap && regions ? snapToLines(own, regions, hints, painted.glazed?.()) : own;
  const flats = look.shade !== 1 && regions ? findFlats(base, regions) : null;
  const unlit = toned(base, flats && flatPicture(flats, base), look);
  const color = look.light ? applyLight(unlit, surfaceOf(sketch, painted.parts?.() ?? null), look.light) : unlit;
  return { color, unlit, picture: withLines(sketch, color, look) };
}

/** Colours without lines in a look's palette and variant; the pinned ones, sRGB in [0, 1], stay. */
export function recolored(
  painted: Pick<Colorized, 'color' | 'turning' | 'small'>,
  pinned: readonly (readonly [number, number, number])[],
  { palette, variant }: Pick<Look, 'palette' | 'variant'>,
): Picture {
  const { color, turning } = painted;
  const own = palette ? transferPalette(color, clustersOf(palette), pinned) : color;
  if (variant === 0) return own;
  const draft = painted.small?.(); // a variant is chosen from small pictures: it turns the colours that they turned
  const seen = draft && { color: recolored(draft, pinned, { palette, variant: 0 }), turning: draft.turning?.() };
  return variantOf(own, pinned, variant, turning?.(), seen && variantPalette(seen.color, seen.turning));
}

/** The finished picture of colours, the sketch's lines on top where the look shows them. */
export function withLines(sketch: Sketch, color: Picture, { lines, tint }: Pick<Look, 'lines' | 'tint'>): Picture {
  if (lines) return compositeLines({ ...sketch, lines: tintLines(sketch.lines, color, tint) }, color);
  return sketch.alpha ? compositeLines({ ...sketch, lines: createPicture(sketch.width, sketch.height) }, color) : color;
}

/** The colours that somebody chose, by hints and for parts, each once, sRGB in [0, 1]. */
export function pinnedBy({ strokes }: Pick<Hints, 'strokes'>, parts: PartColors): [number, number, number][] {
  const colors = new Set([...strokes.map(({ color }) => color.toLowerCase()), ...Object.values(parts)]);
  return [...colors].map((color) => parseColor(color).map((v) => v / 255) as [number, number, number]);
}

/** A palette as the transfer takes it: a few colours, for it tries all orders of them. */
function clustersOf(palette: readonly PaletteColor[]): ColorCluster[] {
  if (palette.length > PALETTE) {
    const data = palette.flatMap(({ color }) => [...parseColor(color), 255]);
    return colorClusters({ width: palette.length, height: 1, data: Uint8ClampedArray.from(data) }, PALETTE);
  }
  return palette.map(({ color, share }) => ({ color: oklabFromSrgb(srgbFromHex(color)!), share }));
}
