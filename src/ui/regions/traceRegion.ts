import { simplifyPath } from '../canvas/strokePath.js';
import { joinLoops } from '../hints/area.js';

/** Pixels by which simplifying may move an outline: less than a line is wide. */
const TOLERANCE = 0.7;

/** Holes of fewer pixels than this are dirt. */
const SPECK = 9;

/**
 * The outline of all pixels of one label as the points of an area (`HintStroke.area`), with holes, in pixels.
 *
 * @returns null where no pixel has the label
 */
export function traceRegion(
  { label, width, height }: { readonly label: Int32Array; readonly width: number; readonly height: number },
  value: number,
): [number, number][] | null {
  const loops = outlines(label, width, height, value)
    .map((loop) => ({ loop, area: Math.abs(signedArea(loop)) }))
    .sort((a, b) => b.area - a.area)
    .filter(({ area }, i) => i === 0 || area >= SPECK)
    .map(({ loop }) => simplifyLoop(loop))
    .filter((loop) => loop.length > 2);
  return loops.length > 0 ? joinLoops(loops) : null;
}

/** Walks round the pixels of a label along their edges, the label to the right. Corners are numbered by (width + 1). */
function outlines(label: Int32Array, width: number, height: number, value: number): [number, number][][] {
  const stride = width + 1;
  const has = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height && label[y * width + x] === value;
  const next = new Map<number, number[]>(); // from a corner to the corners its edges lead to
  const edge = (from: number, to: number) => {
    const known = next.get(from);
    if (known) known.push(to);
    else next.set(from, [to]);
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (label[y * width + x] !== value) continue;
      const corner = y * stride + x;
      if (!has(x, y - 1)) edge(corner, corner + 1);
      if (!has(x + 1, y)) edge(corner + 1, corner + 1 + stride);
      if (!has(x, y + 1)) edge(corner + 1 + stride, corner + stride);
      if (!has(x - 1, y)) edge(corner + stride, corner);
    }
  }
  const loops: [number, number][][] = [];
  for (const start of next.keys()) {
    while (next.get(start)?.length) {
      const loop: [number, number][] = [];
      let at = start;
      do {
        loop.push([at % stride, Math.floor(at / stride)]);
        at = next.get(at)!.pop()!;
      } while (at !== start);
      loops.push(loop);
    }
  }
  return loops;
}

function signedArea(loop: readonly (readonly [number, number])[]): number {
  let sum = 0;
  for (let i = 0, j = loop.length - 1; i < loop.length; j = i++) {
    sum += loop[j][0] * loop[i][1] - loop[i][0] * loop[j][1];
  }
  return sum / 2;
}

/** Simplifies both halves of a loop: a closed path has no ends to hold on to. */
function simplifyLoop(loop: readonly [number, number][]): [number, number][] {
  const half = Math.floor(loop.length / 2);
  const first = simplifyPath(loop.slice(0, half + 1), TOLERANCE);
  const second = simplifyPath([...loop.slice(half), loop[0]], TOLERANCE);
  return [...first, ...second.slice(1, -1)];
}
