import { oklabFromSrgb, srgbFromHex, srgbFromOklab, type Triple } from '../../vision/colorSpaces.js';
import type { Area } from './areaGraph.js';
import { type BasinParts, KNOWN } from './basinParts.js';
import { numbersOf, PARTS } from './parts.js';

/** Colours for things, by area. */
export interface ColorScheme {
  /** Number of the object that each area is of, from 1; 0 for areas that have no colour. */
  readonly object: Int32Array;
  /** Number of the areas of the object that look alike, from 1; 0 for areas that count with those they border on. */
  readonly group: Int32Array;
  /** R, G, B in [0, 1], three numbers an area. */
  readonly color: Float32Array;
}

/** Colours that go together, as a printer of picture books would choose them: an object's own, then those of its details. */
const PALETTES = [
  ['#e9a178', '#7fb7a6', '#f2d49b', '#c9685d', '#6d8fa8'],
  ['#8fb8d8', '#f0c07a', '#d98880', '#a8c79a', '#6f7fa6'],
  ['#a9c48b', '#e8b06a', '#d6786a', '#8aa9c0', '#f1dfae'],
  ['#7ea98f', '#f0cf8e', '#d9a5b3', '#8fb5c4', '#9d86b0'],
].map((palette) => palette.map((color) => oklabFromSrgb(srgbFromHex(color)!)));

/** An area at least this large, of its object's largest, has the object's own colour, in a tone of its own. */
const LARGE = 0.3;
/** Tones of an object's own colour: lightness and turn of the hue in degrees. */
const TONES = [
  [0, 0],
  [-0.06, 14],
  [0.06, -14],
  [-0.03, -24],
] as const;

/** Areas are alike when their sizes differ by less than this factor and their outlines' raggedness by less than that one. */
const SIZE_ALIKE = 1.6;
const OUTLINE_ALIKE = 1.3;

/** A circle's border is 4 √area on a grid of pixels, a square's too, that of a blade of grass 8 √area and more. */
const NEAT = 6.5;
/** Ragged areas smaller than this share of the picture are texture, no shapes: they belong to those that they border on. */
const TEXTURE = 1 / 200;
/** Neat ones smaller than this are. */
const SPECK = 1 / 6000;
/** Accents an object has at most: feathers are no confetti. */
const MOST_ACCENTS = 4;

/** Parts that show that there is a person, and the share of the picture that they then have at least. */
const PERSON = new Set(numbersOf('skin', 'hair', 'cloth'));
const PERSON_SHARE = 0.03;

const THING = PARTS.indexOf('thing');

/**
 * Colours for the areas of things: what a person, a sky or a meadow usually looks like is known, a thing may have any colour, and the mean of
 * all of them is mud. So an object has one main colour, its large areas are tones of it, and areas of one size and shape – wheels, petals,
 * windows – share an accent. It is made up: any hint is worth more.
 */
export function colorScheme(parts: BasinParts): ColorScheme {
  const areas = parts.graph;
  const object = new Int32Array(areas.length);
  const group = new Int32Array(areas.length);
  let groupCount = 0;
  const color = new Float32Array(3 * areas.length);
  const pixels = parts.areas.length;
  const objects = objectsOf(parts, areas).sort((a, b) => sizeOf(b, areas) - sizeOf(a, areas));
  const seed = objects.reduce((hash, object) => Math.imul(hash ^ sizeOf(object, areas), 0x01000193) >>> 0, 0x811c9dc5);
  const palette = PALETTES[seed % PALETTES.length];
  for (const [rank, its] of objects.entries()) {
    const isNeat = (area: number) => areas[area].border <= NEAT * Math.sqrt(areas[area].size);
    const isShape = (area: number) => areas[area].size >= (isNeat(area) ? SPECK : TEXTURE) * pixels;
    const groups = groupAlike(its.filter(isShape), areas);
    const largest = Math.max(...groups.map((group) => areas[group[0]].size));
    let tones = 0;
    let accents = 0;
    for (const alike of groups) {
      const isAccent = areas[alike[0]].size < LARGE * largest && isNeat(alike[0]);
      if (isAccent && accents === MOST_ACCENTS) continue;
      const chosen = isAccent
        ? palette[(rank + ++accents) % palette.length]
        : toned(palette[rank % palette.length], TONES[tones++ % TONES.length]);
      const rgb = srgbFromOklab(chosen).map((v) => Math.min(1, Math.max(0, v)));
      groupCount++;
      for (const area of alike) {
        object[area] = rank + 1;
        group[area] = groupCount;
        color.set(rgb, 3 * area);
      }
    }
    joinNeighbors(
      its.filter((area) => object[area] === 0),
      areas,
      object,
      color,
    );
  }
  return { object, group, color };
}

