import type { Surface } from './surface.js';

/** What is no shine, in cells from its border. */
export const DARK = -8;

/** Where the band lies between the top of the hair and the chin, how far light from the side or above moves it, and its bend. */
const PLACE = 0.2;
const RISE = 0.05;
const BEND = 0.32;
/** How far it reaches to either side and moves with the light, of the skull's radius; how much wider the skull is than the face. */
const REACH = 0.62;
const DRIFT = 0.45;
const SKULL = 1.12;
/** Half its thickness, of the head's height, and its teeth, of the head's width. */
const THICKNESS = 0.045;
const TOOTH = 1 / 11;
/** Something worn that covers this much above the hair, in head widths, takes the light away. */
const COVER = 0.2;

/**
 * The band of light on the hair of a head ("angel ring"), with teeth along the strands: how far inside it each cell lies, in cells from its
 * border. `DARK` everywhere where there is no head or something covers it.
 *
 * @param light `towards` the light
 */
export function shineOf(surface: Surface, [lx, ly]: readonly [number, number, number]): Float32Array {
  const { width, height, solid, matter, head, egg, unit } = surface;
  const out = new Float32Array(width * height).fill(DARK);
  const top = head && egg && topOfHair(surface, egg.x);
  if (!head || !egg || top === null) return out;
  const tall = head.chin - top;
  const rx = egg.rx * SKULL;
  const [from, to] = [Math.max(0, Math.floor(egg.x - rx)), Math.min(width - 1, Math.ceil(egg.x + rx))];
  for (let x = from; x <= to; x++) {
    const across = (x - egg.x) / rx;
    const along = (across - DRIFT * lx) / REACH;
    if (Math.abs(along) >= 1 || Math.abs(across) >= 1) continue;
    const middle = top + tall * (PLACE + RISE * ly + BEND * (1 - Math.sqrt(1 - across * across)));
    const strand = (x + 0.5 - egg.x) / (TOOTH * unit);
    const number = Math.floor(strand);
    const tooth = 1 - Math.abs(2 * (strand - number) - 1);
    const thickness = THICKNESS * tall * Math.sqrt(1 - along * along);
    const upper = middle - thickness * (0.5 + 0.5 * length(number, 1) * tooth);
    const lower = middle + thickness * (0.25 + (0.5 + 0.9 * length(number, 0)) * tooth);
    for (let y = top; y < head.chin; y++) {
      const p = y * width + x;
      if (matter[solid[p]] === 'hair') out[p] = Math.max(DARK, Math.min(y - upper, lower - y));
    }
  }
  return out;
}

/** The first row of hair above the face; null where the face is higher or something covers the hair. */
function topOfHair({ width, solid, matter, head, unit }: Surface, middle: number): number | null {
  const column = Math.round(middle);
  let covered = 0;
  for (let y = 0; y < head!.top; y++) {
    for (let x = Math.max(0, Math.round(middle - unit / 4)); x <= Math.min(width - 1, middle + unit / 4); x++) {
      if (matter[solid[y * width + x]] === 'hair') return covered > COVER * unit ? null : y;
    }
    if (matter[solid[y * width + column]] === 'hat') covered++;
  }
  return null;
}

/** Lengths of teeth in [0, 1), the same in every picture; strands left and right of the middle are alike. */
function length(strand: number, row: number): number {
  const v = Math.sin((strand < 0 ? -1 - strand : strand) * 127.1 + row * 311.7 + 11.7) * 43758.5453;
  return v - Math.floor(v);
}
