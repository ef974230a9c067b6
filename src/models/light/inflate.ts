import { DOWN, LEFT, linksOf, RIGHT, UP } from './links.js';

/** Flat shapes beside each other in a plane. */
export interface Shapes {
  readonly width: number;
  readonly height: number;
  /** Which one each cell belongs to, from 1; 0 for none. */
  readonly label: Int32Array;
  /** How far in front it lies: it hides the ends of those behind it. */
  readonly front: Uint8Array;
}

/** A grid whose shorter side is less than twice this is not halved again. */
const COARSEST = 40;
/** Sweeps on each grid, after the coarser one's solution was brought to it, and how far each overshoots. */
const SWEEPS = 36;
const OMEGA = 1.85;
/** Keeps a shape finite that ends nowhere, being hidden all round. */
const LEAK = 2e-5;

/**
 * Inflates flat shapes like balloons: solves Δu = u/reach² − 4 with u = 0 where a shape ends (over-relaxation, coarse to fine). Of a disc
 * of radius r it is r² − d², whose root is a hemisphere; of a long strip the root is half an ellipse. Where something in front hides a
 * shape's end, and at the picture's edge, it goes on level.
 *
 * @param reach cells from its end within which a shape rises
 * @returns u, the square of the height, height · width
 */
export function inflate(shapes: Shapes, reach = Number.POSITIVE_INFINITY): Float32Array {
  const { width, height, label } = shapes;
  const u = new Float32Array(width * height);
  if (Math.min(width, height) >= 2 * COARSEST) {
    const coarse = halved(shapes);
    const below = inflate(coarse, reach / 2);
    for (let y = 0, p = 0; y < height; y++) {
      const row = Math.min(coarse.height - 1, y >> 1) * coarse.width;
      for (let x = 0; x < width; x++, p++) {
        const q = row + Math.min(coarse.width - 1, x >> 1);
        if (coarse.label[q] === label[p]) u[p] = 4 * below[q]; // heights double, squares of them are four times
      }
    }
  }
  relax(u, shapes, 1 / (reach * reach) + LEAK);
  return u;
}

function halved({ width, height, label, front }: Shapes): Shapes {
  const [w, h] = [width >> 1, height >> 1];
  const small: Shapes = { width: w, height: h, label: new Int32Array(w * h), front: new Uint8Array(w * h) };
  for (let y = 0, p = 0; y < h; y++) {
    for (let x = 0; x < w; x++, p++) {
      const q = 2 * y * width + 2 * x;
      small.label[p] = label[q];
      small.front[p] = front[q];
    }
  }
  return small;
}

function relax(u: Float32Array, { width, height, label, front }: Shapes, drain: number): void {
  const links = linksOf(label, width, height);
  const cells: number[] = [];
  const share = new Float32Array(u.length);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (label[p] === 0) continue;
      cells.push(p);
      let sides = 0;
      const counts = (q: number) => label[q] === label[p] || front[q] <= front[p];
      if (x > 0 && counts(p - 1)) sides++;
      if (x < width - 1 && counts(p + 1)) sides++;
      if (y > 0 && counts(p - width)) sides++;
      if (y < height - 1 && counts(p + width)) sides++;
      share[p] = 1 / (sides + drain);
    }
  }
  // Cells of the black squares of a chessboard, then those of the white ones: each sees its neighbours as they are now.
  const isBlack = (p: number) => ((p % width) + Math.floor(p / width)) % 2 === 0;
  const order = Int32Array.from([...cells.filter(isBlack), ...cells.filter((p) => !isBlack(p))]);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let i = 0; i < order.length; i++) {
      const p = order[i];
      const bits = links[p];
      let sum = 4;
      if (bits & LEFT) sum += u[p - 1];
      if (bits & RIGHT) sum += u[p + 1];
      if (bits & UP) sum += u[p - width];
      if (bits & DOWN) sum += u[p + width];
      u[p] += OMEGA * (sum * share[p] - u[p]);
    }
  }
  for (let p = 0; p < u.length; p++) if (u[p] < 0) u[p] = 0;
}

/**
 * How far the surface of inflated shapes turns away from the viewer: the sideways parts of its unit normals, 1 where it is seen
 * edge on; a plane of x, then one of y.
 */
export function tilts(u: Float32Array, { width, height, label, front }: Shapes): Float32Array {
  const n = width * height;
  const out = new Float32Array(2 * n);
  /** As seen from p: the same height where a shape's end is hidden. */
  const at = (p: number, q: number) => (label[q] === label[p] ? u[q] : front[q] > front[p] ? u[p] : 0);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (u[p] === 0) continue;
      const left = x > 0 ? at(p, p - 1) : u[p];
      const right = x < width - 1 ? at(p, p + 1) : u[p];
      const up = y > 0 ? at(p, p - width) : u[p];
      const down = y < height - 1 ? at(p, p + width) : u[p];
      const [dx, dy] = [(right - left) / 4, (down - up) / 4];
      const length = Math.sqrt(u[p] + dx * dx + dy * dy);
      out[p] = -dx / length;
      out[n + p] = -dy / length;
    }
  }
  return out;
}
