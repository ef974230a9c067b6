import { oklabFromSrgb, srgbFromOklab, type Triple } from '../../vision/colorSpaces.js';

/** Colours are looked up by their upper bits, so many a channel: shade differs by less than a level in between. */
const BITS = 6;
const LEVELS = 1 << BITS;

/** A colour's shade, in Oklab: darker, and neither grey nor of quite the same hue. */
type Tone = (lab: Triple) => [number, number, number];

/** Blood shows in the shade of skin. */
const skinShade: Tone = ([lightness, a, b]) => [0.88 * lightness, 1.15 * a + 0.022, 1.02 * b];
/** All else takes the cool of the sky. */
const coolShade: Tone = ([lightness, a, b]) => [0.82 * lightness - 0.01, 1.05 * a + 0.005, 1.02 * b - 0.02];
/** Where hair shines. */
const shine: Tone = ([lightness, a, b]) => [lightness + 0.4 * (1 - lightness), 0.9 * a, 0.9 * b];

/** Tones of colours, worked out when they are first asked for. */
class ToneTable {
  readonly #known = new Uint8Array(LEVELS ** 3);
  /** Three values a colour, 0…255. */
  readonly values = new Uint8Array(3 * LEVELS ** 3);

  constructor(private readonly tonesOf: (rgb: Triple) => Triple) {}

  /** Where a colour's tone lies in `values`. */
  at(r: number, g: number, b: number): number {
    const bin = ((r >> (8 - BITS)) << (2 * BITS)) | ((g >> (8 - BITS)) << BITS) | (b >> (8 - BITS));
    if (this.#known[bin] === 0) this.#learn(bin);
    return 3 * bin;
  }

  #learn(bin: number): void {
    const level = (shift: number) => (((bin >> shift) & (LEVELS - 1)) + 0.5) / LEVELS;
    const values = this.tonesOf([level(2 * BITS), level(BITS), level(0)]);
    for (let c = 0; c < 3; c++) this.values[3 * bin + c] = Math.round(255 * Math.min(1, Math.max(0, values[c])));
    this.#known[bin] = 1;
  }
}

/** What a colour is multiplied by to be its shade. */
const shares = (tone: Tone) =>
  new ToneTable((rgb) => {
    const shade = srgbFromOklab(tone(oklabFromSrgb(rgb)));
    return [0, 1, 2].map((c) => shade[c] / rgb[c]) as [number, number, number];
  });

export const SKIN_SHADE = shares(skinShade);
export const COOL_SHADE = shares(coolShade);
/** What is added to a colour where it shines. */
export const SHINE = new ToneTable((rgb) => {
  const bright = srgbFromOklab(shine(oklabFromSrgb(rgb)));
  return [0, 1, 2].map((c) => bright[c] - rgb[c]) as [number, number, number];
});
