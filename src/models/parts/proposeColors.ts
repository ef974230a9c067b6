import { srgbFromHex, type Triple } from '../../vision/colorSpaces.js';
import { rising } from '../../vision/rising.js';
import { hintsInAreas } from '../hints/hintsInAreas.js';
import type { HintRaster } from '../hints/rasterizeHints.js';
import { type BasinParts, KIND, KNOWN } from './basinParts.js';
import type { ColorScheme } from './colorScheme.js';
import { PARTS, type Part } from './parts.js';
import { type PartColors, USUAL_COLORS } from './usualColors.js';

/** Colours for areas without a hint, by the area's number (`BasinParts.areas`). */
export interface Proposals {
  readonly areas: Int32Array;
  /** Number of the first area that the painter takes for another: there its gate says nothing. */
  readonly details: number;
  /** How much of the proposal is to be seen where no hint reaches, in [0, 1]; 0 where there is none. */
  readonly share: Float32Array;
  /** R, G, B in [0, 1]. */
  readonly color: Float32Array;
  /** Kind of each area, as a bit. */
  readonly kind: Uint16Array;
  /** Kinds of what the hints of each label lie on, as bits; all of them where that is not known. */
  readonly meantFor: Uint16Array;
  /** How far a sure gate is believed where it lets in a hint that lies on another kind, in [0, 1]. */
  readonly heed: number;
}

/** Parts of which a figure has one colour: a dab on the face is for the hands, too. */
const SHARED: ReadonlySet<Part> = new Set(['ground', 'sky', 'land', 'skin', 'hair', 'iris', 'cloth', 'trim']);

/** A usual colour grows to its full share between these probabilities of an area's kind. */
const USUAL = [KNOWN, 0.65] as const;
/** And a hint's for another area between these, of that very part: a hint may be for a sleeve and not for the vest. */
const BORROWED = [0.5, 0.9] as const;
/** And an eye's, in spite of a hint on its face. */
const IN_SPITE = [0.7, 0.9] as const;

/** Share of a hint's colour in areas that look like its own: a dab on a petal is for the flower. */
const ALIKE = 0.9;
/** Share of a made-up colour in an object with so many hints: the more is said, the less need be made up. */
const madeUpShare = (hints: number) => 1 / (1 + 2 * hints);

/** With so many hints, what was settled without them counts half. */
const SETTLING = 2;

/**
 * With so many hints, a sure gate is half believed where it lets in a hint of another kind: one dab on a face would colour everything, but
 * of a dozen the ground's is for the hole between two shapes, whatever that looks like.
 */
const HEEDED = 3;
/** A gate is sure between these, however many hints there are: below, the network wavers. */
const SURE_GATE = [0.8, 0.95] as const;

/** Distance over which a hint's say fades, as a share of the picture's shorter side: another figure has other colours. */
const NEAR = 1;

/**
 * Proposes a colour for each area that has no hint and whose part is known: that of the nearest hint on the same part,
 * else the one chosen for the part, else a usual one. What was chosen is seen whole, what is usual as far as the part is sure.
 *
 * @param short  shorter side of the grid
 * @param usual  colours of parts; one that has none gets no proposal
 * @param chosen colours that somebody chose in place of usual ones
 * @param scheme colours of things, which have no usual one
 */
