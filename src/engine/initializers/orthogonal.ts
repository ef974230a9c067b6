import { type Shape, sizeOf, type TypedArray } from '../backends/backend.js';
import type { Initializer } from '../core/initializer.js';
import { hostNormal } from '../core/random.js';

/**
 * Makes the rows of a (rows × length) matrix, rows ≤ length, orthonormal: Gram and Schmidt's method, each row twice, which is
 * as accurate as a QR decomposition.
 */
function orthonormalize(rows: Float64Array[]): void {
  for (const [i, row] of rows.entries()) {
    for (let pass = 0; pass < 2; pass++)
      for (const earlier of rows.slice(0, i)) {
        const overlap = earlier.reduce((sum, v, k) => sum + v * row[k], 0);
        for (let k = 0; k < row.length; k++) row[k] -= overlap * earlier[k];
      }
    const norm = Math.hypot(...row);
    for (let k = 0; k < row.length; k++) row[k] /= norm;
  }
}

/**
 * `scale` times a random matrix with orthonormal rows or, where it has more rows than columns, columns; weights are read as
 * (out, all other axes).
 *
 * @see Saxe et al. 2014, Exact solutions to the nonlinear dynamics of learning in deep linear networks, arXiv:1312.6120
 */
export class Orthogonal implements Initializer {
  constructor(private readonly scale = 1.1) {}

  generate(shape: Shape): TypedArray {
    const size = sizeOf(shape);
    const out = shape[0] ?? 1;
    const rest = size / (out || 1);
    const [count, length] = out <= rest ? [out, rest] : [rest, out];
    const normal = hostNormal(size);
    const rows = Array.from({ length: count }, (_, i) => normal.slice(i * length, (i + 1) * length));
    orthonormalize(rows);
    return Float32Array.from({ length: size }, (_, i) => {
      const [row, column] = [Math.floor(i / rest), i % rest];
      return this.scale * (out <= rest ? rows[row][column] : rows[column][row]);
    });
  }
}
