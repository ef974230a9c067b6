import { rising } from '../../vision/rising.js';
import { coversArea, hintsInAreas } from '../hints/hintsInAreas.js';
import type { HintRaster } from '../hints/rasterizeHints.js';
import type { Propagation } from '../propagation/propagate.js';
import type { BasinParts } from './basinParts.js';

/** Hints whose colours differ by less than this, in R, G, B of 1, are one. */
const ONE_COLOR = 0.02;
/** From a gate in the one to one in the other a face's own colour becomes all that is seen of it. */
const OPEN_GATE = [0.4, 0.7] as const;

/** A face with details that have hints. */
interface Face {
  /** Labels of its own hints. */
  readonly labels: ReadonlySet<number>;
  /** One of them, of whose colour all are. */
  readonly label: number;
  /** Labels of its details' hints. */
  readonly ofDetails: ReadonlySet<number>;
}

/**
 * Keeps the hints of a face's details to them, and its own from them. No line parts an eye's white from the cheek and few the iris from its
 * highlight, so that the painter, which knows nothing of details, lets a dab on the iris tint the lid and one on the face half of the eye.
 * A detail that has a hint becomes all of that colour; the face about it, and what beside it the face's hint reaches, lose what they took from its details.
 *
 * @param color planes R, G, B in [0, 1], changed in place
 * @param gate  how much of each pixel is the hints', in [0, 1]
 */
export function partDetails(
  color: Float32Array,
  gate: Float32Array,
  parts: Pick<BasinParts, 'areas' | 'details' | 'hosts'>,
  hints: HintRaster,
  { label, label2 }: Pick<Propagation, 'label' | 'label2'>,
): void {
  const { areas, details } = parts;
  const labels = labelsByArea(areas, hints);
  const ofDetail = new Map<number, number>();
  for (const [area, its] of labels) if (area >= details) ofDetail.set(area, onlyOne(its, hints));
  if (ofDetail.size === 0) return;
  const faces = findFaces(parts, labels, hints);
  const faceOf: (Face | undefined)[] = []; // by label
  for (const face of faces.values()) for (const its of face.labels) faceOf[its] = face;
  const n = areas.length;
  const paint = (p: number, to: number, share: number) => {
    for (let c = 0; c < 3; c++) color[c * n + p] += share * (hints.colors[3 * (to - 1) + c] - color[c * n + p]);
  };
  for (let p = 0; p < n; p++) {
    const area = areas[p];
    if (area >= details) {
      const to = ofDetail.get(area);
      if (to) paint(p, to, 1);
      continue;
    }
    const here = faces.get(area);
    const face = here ?? (labels.has(area) ? undefined : faceOf[label[p]]);
    if (!face) continue;
    const isOwn = face.labels.has(label[p]);
    if (isOwn && (here || face.ofDetails.has(label2[p]))) paint(p, face.label, rising(gate[p], OPEN_GATE));
    else if (!isOwn && face.ofDetails.has(label[p])) paint(p, face.label, 1);
  }
}

/** Faces of one colour with details that have hints, by their areas. */
function findFaces(
  { details, hosts }: Pick<BasinParts, 'details' | 'hosts'>,
  labels: ReadonlyMap<number, ReadonlySet<number>>,
  hints: HintRaster,
): Map<number, Face> {
  const ofDetails = new Map<number, Set<number>>();
  for (const [area, its] of labels) {
    if (area < details) continue;
    const face = hosts[area - details];
    ofDetails.set(face, new Set([...(ofDetails.get(face) ?? []), ...its]));
  }
  const faces = new Map<number, Face>();
  for (const [area, its] of ofDetails) {
    const own = labels.get(area);
    const label = own ? onlyOne(own, hints) : 0;
    if (own && label > 0) faces.set(area, { labels: own, label, ofDetails: its });
  }
  return faces;
}

/** Labels of the hints that lie in each area. */
function labelsByArea(areas: Int32Array, hints: HintRaster): Map<number, Set<number>> {
  const byArea = new Map<number, Set<number>>();
  for (const { area, label } of hintsInAreas(areas, hints))
    if (area > 0) byArea.set(area, (byArea.get(area) ?? new Set()).add(label));
  return byArea;
}

/** One of the hints where all have one colour and are for the whole of their area; 0 where not. */
function onlyOne(labels: ReadonlySet<number>, hints: HintRaster): number {
  const [first, ...rest] = labels;
  const part = (label: number, c: number) => hints.colors[3 * (label - 1) + c];
  const isLike = (label: number) => [0, 1, 2].every((c) => Math.abs(part(label, c) - part(first, c)) < ONE_COLOR);
  return coversArea(hints, first) && rest.every((label) => coversArea(hints, label) && isLike(label)) ? first : 0;
}
