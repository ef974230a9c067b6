import type { Area } from './areaGraph.js';
import { GROUNDS, MAKES_PERSON, numbersOf, PARTS } from './parts.js';

/** Parts of a person. */
const PERSON = numbersOf('skin', 'hair', 'white', 'iris', 'mouth', 'cloth', 'trim', 'accessory');
const IS_PERSON = PARTS.map((_, k) => PERSON.includes(k));
/** Hair hangs from a head: what touches none of these has none. */
const HEAD = new Set(numbersOf('skin', 'hair', 'accessory'));
const MAKES_BODY = MAKES_PERSON.map((makes, k) => makes && PARTS[k] !== 'hair');
/** What belongs to a person is as likely as that a part of one, against anything else that it may be. */
const LIKELY = 0.75;
/** Parts that show that there is one: clothes hang on chairs, too. */
const SHOWS_PERSON = new Set(numbersOf('skin', 'hair'));
const THING = PARTS.indexOf('thing');

/** From this probability of its kind on an area needs no settling; one that is settled counts as so sure. */
const SURE = 0.65;
/** Share of the picture that a person's skin and hair are at least. */
const LEAST_PERSON = 1 / 200;
/** What belongs to a person has at least this share of its border with it. */
const BORDER = 0.08;

/**
 * Settles what areas are of which that is not quite known: half of a usual colour on half of nothing is mud, and a wrong colour is no more
 * work to mend. Where there is a person, what is joined to it and may as well be skin, hair or worn as anything else is; the rest is
 * a thing. Where there is none, what looks only a little like a person's is not.
 *
 * @param areas  as `areaGraph` gives them
 * @param shares PARTS numbers an area: what was voted on its part
 * @param part   of each area by the votes; changed in place
 * @param sureOfKind how sure that is, with parts that are like it
 * @param known  probability from which on parts are told
 * @param best   the part that is likeliest among some parts, with those that are like it
 * @returns how sure each area's part is taken to be
 */
export function settleParts(
  areas: readonly Area[],
  shares: Float64Array,
  part: Uint8Array,
  sureOfKind: Float32Array,
  { known, best }: { known: number; best: (shares: Float64Array, among: readonly boolean[]) => number },
): Float32Array {
  const settled = sureOfKind.slice();
  const count = PARTS.length;
  const all = [...areas.keys()].filter((area) => area > 0 && areas[area].size > 0);
  const sizeOf = (its: readonly number[]) => its.reduce((sum, area) => sum + areas[area].size, 0);
  const surely = all.filter((area) => IS_PERSON[part[area]] && sureOfKind[area] >= SURE);
  const hasPerson = sizeOf(surely.filter((area) => SHOWS_PERSON.has(part[area]))) >= LEAST_PERSON * sizeOf(all);
  const unsure = new Set(all.filter((area) => sureOfKind[area] < SURE));
  for (const area of unsure) {
    if (GROUNDS.has(part[area]) && sureOfKind[area] >= known) settled[area] = SURE;
    else if (!hasPerson && IS_PERSON[part[area]]) settled[area] = Math.min(settled[area], known / 2);
  }
  if (!hasPerson) return settled;
  const its = (area: number) => shares.subarray(area * count, (area + 1) * count);
  const ofPerson = new Float64Array(areas.length); // length of border with the person
  const queue = [...surely];
  for (let i = 0; i < queue.length; i++) {
    for (const [next, length] of areas[queue[i]].neighbors) {
      if (!unsure.has(next)) continue;
      ofPerson[next] += length;
      if (ofPerson[next] < BORDER * areas[next].border) continue;
      const [mine, others] = [true, false].map((isIts) => its(next).filter((_, k) => MAKES_PERSON[k] === isIts));
      if (mine.reduce((sum, share) => sum + share, 0) < LIKELY * Math.max(...others)) continue;
      unsure.delete(next);
      if (sureOfKind[next] < known || !IS_PERSON[part[next]]) {
        const isByHead = [...areas[next].neighbors.keys()].some((other) => HEAD.has(part[other]) && !unsure.has(other));
        part[next] = best(its(next), isByHead ? MAKES_PERSON : MAKES_BODY);
      }
      settled[next] = SURE;
      queue.push(next);
    }
  }
  for (const area of unsure) {
    if (sureOfKind[area] >= known || GROUNDS.has(part[area])) continue;
    part[area] = THING;
    settled[area] = known;
  }
  return settled;
}
