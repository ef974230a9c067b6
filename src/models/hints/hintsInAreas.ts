import type { HintRaster } from './rasterizeHints.js';

/** Hints of a label lie in an area. */
export interface HintInArea {
  readonly area: number;
  readonly label: number;
}

/**
 * Tells hints of which labels lie in which areas, each pair once, in the order in which they are met.
 *
 * @param areas number of the area of each pixel, height · width
 */
export function hintsInAreas(
  areas: Int32Array,
  { labels, colors }: Pick<HintRaster, 'labels' | 'colors'>,
): HintInArea[] {
  const stride = colors.length / 3 + 1;
  const met = new Set<number>();
  const found: HintInArea[] = [];
  for (let p = 0; p < labels.length; p++) {
    const label = labels[p];
    if (label === 0) continue;
    const area = areas[p];
    if (area === areas[p - 1] && label === labels[p - 1]) continue; // as its neighbour
    const key = area * stride + label;
    if (met.has(key)) continue;
    met.add(key);
    found.push({ area, label });
  }
  return found;
}

/** Whether a label's hints are for the whole of their area: those that keep paper, or whose reach has a limit, are not. */
export const coversArea = ({ empty, reach }: Pick<HintRaster, 'empty' | 'reach'>, label: number): boolean =>
  !empty?.[label - 1] && !Number.isFinite(reach?.[label - 1]);
