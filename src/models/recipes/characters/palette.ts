import { hexFromSrgb, oklabFromSrgb, srgbFromHex, srgbFromOklab } from '../../../vision/colorSpaces.js';
import type { Random } from '../../../vision/random.js';

/** Skin from fair to deep, as people have it. */
const SKIN = [
  '#fde3d3',
  '#fbd5bd',
  '#f6c9a8',
  '#eeb990',
  '#e2a577',
  '#d08f61',
  '#b5744a',
  '#935a38',
  '#6f4229',
  '#4f2f20',
];

/** Hair that grows, and hair that is drawn. */
const HAIR = [
  '#1f1a1c',
  '#2f2421',
  '#4a3026',
  '#6b4530',
  '#8d5a33',
  '#b97f45',
  '#dcb069',
  '#f1d999',
  '#a6402a',
  '#c9c4c0',
];
const FANCY_HAIR = [
  '#e86f9c',
  '#6f8fe0',
  '#58b3a4',
  '#9a6fd0',
  '#e3574a',
  '#f3a6bd',
  '#6fc2e8',
  '#f2f0f4',
  '#7bbf6a',
  '#3b4a86',
];

const EYES = ['#5b3a24', '#7a4b2a', '#3d6aa0', '#4f8a5b', '#6d7f88', '#8d5fb0', '#b23b3b', '#c98a2c', '#2f8f98'];

const LEATHER = ['#5a3a28', '#7d5233', '#a8744a', '#3c3434', '#8c3f35'];

export interface CharacterPalette {
  readonly skin: string;
  readonly hair: string;
  readonly eyes: string;
  readonly cloth: string;
  readonly trim: string;
  readonly accent: string;
  readonly lips: string;
  /** Cheeks, and the inside of animals' ears. */
  readonly blush: string;
  /** A shirt's collar and cuffs. */
  readonly collar: string;
  readonly socks: string;
  readonly shoes: string;
  /** Belts, bags, books, handles. */
  readonly leather: string;
  readonly metal: string;
  /** A glint that no line parts from the iris. */
  readonly glint: string;
  /** The shadow colour on a ground: darker, cooler or warmer as this picture's light is. */
  shadow(color: string): string;
  light(color: string): string;
}

/** Colours of one figure: skin and eyes as they occur, cloth of any hue, in harmony more often than not. */
export function characterPalette(random: Random): CharacterPalette {
  const hue = random.uniform(0, 2 * Math.PI);
  const harmony = random.pick([0, 0.35, 0.52, Math.PI, Math.PI, 2.1, -2.1]);
  const depth = random.uniform(0.08, 0.15);
  const drift = random.uniform(-0.012, 0.03);
  const dress = cloth(hue, random);
  const second = random.chance(0.4)
    ? random.pick(['#fbfaf6', '#f4efe2', '#2b2d3a', '#3a3f55'])
    : cloth(hue + harmony, random);
  const accent = oklch(random.uniform(0.6, 0.85), random.uniform(0.1, 0.18), hue + harmony + random.normal(0, 0.4));
  const skin = random.chance(0.97) ? random.pick(SKIN) : oklch(random.uniform(0.6, 0.85), 0.08, random.uniform(0, 6.3));
  return {
    skin,
    hair: random.pick(random.chance(0.62) ? HAIR : FANCY_HAIR),
    eyes: random.pick(EYES),
    cloth: dress,
    trim: second,
    accent,
    lips: mixed(skin, '#c0392f', 0.35),
    blush: mixed(skin, '#f0506a', 0.4),
    collar: random.pick([dress, second, '#fbfaf6']),
    socks: random.pick([second, dress, '#fbfaf6', '#33323c', '#2a2c40']),
    shoes: random.pick([...LEATHER, accent, '#fbfaf6', '#33323c', second]),
    leather: random.pick(LEATHER),
    metal: random.pick(['#c9ced6', '#e2c25e', '#9aa3b0']),
    glint: '#ffffff',
    shadow: (color) => {
      const [l, a, b] = oklabFromSrgb(srgbFromHex(color)!);
      return hexFromSrgb(srgbFromOklab([l * (1 - depth) - 0.03, a * 1.04 + drift * 0.6, b * 0.96 - drift]));
    },
    light: (color) => {
      const [l, a, b] = oklabFromSrgb(srgbFromHex(color)!);
      return hexFromSrgb(srgbFromOklab([l + (1 - l) * 0.38, a * 0.85, b * 0.9]));
    },
  };
}

/** One colour with a share of another, in sRGB. */
export function mixed(first: string, second: string, share: number): string {
  const [a, b] = [srgbFromHex(first)!, srgbFromHex(second)!];
  return hexFromSrgb([0, 1, 2].map((c) => a[c] * (1 - share) + b[c] * share) as [number, number, number]);
}

function cloth(hue: number, random: Random): string {
  const kind = random.uniform();
  if (kind < 0.12) return random.pick(['#fbfaf6', '#ece8df', '#d9dde2']);
  if (kind < 0.27) return oklch(random.uniform(0.27, 0.4), random.uniform(0.01, 0.07), hue);
  if (kind < 0.5) return oklch(random.uniform(0.8, 0.92), random.uniform(0.03, 0.08), hue);
  return oklch(random.uniform(0.5, 0.8), random.uniform(0.07, 0.16), hue);
}

function oklch(lightness: number, chroma: number, hue: number): string {
  return hexFromSrgb(srgbFromOklab([lightness, chroma * Math.cos(hue), chroma * Math.sin(hue)]));
}
