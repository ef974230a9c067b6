import { normalizeAxis } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { broadcastTo } from './broadcastTo.js';
import { expandDims } from './expandDims.js';
import { reshape } from './reshape.js';

/** Each element `count` times in a row along an axis. */
export function repeat(x: Operand, count: number, axis: number): Variable {
  const v = asVariable(x);
  const along = normalizeAxis('repeat', axis, v.ndim);
  const shape = [...v.shape];
  shape.splice(along + 1, 0, count);
  const spread = broadcastTo(expandDims(v, along + 1), shape);
  return reshape(
    spread,
    v.shape.map((d, i) => (i === along ? d * count : d)),
  );
}
