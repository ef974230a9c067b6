import { oklabFromSrgb } from '../../vision/colorSpaces.js';
import { connectedPixels } from '../../vision/connectedPixels.js';
import { distanceTransform } from '../../vision/distanceTransform.js';
import type { Planes } from '../../vision/planes.js';

/** A step between colours from this on is two things and not one in light and shade: Oklab distance, lightness counted half. */
const STEP = 0.08;
/** Steps are looked for over so many pixels, since edges are soft. */
const REACH = 2;
/** Line values below this are a line … */
const LINE = 0.75;
/** … which shows the edges up to this many pixels, and its own width, away. */
const SHOWN = 2;
/** Edges shorter than this, in pixels, are left alone. */
const SHORTEST = 8;

/**
 * Draws lines where two colours meet without one. Emoji and sketchy icons leave some outlines out (a fringe on a
 * forehead, the hem of a shirt, strokes of colour on their own); line art that does not show an area teaches a network not to
 * believe hints. Shades of one colour get none: nobody outlines a shadow.
 *
 * @param rgb   3 planes, sRGB 0…1, before any shading
 * @param line  1 plane of the same size, 1 paper … 0 ink; changed in place
 * @param width of the lines in pixels
 */
export function inkUnlined(rgb: Planes, line: Planes, width: number): void {
  const { width: columns, height: rows } = line;
  const edges = findEdges(rgb);
  const toLine = distanceTransform(
    Uint8Array.from(line.data, (v) => (v < LINE ? 1 : 0)),
    columns,
    rows,
  );
  const shown = SHOWN + width;
  const inked = new Uint8Array(edges.length);
  const queue = new Int32Array(edges.length);
  // An edge that is missing is drawn up to the line that it ends at.
  const toMissing = distanceTransform(
    edges.map((edge, p) => (edge && toLine[p] > shown ? 1 : 0)),
    columns,
    rows,
  );
  for (let p = 0; p < edges.length; p++) if (toMissing[p] > 2 * shown) edges[p] = 0;
  // Edges hang together by their corners, too: pieces are told by what is near them.
  const toEdge = distanceTransform(edges, columns, rows);
  const take = (p: number) => {
    if (toEdge[p] > 1) return false;
    toEdge[p] = Number.POSITIVE_INFINITY;
    return true;
  };
  for (let p = 0; p < edges.length; p++) {
    const piece = queue.subarray(0, connectedPixels(p, columns, rows, queue, take)).filter((q) => edges[q] > 0);
    if (piece.length >= SHORTEST) for (const q of piece) inked[q] = 1;
  }
  const toInked = distanceTransform(inked, columns, rows);
  for (let p = 0; p < inked.length; p++) {
    const cover = Math.min(1, Math.max(0, width / 2 + 0.5 - toInked[p]));
    line.data[p] = Math.min(line.data[p], 1 - cover);
  }
}

/** 1 on the ridges of the colour steps, thin lines of pixels. */
function findEdges({ data, width, height }: Planes): Uint8Array {
  const n = width * height;
  const lab = new Float32Array(3 * n);
  for (let p = 0; p < n; p++) {
    const [l, a, b] = oklabFromSrgb([data[p], data[n + p], data[2 * n + p]]);
    lab.set([l / 2, a, b], 3 * p);
  }
  const step = (p: number, q: number) =>
    Math.hypot(lab[3 * p] - lab[3 * q], lab[3 * p + 1] - lab[3 * q + 1], lab[3 * p + 2] - lab[3 * q + 2]);
  const along = new Float32Array(n);
  const down = new Float32Array(n);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (x >= REACH && x + REACH < width) along[p] = step(p - REACH, p + REACH);
      if (y >= REACH && y + REACH < height) down[p] = step(p - REACH * width, p + REACH * width);
    }
  }
  const edges = new Uint8Array(n);
  for (let p = width; p < n - width; p++) {
    const across = along[p] >= down[p];
    const steps = across ? along : down;
    const stride = across ? 1 : width;
    if (steps[p] < STEP) continue;
    // The ridge is flat, as wide as the edge is sharp: its middle pixel is kept.
    let before = 0;
    let after = 0;
    while (before <= REACH && steps[p - (before + 1) * stride] >= steps[p] * 0.999) before++;
    while (after <= REACH && steps[p + (after + 1) * stride] >= steps[p] * 0.999) after++;
    if (before === after || before === after + 1) edges[p] = 1;
  }
  return edges;
}
