/** Where the extremes are: int32 positions, outside the graph. */
import { expectType, normalizeAxis } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, Variable } from '../../core/variable.js';

function argExtremum(op: 'max' | 'min', x: Operand, axis: number | null): Variable {
  const given = asVariable(x).data;
  const data = given.dtype === 'float16' ? given.cast('float32') : given;
  const label = op === 'max' ? 'argmax' : 'argmin';
  const list = axis === null ? data.reshape([-1]) : data;
  const along = axis === null ? 0 : normalizeAxis(label, axis, data.ndim);
  const others = list.shape.filter((_, i) => i !== along);
  expectType(label, list.size > 0 || others.includes(0), `an element along axis ${along}`, { x: list });
  const found = new Tensor(data.backend, data.backend.argReduce(op, list.array, along));
  for (const temporary of [list, data]) if (temporary !== given) temporary.dispose();
  return new Variable(found, { requiresGrad: false });
}

/** Position of the first largest element along an axis, which is dropped; null: in the flattened x. */
export const argmax = (x: Operand, axis: number | null = null): Variable => argExtremum('max', x, axis);

/** Position of the first smallest element along an axis, which is dropped; null: in the flattened x. */
export const argmin = (x: Operand, axis: number | null = null): Variable => argExtremum('min', x, axis);