export function proposeColors(
  parts: BasinParts,
  hints: HintRaster,
  short: number,
  usual: PartColors = USUAL_COLORS,
  chosen: PartColors = {},
  scheme?: ColorScheme,
): Proposals {
  const count = parts.part.length;
  const share = new Float32Array(count);
  const color = new Float32Array(3 * count);
  const { isHinted, meantFor, given } = hintedAreas(parts, hints);
  const onKnown = given.filter((hint) => parts.sure[hint.area] >= KNOWN);
  const hintsOf = new Uint32Array(count + 1); // by object
  const sureness = (area: number) =>
    parts.sureOfKind[area] + (parts.settled[area] - parts.sureOfKind[area]) / (1 + (given.length / SETTLING) ** 2);
  for (const { area } of given) if (scheme) hintsOf[scheme.object[area]]++;
  for (let area = 1; area < count; area++) {
    const name = PARTS[parts.part[area]];
    const code = chosen[name] ?? usual[name];
    const isKnown = sureness(area) >= KNOWN || (chosen[name] !== undefined && parts.sureOfKind[area] >= KNOWN);
    const isMadeUp = scheme !== undefined && scheme.object[area] > 0 && !(code && isKnown);
    const own = isMadeUp ? scheme.color.subarray(3 * area, 3 * area + 3) : code && srgbFromHex(code);
    if (isHinted[area] || (!isKnown && !isMadeUp) || !own) continue;
    const alike = isMadeUp && scheme.group[area] > 0 ? nearestAlike(given, area, scheme.group, parts.middle) : null;
    const near = alike ?? (SHARED.has(name) ? nearestAlike(onKnown, area, parts.part, parts.middle) : null);
    if (isHinted[parts.hosts[area - parts.details]]) share[area] = rising(parts.sureOfKind[area], IN_SPITE);
    else if (alike) share[area] = ALIKE;
    else if (near) share[area] = rising(parts.sure[area], BORROWED);
    else if (isMadeUp) share[area] = madeUpShare(hintsOf[scheme.object[area]]);
    else share[area] = chosen[name] ? 1 : rising(sureness(area), USUAL);
    const say = near ? Math.exp(-((near.distance / (NEAR * short)) ** 2)) : 0;
    for (let c = 0; c < 3; c++) color[3 * area + c] = near ? say * near.color[c] + (1 - say) * own[c] : own[c];
  }
  const kind = Uint16Array.from(parts.part, (part) => 1 << KIND[part]);
  const heed = 1 - 1 / (1 + (given.length / HEEDED) ** 2);
  return { areas: parts.areas, details: parts.details, share, color, kind, meantFor, heed };
}

/** A hint's colour in an area. */
interface Given {
  readonly area: number;
  readonly color: Triple;
}

const ANYTHING = 0xffff;

/** Which areas have hints, of what colours they are, and on what kinds of parts each label's lie. */
function hintedAreas({ areas, part, sureOfKind }: BasinParts, hints: HintRaster) {
  const isHinted = new Uint8Array(part.length);
  const meantFor = new Uint16Array(hints.colors.length / 3 + 1);
  const given: Given[] = [];
  for (const { area, label } of hintsInAreas(areas, hints)) {
    isHinted[area] = 1;
    meantFor[label] |= sureOfKind[area] < KNOWN ? ANYTHING : 1 << KIND[part[area]];
    const [r, g, b] = hints.colors.subarray(3 * (label - 1), 3 * label);
    if (!hints.empty?.[label - 1]) given.push({ area, color: [r, g, b] });
  }
  return { isHinted, meantFor, given };
}

/** The hint that is nearest to an area among those in areas of its class. */
function nearestAlike(
  given: readonly Given[],
  area: number,
  classes: ArrayLike<number>,
  middle: Float32Array,
): { readonly color: Triple; readonly distance: number } | null {
  let best: { color: Triple; distance: number } | null = null;
  for (const { area: other, color } of given) {
    if (classes[other] !== classes[area]) continue;
    const distance = Math.hypot(middle[2 * area] - middle[2 * other], middle[2 * area + 1] - middle[2 * other + 1]);
    if (!best || distance < best.distance) best = { color, distance };
  }
  return best;
}

/**
 * Paints the proposals where the generator would paint a colour of its own, and where it would paint that of a hint which
 * lies on something of another kind: a single dab on a face is not for the hair and the shirt, however alone it is. Beside many hints
 * it is believed there, too, if it is sure.
 *
 * @param painted planes of the generator's result, R, G, B in [0, 1], changed in place
 * @param gate    how much of each pixel is the hints', in [0, 1]
 * @param own     what it painted where the gate is shut, planes as `painted`
 * @param label   of the hint that reaches each pixel
 */
export function paintProposals(
  painted: Float32Array,
  { gate, own }: { readonly gate: Float32Array; readonly own: Float32Array },
  label: Int32Array,
  { areas, details, share, color, kind, meantFor, heed }: Proposals,
): void {
  const n = areas.length;
  for (let p = 0; p < n; p++) {
    const area = areas[p];
    if (share[area] === 0) continue;
    const isDetail = area >= details;
    const isStray = isDetail || (meantFor[label[p]] & kind[area]) === 0;
    let admitted = gate[p];
    if (isDetail) admitted = 0;
    else if (isStray) admitted = heed * rising(gate[p], SURE_GATE);
    const part = share[area] * (1 - admitted);
    for (let c = 0; c < 3; c++) {
      const at = c * n + p;
      painted[at] += part * (color[3 * area + c] - (isStray ? painted[at] : own[at]));
    }
  }
}
