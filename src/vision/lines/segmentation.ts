import type { Planes } from '../planes.js';

export interface SegmentationOptions {
  /** Prefers larger regions; with planes of 0…1, 0.2 parts soft shades and 2 only strong colours. */
  readonly scale: number;
  /** Regions smaller than this many pixels join their nearest neighbour. */
  readonly minimumArea: number;
}

/**
 * Parts a picture into regions of one colour: graph-based segmentation, on the 4-neighbour grid, edges in order of
 * their difference (counted into 1,024 classes, so that sorting takes linear time).
 *
 * @param planes any channels, 0…1 each
 * @returns a label for every pixel: equal inside a region, any integers otherwise
 * @see Felzenszwalb, Huttenlocher 2004, Efficient Graph-Based Image Segmentation
 */
export function segment(planes: Planes, { scale, minimumArea }: SegmentationOptions): Int32Array<ArrayBuffer> {
  const { width, height } = planes;
  const area = width * height;
  const { from, to, weight } = sortedEdges(planes);
  const parent = Int32Array.from({ length: area }, (_, i) => i);
  const size = new Int32Array(area).fill(1);
  const inner = new Float32Array(area); // largest difference inside the region
  const find = (start: number) => {
    let i = start;
    while (parent[i] !== i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  };
  const join = (a: number, b: number, difference: number) => {
    const [root, leaf] = size[a] >= size[b] ? [a, b] : [b, a];
    parent[leaf] = root;
    size[root] += size[leaf];
    inner[root] = Math.max(inner[a], inner[b], difference);
  };
  for (let e = 0; e < from.length; e++) {
    const a = find(from[e]);
    const b = find(to[e]);
    if (a === b) continue;
    if (weight[e] <= Math.min(inner[a] + scale / size[a], inner[b] + scale / size[b])) join(a, b, weight[e]);
  }
  for (let e = 0; e < from.length; e++) {
    const a = find(from[e]);
    const b = find(to[e]);
    if (a !== b && (size[a] < minimumArea || size[b] < minimumArea)) join(a, b, weight[e]);
  }
  return Int32Array.from({ length: area }, (_, i) => find(i));
}

const CLASSES = 1024;

/** Edges between neighbours, from the most alike to the least; weight is the distance over the channels, 0…√channels. */
function sortedEdges({ channels, width, height, data }: Planes) {
  const area = width * height;
  const count = 2 * area - width - height;
  const first = new Int32Array(count);
  const second = new Int32Array(count);
  const difference = new Float32Array(count);
  const starts = new Int32Array(CLASSES + 1);
  const classOf = (value: number) => Math.min(CLASSES - 1, Math.floor((value / Math.sqrt(channels)) * CLASSES));
  let n = 0;
  const add = (a: number, b: number) => {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += (data[c * area + a] - data[c * area + b]) ** 2;
    first[n] = a;
    second[n] = b;
    difference[n] = Math.sqrt(sum);
    starts[classOf(difference[n++]) + 1]++;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (x + 1 < width) add(i, i + 1);
      if (y + 1 < height) add(i, i + width);
    }
  }
  for (let k = 0; k < CLASSES; k++) starts[k + 1] += starts[k];
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  const weight = new Float32Array(count);
  for (let e = 0; e < count; e++) {
    const at = starts[classOf(difference[e])]++;
    from[at] = first[e];
    to[at] = second[e];
    weight[at] = difference[e];
  }
  return { from, to, weight };
}
