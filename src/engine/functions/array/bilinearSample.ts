import type { Tensor } from '../../core/tensor.js';
import { Variable } from '../../core/variable.js';
import { GatherPlane } from '../pooling/planeNodes.js';
import { broadcastTo } from './broadcastTo.js';
import { reshape } from './reshape.js';

const constant = (tensor: Tensor): Variable => new Variable(tensor, { requiresGrad: false });

/**
 * Reads pictures between their pixels, blending the four around each point; outside they are 0.
 *
 * @param x    (N, C, H, W)
 * @param rows (N, K) vertical positions in pixels, 0 at the centre of the first row
 * @param columns (N, K) horizontal positions
 * @returns    (N, C, K), differentiable in all three
 */
export function bilinearSample(x: Variable, rows: Variable, columns: Variable): Variable {
  const [n, c, height, width] = x.shape;
  const points = rows.shape[1];
  const [top, left] = [rows.data.unary('floor'), columns.data.unary('floor')];
  const [fy, fx] = [rows.sub(constant(top)), columns.sub(constant(left))];
  let y: Variable | null = null;
  for (const down of [0, 1])
    for (const right of [0, 1]) {
      const [row, column] = [top.add(down), left.add(right)];
      const [insideRow, insideColumn] = [row.unary('clip', 0, height - 1), column.unary('clip', 0, width - 1)];
      const inside = row.binary('equal', insideRow).mul(column.binary('equal', insideColumn));
      const flat = insideRow.mul(width).add(insideColumn).cast('int32').reshape([n, 1, points, 1]);
      const values = new GatherPlane().apply([x, constant(flat.broadcastTo([n, c, points, 1]))])[0];
      const weight = (down ? fy : fy.neg().add(1)).mul(right ? fx : fx.neg().add(1)).mul(constant(inside));
      const part = reshape(values, [n, c, points]).mul(broadcastTo(reshape(weight, [n, 1, points]), [n, c, points]));
      y = y ? y.add(part) : part;
    }
  return y as Variable;
}
