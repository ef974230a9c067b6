/** A colouring grid: the pixels that propagation and networks work on. */
export interface GridSize {
  readonly width: number;
  readonly height: number;
}

/** Mean of the values under each grid cell; cells cut pixels fractionally, so any ratio, also enlarging, is exact. */
export function areaMean(values: ArrayLike<number>, width: number, height: number, grid: GridSize): Float32Array {
  const rows = new Float64Array(grid.width);
  const columns = shares(width, grid.width);
  const out = new Float32Array(grid.width * grid.height);
  const line = new Float64Array(grid.width);
  const area = (width / grid.width) * (height / grid.height);
  const shrinkRow = (y: number) => {
    for (let i = 0; i < grid.width; i++) {
      let sum = 0;
      for (let k = columns.start[i]; k < columns.start[i + 1]; k++)
        sum += values[y * width + columns.at[k]] * columns.share[k];
      line[i] = sum;
    }
  };
  let shrunk = -1;
  for (let j = 0; j < grid.height; j++) {
    const from = (j * height) / grid.height;
    const to = ((j + 1) * height) / grid.height;
    rows.fill(0);
    for (let y = Math.floor(from); y < to && y < height; y++) {
      if (y !== shrunk) {
        shrinkRow(y);
        shrunk = y;
      }
      const share = Math.min(to, y + 1) - Math.max(from, y);
      for (let i = 0; i < grid.width; i++) rows[i] += line[i] * share;
    }
    for (let i = 0; i < grid.width; i++) out[j * grid.width + i] = rows[i] / area;
  }
  return out;
}

/** Of each of `cells` cells over `length` pixels, from `start[i]` on: the pixels under it, and how much of each. */
function shares(length: number, cells: number): { start: Uint32Array; at: Uint32Array; share: Float64Array } {
  const start = new Uint32Array(cells + 1);
  const at = new Uint32Array(length + 2 * cells);
  const share = new Float64Array(at.length);
  let k = 0;
  for (let i = 0; i < cells; i++) {
    const [from, to] = [(i * length) / cells, ((i + 1) * length) / cells];
    for (let x = Math.floor(from); x < to && x < length; x++, k++) {
      at[k] = x;
      share[k] = Math.min(to, x + 1) - Math.max(from, x);
    }
    start[i + 1] = k;
  }
  return { start, at, share };
}
