import type { Picture } from '../../vision/picture.js';
import { Random } from '../../vision/random.js';
import { type ColorCluster, colorClusters, type Oklab } from '../reference/colorClusters.js';
import { moveColors, PALETTE, pinning } from '../reference/transferPalette.js';

/** Degrees that a colour may turn beside the turn they all share: a palette stays in tune. */
const OWN_TURN = 28;

/**
 * A variant of a coloured picture: the same painting with the colours that nobody chose turned to others, by a seed. Hints
 * keep their colours, and so do paper, greys and skin, which nobody expects green.
 *
 * @param color  colours without lines
 * @param pinned colours of the hints, sRGB in [0, 1]
 * @param seed   0 is the picture as it is
 * @param whole  picture whose palette is varied, where `color` is a small copy of it
 */
export function variantOf(
  color: Picture,
  pinned: readonly (readonly [number, number, number])[],
  seed: number,
  whole: Picture = color,
): Picture {
  if (seed === 0) return color;
  const palette = colorClusters(whole, PALETTE);
  return moveColors(color, palette, variantMoves(palette, pinned, seed), pinned);
}

/** How far each palette colour moves in Oklab. */
function variantMoves(
  palette: readonly ColorCluster[],
  pinned: readonly (readonly [number, number, number])[],
  seed: number,
): Oklab[] {
  const random = new Random('variant', seed);
  const stays = pinning(pinned);
  const together = random.uniform(40, 320);
  return palette.map(({ color: [lightness, a, b] }): Oklab => {
    // Drawn for every colour, so that a hint more or less does not deal the others new ones.
    const turn = ((together + random.uniform(-OWN_TURN, OWN_TURN)) * Math.PI) / 180;
    const vivid = random.uniform(0.8, 1.25);
    const lighter = random.uniform(-0.05, 0.05);
    if (stays([lightness, a, b]) || isPaper(lightness, a, b) || isSkin(lightness, a, b)) return [0, 0, 0];
    const [cos, sin] = [Math.cos(turn) * vivid, Math.sin(turn) * vivid];
    return [lighter, a * cos - b * sin - a, a * sin + b * cos - b];
  });
}

/** White and greys have no colour to turn. */
function isPaper(_lightness: number, a: number, b: number): boolean {
  return Math.hypot(a, b) < 0.015;
}

/** Skin from pale to dark brown: hue 35 to 75 degrees in Oklab, neither grey nor vivid. */
function isSkin(lightness: number, a: number, b: number): boolean {
  const hue = (Math.atan2(b, a) * 180) / Math.PI;
  const chroma = Math.hypot(a, b);
  return lightness > 0.45 && hue > 35 && hue < 75 && chroma > 0.02 && chroma < 0.11;
}
