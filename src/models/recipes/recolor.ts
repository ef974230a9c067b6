import { hexFromSrgb, oklabFromSrgb, srgbFromHex, srgbFromOklab, type Triple } from '../../vision/colorSpaces.js';
import type { Random } from '../../vision/random.js';
import { rewriteTags } from './svgTags.js';

/** A change of colours: sRGB to sRGB, 0…1. */
export type Recolor = (color: Triple) => [number, number, number];

/** Hues that change together: shades of one thing are nearer than this, different things mostly not. */
const HUE_BINS = 9;

/** Oklab chroma below which a colour is a neutral. */
const NEUTRAL_CHROMA = 0.03;

/**
 * A random change of palette, so that a network has to read the hints and cannot remember that bananas are yellow.
 * Lightness order is kept (shades stay shades of one hue); ink and most whites stay as they are.
 */
export function randomRecolor(random: Random): Recolor {
  const turn = random.uniform(0, 2 * Math.PI);
  const scattered = random.chance(0.6); // hues move apart from each other, not only round together
  const chromaGain = Math.exp(random.normal(0, 0.35));
  const bins = Array.from({ length: HUE_BINS }, () => ({
    hue: random.uniform(0, 2 * Math.PI),
    lightness: random.normal(0, 0.09),
    chroma: Math.exp(random.normal(0, 0.3)),
  }));
  const tint = random.chance(0.4)
    ? { hue: random.uniform(0, 2 * Math.PI), chroma: random.uniform(0.03, 0.14), lightness: random.uniform(-0.3, 0) }
    : undefined;
  return (color) => {
    const [lightness, a, b] = oklabFromSrgb(color);
    const chroma = Math.hypot(a, b);
    if (lightness < 0.28) return [...color];
    if (chroma < NEUTRAL_CHROMA) {
      if (!tint || lightness > 0.97) return [...color];
      return inGamut(lightness + tint.lightness * lightness * 0.5, tint.chroma, tint.hue);
    }
    const hue = Math.atan2(b, a) + Math.PI;
    const bin = bins[Math.min(HUE_BINS - 1, Math.floor((hue / (2 * Math.PI)) * HUE_BINS))];
    if (!scattered) return inGamut(lightness, chroma * chromaGain, hue + turn);
    const inside = (hue % ((2 * Math.PI) / HUE_BINS)) * 0.5;
    return inGamut(lightness + bin.lightness, chroma * chromaGain * bin.chroma, bin.hue + inside);
  };
}

/** Oklch to sRGB; chroma gives way where sRGB has no such colour, lightness and hue stay. */
function inGamut(lightness: number, chroma: number, hue: number): [number, number, number] {
  const l = Math.min(1, Math.max(0, lightness));
  for (let c = chroma; ; c *= 0.85) {
    const color = srgbFromOklab([l, c * Math.cos(hue), c * Math.sin(hue)]);
    if (c < 0.004 || color.every((value) => value >= -0.002 && value <= 1.002)) return color;
  }
}

/** Changes every colour of a drawing, gradient stops included. */
export function recolorSvg(body: string, recolor: Recolor): string {
  const known = new Map<string, string>();
  const change = (paint: string) => {
    let changed = known.get(paint);
    if (changed === undefined) {
      const color = srgbFromHex(paint);
      changed = color ? hexFromSrgb(recolor(color)) : paint;
      known.set(paint, changed);
    }
    return changed;
  };
  return rewriteTags(body, ({ attributes }) => {
    for (const key of ['fill', 'stroke', 'stop-color', 'color']) {
      const paint = attributes.get(key);
      if (paint !== undefined) attributes.set(key, change(paint));
    }
    return undefined;
  });
}
