import { hexFromSrgb, oklabFromSrgb, srgbFromHex, srgbFromOklab } from '../../vision/colorSpaces.js';

/** Degrees round the hue circle of Oklab: neighbours, thirds, opposite. */
const TURNS = [-60, -30, 30, 60, 120, 180, 240] as const;

/** Lightness steps of the shades; shadows also turn towards blue a little, lights towards yellow, as painters do. */
const STEPS = [-0.24, -0.16, -0.08, 0.07, 0.13] as const;
const TURN_PER_STEP = 60;

/** Colours that go with one: its neighbours, thirds and opposite on the hue circle, as light and as vivid as it is. */
export function harmonies(color: string): string[] {
  return TURNS.map((turn) => shifted(color, 0, turn));
}

/** Darker and lighter colours for the shade and the light on one. */
export function shades(color: string): string[] {
  return STEPS.map((step) =>
    shifted(color, step, hueTowards(color, step < 0 ? 270 : 100) * Math.abs(step) * TURN_PER_STEP),
  );
}

/** −1 or 1: the shorter way from a colour's hue to another hue, degrees. */
function hueTowards(color: string, hue: number): number {
  const [, a, b] = oklabFromSrgb(srgbFromHex(color)!);
  const own = (Math.atan2(b, a) * 180) / Math.PI;
  return (((hue - own) % 360) + 360) % 360 < 180 ? 1 : -1;
}

function shifted(color: string, lighter: number, turn: number): string {
  const [lightness, a, b] = oklabFromSrgb(srgbFromHex(color)!);
  const angle = (turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const light = Math.min(1, Math.max(0, lightness + lighter));
  return hexFromSrgb(srgbFromOklab([light, a * cos - b * sin, a * sin + b * cos]));
}
