import type { Random } from './random.js';

/**
 * Smooth noise: random values on a coarse grid, smoothly interpolated.
 *
 * @param cell size of the grid's cells in pixels; features are about this large
 * @returns width · height values, −1…1
 */
export function valueNoise(width: number, height: number, cell: number, random: Random): Float32Array<ArrayBuffer> {
  const columns = Math.ceil(width / cell) + 2;
  const rows = Math.ceil(height / cell) + 2;
  const grid = Float32Array.from({ length: columns * rows }, () => random.uniform(-1, 1));
  const ease = (t: number) => t * t * (3 - 2 * t);
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / cell);
    const v = ease(y / cell - row);
    for (let x = 0; x < width; x++) {
      const column = Math.floor(x / cell);
      const u = ease(x / cell - column);
      const at = row * columns + column;
      const top = grid[at] * (1 - u) + grid[at + 1] * u;
      const bottom = grid[at + columns] * (1 - u) + grid[at + columns + 1] * u;
      out[y * width + x] = top * (1 - v) + bottom * v;
    }
  }
  return out;
}
