import { broadcastShapes } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { broadcastTo } from './broadcastTo.js';

/** All arrays broadcast to their common shape. */
export function broadcast(...xs: readonly Operand[]): Variable[] {
  const vs = xs.map(asVariable);
  const shape = broadcastShapes('broadcast', ...vs.map((v) => v.shape));
  return vs.map((v) => broadcastTo(v, shape));
}
