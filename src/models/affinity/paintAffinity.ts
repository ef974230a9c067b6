import { oklabFromSrgb, type Triple } from '../../vision/colorSpaces.js';
import { ALIKE, type AreaPairs, oklabDistance } from './areaPairs.js';

/** What becomes of an area without a hint, by area number. */
export interface Affinity {
  /** 1 where it gets another colour than it has so far. */
  readonly changed: Uint8Array;
  /** Which, R, G, B in [0, 1]. */
  readonly color: Float32Array;
}

/** A colour that an area may have, and how likely it is. */
interface Choice {
  readonly rgb: Triple;
  readonly lab: Triple;
  chance: number;
}

/**
 * From how well each colour suits an area to the one that it gets.
 *
 * @param logits of the pairs
 * @param count  areas, with area 0
 * @param twins  pairs of areas that choose together: a lapel for one colour, its twin for another, by a little each, would look odd
 */
export function affinityOf(
  { numbers, first, colors }: AreaPairs,
  logits: Float32Array,
  count: number,
  twins: readonly (readonly [number, number])[] = [],
): Affinity {
  const changed = new Uint8Array(count);
  const color = new Float32Array(3 * count);
  const choices = new Map(numbers.map((area, i) => [area, choicesOf(first[i], first[i + 1], colors, logits)]));
  for (const [a, b] of twins) {
    const [one, other] = [choices.get(a), choices.get(b)];
    if (one && other) agree(one, other);
  }
  for (const [area, all] of choices) {
    const chosen = medoid(all);
    if (chosen === all[0]) continue;
    changed[area] = 1;
    color.set(chosen.rgb, 3 * area);
  }
  return { changed, color };
}

/**
 * The choice from which the colour that is right is least far on average. A mixture would be nearer still, but a colour that nobody
 * chose; the likeliest choice is farther off where several others are like each other.
 */
function medoid(choices: readonly Choice[]): Choice {
  const farness = (from: Choice) =>
    choices.reduce((sum, { lab, chance }) => sum + chance * oklabDistance(from.lab, lab), 0);
  return choices.map((choice) => ({ choice, far: farness(choice) })).reduce((a, b) => (b.far < a.far ? b : a)).choice;
}

/**
 * The different colours of an area's pairs; its own, which is the first pair's, comes first. A colour is as likely as the likeliest
 * of its hints: ten strands of hair with a dab each are no ten reasons for the eleventh thing to be hair.
 */
function choicesOf(from: number, to: number, colors: Float32Array, logits: Float32Array): Choice[] {
  const highest = logits.subarray(from, to).reduce((a, b) => Math.max(a, b));
  const choices: Choice[] = [];
  for (let pair = from; pair < to; pair++) {
    const rgb: Triple = [colors[3 * pair], colors[3 * pair + 1], colors[3 * pair + 2]];
    const lab = oklabFromSrgb(rgb);
    const chance = Math.exp(logits[pair] - highest);
    const same = choices.find((other) => oklabDistance(other.lab, lab) < ALIKE);
    if (same) same.chance = Math.max(same.chance, chance);
    else choices.push({ rgb, lab, chance });
  }
  return choices;
}

/** Makes what two areas may both have as likely in the one as in the other: as it is on average. */
function agree(one: readonly Choice[], other: readonly Choice[]): void {
  const all = (choices: readonly Choice[]) => choices.reduce((sum, { chance }) => sum + chance, 0);
  const [ofOne, ofOther] = [all(one), all(other)];
  for (const choice of one) choice.chance /= ofOne;
  for (const choice of other) choice.chance /= ofOther;
  const [own, ...others] = other;
  for (const [k, choice] of one.entries()) {
    const same = k === 0 ? own : others.find(({ lab }) => oklabDistance(lab, choice.lab) < ALIKE);
    if (!same) continue;
    choice.chance = (choice.chance + same.chance) / 2;
    same.chance = choice.chance;
  }
}

/**
 * Gives areas what goes with hints elsewhere.
 *
 * @param painted planes R, G, B in [0, 1], changed in place
 * @param areas   number of the area of each pixel, height · width
 * @param isFixed areas that have the colour that somebody chose for them
 */
export function paintAffinity(
  painted: Float32Array,
  areas: Int32Array,
  { changed, color }: Affinity,
  isFixed: (area: number) => boolean = () => false,
): void {
  const given = changed.map((its, area) => (its && isFixed(area) ? 0 : its));
  const n = areas.length;
  for (let p = 0; p < n; p++) {
    const area = areas[p];
    if (!given[area]) continue;
    for (let c = 0; c < 3; c++) painted[c * n + p] = color[3 * area + c];
  }
}
