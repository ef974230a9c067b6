import { NO_PART, type PartMap, partAt } from '../../models/parts/partMap.js';
import { PARTS, type Part } from '../../models/parts/parts.js';
import type { PartColors } from '../../models/parts/usualColors.js';
import type { Size } from '../canvas/geometry.js';
import { areaAnchor } from '../hints/area.js';
import type { Stroke } from '../store/project.js';

/** Parts as people think of a figure: the face first, what is round it last. */
const ORDER: readonly Part[] = [
  'skin',
  'hair',
  'iris',
  'white',
  'mouth',
  'cloth',
  'trim',
  'accessory',
  'thing',
  'ground',
  'sky',
  'land',
];

/** A part needs this share of the picture to be there: less is a slip of the model. An eye has a thousandth. */
const LEAST = 0.0005;

/** A part of a figure with the colour that it shows. */
export interface FigureColor {
  readonly part: Part;
  /** #rrggbb; null where the model paints what it thinks fit. */
  readonly color: string | null;
  /** What gave the colour: a hint on the part, a choice for the part, or neither. */
  readonly from: 'hint' | 'chosen' | 'usual';
}

/** What the colours of a figure depend on. */
export interface Figure {
  readonly map: PartMap;
  readonly size: Size;
  readonly strokes: readonly Stroke[];
  readonly parts: PartColors;
}

/** The parts that are in a sketch. */
export function presentParts({ data }: PartMap): Part[] {
  const counts = new Uint32Array(NO_PART + 1);
  for (const part of data) counts[part]++;
  return ORDER.filter((part) => counts[PARTS.indexOf(part)] >= LEAST * data.length);
}

/** The colours that the parts of a figure show, by the rule of `proposeColors`: hints first, then choices, then what is usual. */
export function figureColors(figure: Figure, usual: PartColors): FigureColor[] {
  const hints = hintsByPart(figure);
  return presentParts(figure.map).map((part): FigureColor => {
    const hint = hints.get(part)?.at(-1);
    if (hint) return { part, color: hint.color, from: 'hint' };
    const chosen = figure.parts[part];
    return { part, color: chosen ?? usual[part] ?? null, from: chosen ? 'chosen' : 'usual' };
  });
}

/** The colours that somebody gave a figure: what makes a character. */
export function ownColors(figure: Figure): PartColors {
  const own = figureColors(figure, {}).filter(({ color }) => color !== null);
  return Object.fromEntries(own.map(({ part, color }) => [part, color]));
}

/**
 * A figure's hints and choices with another colour for one part. Hints that give the part the colour it shows take the new
 * one, for they would hide a choice; hints of other colours on it, such as a strand, stay.
 */
export function withColor(figure: Figure, part: Part, color: string): Pick<Figure, 'strokes' | 'parts'> {
  const { strokes } = figure;
  const hints = hintsByPart(figure).get(part) ?? [];
  const shown = hints.at(-1)?.color;
  const changed = new Set(hints.filter((hint) => hint.color === shown));
  return {
    strokes:
      changed.size > 0 ? strokes.map((stroke) => (changed.has(stroke) ? { ...stroke, color } : stroke)) : strokes,
    parts: { ...figure.parts, [part]: color },
  };
}

/** The hints that give each part a colour, in the order of drawing. */
function hintsByPart({ map, size, strokes }: Figure): Map<Part, Stroke[]> {
  const hints = new Map<Part, Stroke[]>();
  for (const stroke of strokes) {
    const part = stroke.empty ? null : partUnder(stroke, map, size);
    if (part) hints.set(part, [...(hints.get(part) ?? []), stroke]);
  }
  return hints;
}

/** The part that most of a hint lies on. */
function partUnder(stroke: Stroke, map: PartMap, [width, height]: Size): Part | null {
  const votes = new Map<Part, number>();
  let best: Part | null = null;
  for (const [x, y] of stroke.area ? [areaAnchor(stroke)] : stroke.points) {
    const part = partAt(map, x / width, y / height);
    if (!part) continue;
    votes.set(part, (votes.get(part) ?? 0) + 1);
    if (best === null || votes.get(part)! > votes.get(best)!) best = part;
  }
  return best;
}
