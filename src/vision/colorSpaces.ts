/**
 * Colour spaces and colour difference. sRGB and linear light are 0…1 a channel (values outside are carried through
 * where the formula allows); CIE Lab is for white D65, L 0…100; Oklab has L 0…1. Angles are in radians.
 */
export type Triple = readonly [number, number, number];

/** sRGB value to linear light (IEC 61966-2-1). */
export function linearFromSrgb(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** Linear light to sRGB value (IEC 61966-2-1). */
export function srgbFromLinear(value: number): number {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
}

/** D65 white of sRGB as XYZ: the row sums of its matrix, so that white is exactly Lab (100, 0, 0). */
const WHITE: Triple = [
  0.4124564 + 0.3575761 + 0.1804375,
  0.2126729 + 0.7151522 + 0.072175,
  0.0193339 + 0.119192 + 0.9503041,
];
const EPSILON = 216 / 24389;
const KAPPA = 24389 / 27;

const labCurve = (t: number) => (t > EPSILON ? Math.cbrt(t) : (KAPPA * t + 16) / 116);

/** CIE L*a*b* (D65) of an sRGB colour. */
export const labFromSrgb = ([red, green, blue]: Triple): [number, number, number] =>
  labFromLinear(linearFromSrgb(red), linearFromSrgb(green), linearFromSrgb(blue));

/** Linear light of sRGB bytes, 0…255: pictures have millions of pixels and only these values. */
export const LINEAR_FROM_BYTE: Readonly<Float64Array> = Float64Array.from({ length: 256 }, (_, v) =>
  linearFromSrgb(v / 255),
);

/** CIE L*a*b* (D65) of linear light. */
export function labFromLinear(r: number, g: number, b: number): [number, number, number] {
  const x = labCurve((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / WHITE[0]);
  const y = labCurve((0.2126729 * r + 0.7151522 * g + 0.072175 * b) / WHITE[1]);
  const z = labCurve((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / WHITE[2]);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Oklab of an sRGB colour (Björn Ottosson, 2020). */
export function oklabFromSrgb([red, green, blue]: Triple): [number, number, number] {
  const r = linearFromSrgb(red);
  const g = linearFromSrgb(green);
  const b = linearFromSrgb(blue);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** sRGB of an Oklab colour; outside 0…1 where sRGB cannot show it. */
export function srgbFromOklab([lightness, a, b]: Triple): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    srgbFromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    srgbFromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    srgbFromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** `#rrggbb` or `#rgb` to sRGB; undefined for any other text. */
export function srgbFromHex(hex: string): [number, number, number] | undefined {
  const match = /^#(?:([0-9a-f]{3})|([0-9a-f]{6}))$/i.exec(hex.trim());
  if (!match) return undefined;
  const digits = match[2] ?? match[1].replace(/./g, '$&$&');
  const value = Number.parseInt(digits, 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

/** sRGB, clamped to 0…1, as `#rrggbb`. */
export function hexFromSrgb(color: Triple): string {
  const byte = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 255);
  return `#${color.map((value) => byte(value).toString(16).padStart(2, '0')).join('')}`;
}

const RADIANS = Math.PI / 180;

/**
 * CIEDE2000 colour difference of two Lab colours; about 1 is just noticeable, 100 is black against white.
 *
 * @see Sharma, Wu, Dalal 2005, The CIEDE2000 Color-Difference Formula (its test data are in the tests)
 */
export function deltaE2000([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const meanChroma7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const stretch = 1 + 0.5 * (1 - Math.sqrt(meanChroma7 / (meanChroma7 + 25 ** 7)));
  const c1 = Math.hypot(a1 * stretch, b1);
  const c2 = Math.hypot(a2 * stretch, b2);
  const hue = (a: number, b: number) => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) + 2 * Math.PI) % (2 * Math.PI));
  const h1 = hue(a1 * stretch, b1);
  const h2 = hue(a2 * stretch, b2);
  const grey = c1 * c2 === 0;

  let turn = grey ? 0 : h2 - h1;
  if (turn > Math.PI) turn -= 2 * Math.PI;
  else if (turn < -Math.PI) turn += 2 * Math.PI;
  const dL = l2 - l1;
  const dC = c2 - c1;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin(turn / 2);

  const meanL = (l1 + l2) / 2;
  const meanC = (c1 + c2) / 2;
  let meanH = h1 + h2;
  if (!grey) {
    if (Math.abs(h1 - h2) <= Math.PI) meanH /= 2;
    else meanH = (meanH < 2 * Math.PI ? meanH + 2 * Math.PI : meanH - 2 * Math.PI) / 2;
  }
  const t =
    1 -
    0.17 * Math.cos(meanH - 30 * RADIANS) +
    0.24 * Math.cos(2 * meanH) +
    0.32 * Math.cos(3 * meanH + 6 * RADIANS) -
    0.2 * Math.cos(4 * meanH - 63 * RADIANS);
  const sL = 1 + (0.015 * (meanL - 50) ** 2) / Math.sqrt(20 + (meanL - 50) ** 2);
  const sC = 1 + 0.045 * meanC;
  const sH = 1 + 0.015 * meanC * t;
  const spread = 30 * RADIANS * Math.exp(-(((meanH / RADIANS - 275) / 25) ** 2));
  const meanC7 = meanC ** 7;
  const rotation = -2 * Math.sqrt(meanC7 / (meanC7 + 25 ** 7)) * Math.sin(2 * spread);
  return Math.sqrt((dL / sL) ** 2 + (dC / sC) ** 2 + (dH / sH) ** 2 + rotation * (dC / sC) * (dH / sH));
}
