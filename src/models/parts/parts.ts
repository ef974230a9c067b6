/** What a place of a drawing is a part of. */
export const PARTS = [
  'ground',
  'sky',
  'land',
  'skin',
  'hair',
  'white',
  'iris',
  'mouth',
  'cloth',
  'trim',
  'accessory',
  'thing',
] as const;

/** `white`: eyes, teeth, clouds; `trim`: the second garment; `accessory`: hats, glasses and what is worn; `thing`: no person. */
export type Part = (typeof PARTS)[number];

/** Numbers of parts in `PARTS`. */
export const numbersOf = (...parts: Part[]): number[] => parts.map((part) => PARTS.indexOf(part));

/** What is around all else and has no two halves. */
export const GROUNDS: ReadonlySet<number> = new Set(numbersOf('ground', 'sky', 'land'));

/** By part, whether a person is largely made of it. */
export const MAKES_PERSON: readonly boolean[] = PARTS.map((part) =>
  ['skin', 'hair', 'cloth', 'trim', 'accessory'].includes(part),
);

/**
 * The colours that pairs of `recipe:parts` are painted in. Hues are 30° apart, so that a part is known again under shadows and
 * at its edges; the ground is the white of the page.
 */
export const PART_CODES: Readonly<Record<Part, string>> = {
  ground: '#ffffff',
  sky: '#0080ff',
  land: '#80ff00',
  skin: '#ff0000',
  hair: '#00ff00',
  white: '#808080',
  iris: '#00ffff',
  mouth: '#ff8000',
  cloth: '#0000ff',
  trim: '#8000ff',
  accessory: '#ff00ff',
  thing: '#ffff00',
};

/** Hue of each coloured part's code in steps of 30°. */
const BY_HUE: readonly (Part | null)[] = [
  'skin',
  'mouth',
  'thing',
  'land',
  'hair',
  null,
  'iris',
  'sky',
  'cloth',
  'trim',
  'accessory',
  null,
];

/**
 * The part that a painted colour stands for, by its number in `PARTS`; −1 where it stands for none: black, and what lies
 * between two codes.
 *
 * @param r, g, b in [0, 1]
 */
export function partOf(r: number, g: number, b: number): number {
  const highest = Math.max(r, g, b);
  const lowest = Math.min(r, g, b);
  const range = highest - lowest;
  if (range < 0.15)
    return lowest > 0.85 ? PARTS.indexOf('ground') : Math.abs(highest - 0.5) < 0.12 ? PARTS.indexOf('white') : -1;
  if (range < 0.5) return -1;
  const sextant = highest === r ? (g - b) / range : highest === g ? 2 + (b - r) / range : 4 + (r - g) / range;
  const part = BY_HUE[Math.round(2 * (sextant + 6)) % 12];
  return part === null ? -1 : PARTS.indexOf(part);
}
