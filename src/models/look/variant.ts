import type { Picture } from '../../vision/picture.js';
import { Random } from '../../vision/random.js';
import { type ColorCluster, colorClusters, type Oklab } from '../reference/colorClusters.js';
import { moveColors, PALETTE, pinning } from '../reference/transferPalette.js';
import { whereWhite } from './whereWhite.js';

/** Degrees that a colour may turn beside the turn they all share: a palette stays in tune. */
const OWN_TURN = 28;

/**
 * A variant of a coloured picture: the same painting with the colours that nobody chose turned to others, by a seed. Chosen
 * colours stay, and so do paper, greys and skin, which nobody expects green.
 *
 * @param color   colours without lines
 * @param pinned  colours of hints and other chosen ones, sRGB in [0, 1]
 * @param seed    0 is the picture as it is
 * @param turning white where colours may turn, black where not, of the size of `color`; without it skin is told by its hue
 * @param palette that of the whole picture, where `color` is a small copy of it
 */
export function variantOf(
  color: Picture,
  pinned: readonly (readonly [number, number, number])[],
  seed: number,
  turning?: Picture,
  palette: readonly ColorCluster[] = variantPalette(color, turning),
): Picture {
  if (seed === 0 || palette.length === 0) return color;
  const turned = moveColors(color, palette, variantMoves(palette, pinned, seed, turning !== undefined), pinned);
  return turning ? whereWhite(turning, turned, color) : turned;
}

/** The colours that variants of a picture turn. */
export function variantPalette(color: Picture, turning?: Picture): ColorCluster[] {
  if (!turning) return colorClusters(color, PALETTE);
  const data = new Uint8ClampedArray(color.data);
  for (let q = 3; q < data.length; q += 4) data[q] = turning.data[q - 3];
  return colorClusters({ ...color, data }, PALETTE);
}

/**
 * How far each palette colour moves in Oklab.
 *
 * @param skinless the palette is of what is no skin, whatever its colours
 */
export function variantMoves(
  palette: readonly ColorCluster[],
  pinned: readonly (readonly [number, number, number])[],
  seed: number,
  skinless = false,
): Oklab[] {
  const random = new Random('variant', seed);
  const stays = pinning(pinned);
  const together = random.uniform(40, 320);
  return palette.map(({ color: [lightness, a, b] }): Oklab => {
    // Drawn for every colour, so that a hint more or less does not deal the others new ones.
    const turn = ((together + random.uniform(-OWN_TURN, OWN_TURN)) * Math.PI) / 180;
    const vivid = random.uniform(0.8, 1.25);
    const lighter = random.uniform(-0.05, 0.05);
    if (stays([lightness, a, b]) || isPaper(lightness, a, b) || (!skinless && isSkin(lightness, a, b)))
      return [0, 0, 0];
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
