import { srgbFromHex, type Triple } from '../../vision/colorSpaces.js';
import type { HintRaster } from '../hints/rasterizeHints.js';
import { type BasinParts, KNOWN } from './basinParts.js';
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
}

/** Parts of which a figure has one colour: a dab on the face is for the hands, too. */
const SHARED: ReadonlySet<Part> = new Set(['sky', 'land', 'skin', 'hair', 'iris', 'cloth', 'trim']);

/** Probability from which an area's part is certain; its proposal grows from `KNOWN` to there. */
const CERTAIN = 0.9;

/** Distance over which a hint's say fades, as a share of the picture's shorter side: another figure has other colours. */
const NEAR = 1;

/**
 * Proposes a colour for each area that has no hint and whose part is known: that of the nearest hint on the same part,
 * else the one chosen for the part, else a usual one. What was chosen is seen whole, what is usual as far as the part is sure.
 *
 * @param short  shorter side of the grid
 * @param usual  colours of parts; one that has none gets no proposal
 * @param chosen colours that somebody chose in place of usual ones
 */
export function proposeColors(
  parts: BasinParts,
  hints: HintRaster,
  short: number,
  usual: PartColors = USUAL_COLORS,
  chosen: PartColors = {},
): Proposals {
  const count = parts.part.length;
  const share = new Float32Array(count);
  const color = new Float32Array(3 * count);
  const given = hintedParts(parts, hints);
  for (let area = 1; area < count; area++) {
    const name = PARTS[parts.part[area]];
    const code = chosen[name] ?? usual[name];
    const own = code && srgbFromHex(code);
    if (given.isHinted[area] || parts.sureOfKind[area] < KNOWN || !own) continue;
    const near = SHARED.has(name) ? given.nearest(area) : null;
    // A hint may be for a sleeve and not for the vest.
    share[area] = near ? rising(parts.sure[area]) : chosen[name] ? 1 : rising(parts.sureOfKind[area]);
    const say = near ? Math.exp(-((near.distance / (NEAR * short)) ** 2)) : 0;
    for (let c = 0; c < 3; c++) color[3 * area + c] = near ? say * near.color[c] + (1 - say) * own[c] : own[c];
  }
  return { areas: parts.areas, details: parts.details, share, color };
}

/** 0 for a probability at which nothing is known, 1 where it is certain. */
const rising = (probability: number) => Math.min(1, Math.max(0, (probability - KNOWN) / (CERTAIN - KNOWN)));

/** A hint's colour in an area. */
interface Given {
  readonly area: number;
  readonly color: Triple;
}

/** Which areas have hints, and of what colour those on one part are. */
function hintedParts({ areas, part, sure, middle }: BasinParts, { labels, colors, empty }: HintRaster) {
  const isHinted = new Uint8Array(part.length);
  const byPart = new Map<number, Map<string, Given>>();
  for (let p = 0; p < labels.length; p++) {
    if (labels[p] === 0) continue;
    const area = areas[p];
    isHinted[area] = 1;
    const k = labels[p] - 1;
    if (empty?.[k] || sure[area] < KNOWN) continue;
    const given = byPart.get(part[area]) ?? new Map<string, Given>();
    byPart.set(part[area], given);
    const key = `${area} ${k}`;
    if (!given.has(key)) given.set(key, { area, color: [colors[3 * k], colors[3 * k + 1], colors[3 * k + 2]] });
  }
  return {
    isHinted,
    nearest(area: number): { color: Triple; distance: number } | null {
      let best: { color: Triple; distance: number } | null = null;
      for (const { area: other, color } of byPart.get(part[area])?.values() ?? []) {
        const distance = Math.hypot(middle[2 * area] - middle[2 * other], middle[2 * area + 1] - middle[2 * other + 1]);
        if (!best || distance < best.distance) best = { color, distance };
      }
      return best;
    },
  };
}

/**
 * Paints the proposals where the generator would paint a colour of its own.
 *
 * @param painted planes of the generator's result, R, G, B in [0, 1], changed in place
 * @param gate    how much of each pixel is the hints', in [0, 1]
 * @param own     what it painted where the gate is shut, planes as `painted`
 */
export function paintProposals(
  painted: Float32Array,
  { gate, own }: { readonly gate: Float32Array; readonly own: Float32Array },
  { areas, details, share, color }: Proposals,
): void {
  const n = areas.length;
  for (let p = 0; p < n; p++) {
    const area = areas[p];
    if (share[area] === 0) continue;
    const isDetail = area >= details;
    const part = share[area] * (isDetail ? 1 : 1 - gate[p]);
    for (let c = 0; c < 3; c++) {
      const at = c * n + p;
      painted[at] += part * (color[3 * area + c] - (isDetail ? painted[at] : own[at]));
    }
  }
}