const sizeOf = (object: readonly number[], areas: readonly Area[]) =>
  object.reduce((sum, area) => sum + areas[area].size, 0);

function toned([lightness, a, b]: Triple, [lighter, degrees]: readonly [number, number]): Triple {
  const turn = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return [lightness + lighter, a * cos - b * sin, a * sin + b * cos];
}

/**
 * Areas that touch each other and are things. What is not known counts as one where there is no person or where things are the most of
 * what it touches.
 */
function objectsOf({ part, settled }: BasinParts, areas: readonly Area[]): number[][] {
  const isThing = (area: number) => part[area] === THING && settled[area] >= KNOWN;
  const isCandidate = (area: number) => area > 0 && areas[area].size > 0 && (isThing(area) || settled[area] < KNOWN);
  const all = [...areas.keys()];
  const ofPerson = all.filter((area) => PERSON.has(part[area]) && settled[area] >= KNOWN);
  const hasPerson = sizeOf(ofPerson, areas) >= PERSON_SHARE * sizeOf(all, areas);
  const seen = new Uint8Array(areas.length);
  const objects: number[][] = [];
  for (let first = 1; first < areas.length; first++) {
    if (seen[first] || !isCandidate(first)) continue;
    const object = [first];
    seen[first] = 1;
    for (let i = 0; i < object.length; i++) {
      for (const next of areas[object[i]].neighbors.keys()) {
        if (seen[next] || !isCandidate(next)) continue;
        seen[next] = 1;
        object.push(next);
      }
    }
    if (!hasPerson || 2 * sizeOf(object.filter(isThing), areas) >= sizeOf(object, areas)) objects.push(object);
  }
  return objects;
}

/** Groups of areas of about one size and shape, the largest areas first. */
function groupAlike(object: readonly number[], areas: readonly Area[]): number[][] {
  const groups: number[][] = [];
  const ragged = (area: number) => areas[area].border / Math.sqrt(areas[area].size);
  const within = (a: number, b: number, factor: number) => a < factor * b && b < factor * a;
  for (const area of [...object].sort((a, b) => areas[b].size - areas[a].size || a - b)) {
    const alike = groups.find(
      ([one]) =>
        within(areas[one].size, areas[area].size, SIZE_ALIKE) && within(ragged(one), ragged(area), OUTLINE_ALIKE),
    );
    if (alike) alike.push(area);
    else groups.push([area]);
  }
  return groups;
}

/** Gives areas the colours of those that they border on most, those beside coloured ones first. */
function joinNeighbors(rest: readonly number[], areas: readonly Area[], object: Int32Array, color: Float32Array): void {
  let left = [...rest];
  for (let count = -1; left.length !== count; ) {
    count = left.length;
    left = left.filter((area) => {
      const [next] = [...areas[area].neighbors]
        .filter(([other]) => object[other] > 0)
        .sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      if (!next) return true;
      object[area] = object[next[0]];
      color.copyWithin(3 * area, 3 * next[0], 3 * next[0] + 3);
      return false;
    });
  }
}
