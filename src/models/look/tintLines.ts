import { createPicture, type Picture } from '../../vision/picture.js';

/** Pixels of a cell whose colours are taken together, as a part of the shorter side: wider than most lines. */
const CELL = 1 / 96;

/** How dark the colour of a line is beside what it bounds; so dark, lines stay lines on every colour. */
const DEPTH = 0.42;

/** What the lightest colour counts beside black: a line round dark hair before light paper belongs to the hair. */
const LEAST = 0.06;

/**
 * Gives lines the colours that they bound, darkened, as illustrators do for a softer picture. Their opacity stays.
 *
 * @param lines  straight alpha
 * @param color  the colours without lines, opaque, of the same size
 * @param amount 0 leaves the lines as they are, 1 tints them fully
 */
export function tintLines(lines: Picture, color: Picture, amount: number): Picture {
  if (amount === 0) return lines;
  const { width, height, data } = lines;
  const cell = Math.max(2, Math.round(CELL * Math.min(width, height)));
  const near = cellSums(color, cell);
  const tinted = createPicture(width, height);
  tinted.data.set(data);
  for (let y = 0, q = 0; y < height; y++) {
    const v = Math.min(near.height - 1, Math.max(0, (y + 0.5) / cell - 0.5));
    const top = Math.floor(v);
    const bottom = Math.min(near.height - 1, top + 1);
    for (let x = 0; x < width; x++, q += 4) {
      if (data[q + 3] === 0) continue;
      const u = Math.min(near.width - 1, Math.max(0, (x + 0.5) / cell - 0.5));
      const left = Math.floor(u);
      const right = Math.min(near.width - 1, left + 1);
      const [topLeft, topRight, bottomLeft, bottomRight] = [
        4 * (top * near.width + left),
        4 * (top * near.width + right),
        4 * (bottom * near.width + left),
        4 * (bottom * near.width + right),
      ];
      const sum = (c: number) => {
        const above = near.sums[topLeft + c] + (u - left) * (near.sums[topRight + c] - near.sums[topLeft + c]);
        const below = near.sums[bottomLeft + c] + (u - left) * (near.sums[bottomRight + c] - near.sums[bottomLeft + c]);
        return above + (v - top) * (below - above);
      };
      const weight = sum(3);
      for (let c = 0; c < 3; c++) {
        const own = data[q + c];
        tinted.data[q + c] = own + amount * ((DEPTH * sum(c)) / weight - own);
      }
    }
  }
  return tinted;
}

/** Sums over square cells: red, green and blue times their weight, and the weights, dark colours weighing more than light ones. */
function cellSums(
  { width, height, data }: Picture,
  cell: number,
): { readonly width: number; readonly height: number; readonly sums: Float32Array } {
  const across = Math.ceil(width / cell);
  const down = Math.ceil(height / cell);
  const sums = new Float32Array(4 * across * down);
  for (let y = 0, q = 0; y < height; y++) {
    const row = Math.floor(y / cell) * across;
    for (let x = 0; x < width; x++, q += 4) {
      const at = 4 * (row + Math.floor(x / cell));
      const light = (0.299 * data[q] + 0.587 * data[q + 1] + 0.114 * data[q + 2]) / 255;
      const weight = LEAST + (1 - light) ** 2;
      for (let c = 0; c < 3; c++) sums[at + c] += weight * data[q + c];
      sums[at + 3] += weight;
    }
  }
  return { width: across, height: down, sums };
}
