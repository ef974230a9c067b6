import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { broadcastTo } from './broadcastTo.js';
import { reshape } from './reshape.js';

/** Whole copies of x side by side, `reps[i]` along axis i; missing leading axes count as 1. */
export function tile(x: Operand, reps: number | readonly number[]): Variable {
  const v = asVariable(x);
  const list = typeof reps === 'number' ? [reps] : reps;
  const ndim = Math.max(v.ndim, list.length);
  const shape = [...new Array<number>(ndim - v.ndim).fill(1), ...v.shape];
  const counts = [...new Array<number>(ndim - list.length).fill(1), ...list];
  const spread = broadcastTo(
    reshape(
      v,
      shape.flatMap((d) => [1, d]),
    ),
    shape.flatMap((d, i) => [counts[i], d]),
  );
  return reshape(
    spread,
    shape.map((d, i) => d * counts[i]),
  );
}
