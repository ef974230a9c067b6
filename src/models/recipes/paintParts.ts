import { hexFromSrgb, oklabFromSrgb, srgbFromHex } from '../../vision/colorSpaces.js';
import { PART_CODES, type Part } from '../parts/parts.js';
import type { CharacterPalette } from './characters/palette.js';
import { recolorSvg } from './recolor.js';
import { rewriteTags } from './svgTags.js';

/** Colour options of the avatar styles, and what they paint. A face is the same whatever its colours are. */
const AVATAR_OPTIONS: Readonly<Record<string, Part>> = {
  skinColor: 'skin',
  baseColor: 'skin',
  hairColor: 'hair',
  facialHairColor: 'hair',
  headContrastColor: 'hair',
  eyebrowsColor: 'hair',
  clothesColor: 'cloth',
  clothingColor: 'cloth',
  shirtColor: 'cloth',
  bodyColor: 'cloth',
  hatColor: 'accessory',
  glassesColor: 'accessory',
  accessoriesColor: 'accessory',
  earringColor: 'accessory',
  eyesColor: 'iris',
  eyeShadowColor: 'iris',
  mouthColor: 'mouth',
};

/** DiceBear options that paint an avatar in the parts' codes. */
export const avatarPartOptions = (): Record<string, string[]> =>
  Object.fromEntries(Object.entries(AVATAR_OPTIONS).map(([option, part]) => [option, [PART_CODES[part].slice(1)]]));

/** A figure of the character generator in the parts' codes; shadows are the parts they lie on. */
export const PART_PALETTE: CharacterPalette = {
  skin: PART_CODES.skin,
  hair: PART_CODES.hair,
  eyes: PART_CODES.iris,
  cloth: PART_CODES.cloth,
  trim: PART_CODES.trim,
  accent: PART_CODES.accessory,
  lips: PART_CODES.mouth,
  blush: PART_CODES.skin,
  collar: PART_CODES.trim,
  socks: PART_CODES.trim,
  shoes: PART_CODES.accessory,
  leather: PART_CODES.accessory,
  metal: PART_CODES.accessory,
  glint: PART_CODES.iris,
  shadow: (color) => color,
  light: (color) => color,
};

const CODES = new Set(Object.values(PART_CODES));
/** Reds and pinks are mouths; in degrees of Oklab's hue. */
const RED = [-25, 40] as const;

/** Gives what a person's picture paints in colours of its own – eyes, teeth, mouths, badges – the code of the likeliest part. */
export const paintRest = (body: string): string =>
  recolorSvg(body, (color) => {
    const [lightness, a, b] = oklabFromSrgb(color);
    const code = (part: Part) => srgbFromHex(PART_CODES[part])!;
    if (CODES.has(hexFromSrgb(color)) || lightness < 0.3) return [...color];
    if (Math.hypot(a, b) < 0.03) return code(lightness > 0.85 ? 'white' : 'accessory');
    const hue = (Math.atan2(b, a) * 180) / Math.PI;
    return code(hue > RED[0] && hue < RED[1] ? 'mouth' : 'accessory');
  });

/** Twemoji's light skin and its shades. */
const LIGHT_SKIN = new Set(['#f7dece', '#e0aa94', '#eec2ad', '#f6ddcd', '#d89882', '#dfa994']);

/** Attributes that paint. */
const PAINTS = ['fill', 'stroke', 'stop-color', 'color'];

/**
 * Gives an emoji of people the parts' codes: what differs between its light and its dark skin tone is skin or hair, the rest is worn.
 *
 * @returns undefined when the two are not drawn alike
 */
export function paintTones(light: string, dark: string): string | undefined {
  const [pale, deep] = [paintsOf(light), paintsOf(dark)];
  const codes = pale.map((color, i): string | null => {
    if (LIGHT_SKIN.has(color)) return PART_CODES.skin;
    if (color !== deep[i]) return PART_CODES.hair;
    const srgb = srgbFromHex(color);
    return srgb && oklabFromSrgb(srgb)[0] > 0.4 ? PART_CODES.cloth : null;
  });
  let at = 0;
  const painted = rewriteTags(light, ({ attributes }) => {
    for (const key of PAINTS) {
      if (!attributes.has(key)) continue;
      const code = codes[at++];
      if (code) attributes.set(key, code);
    }
    return undefined;
  });
  return deep.length === pale.length ? painted : undefined;
}

function paintsOf(body: string): string[] {
  const found: string[] = [];
  rewriteTags(body, ({ attributes }) => {
    for (const key of PAINTS) if (attributes.has(key)) found.push(attributes.get(key)!.toLowerCase());
    return undefined;
  });
  return found;
}

/** Paints all of a drawing as one part. */
export const paintAll = (body: string, part: Part): string => recolorSvg(body, () => srgbFromHex(PART_CODES[part])!);
