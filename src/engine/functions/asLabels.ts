import { Tensor } from '../core/tensor.js';
import { asVariable, type Operand, Variable } from '../core/variable.js';

/** Class labels or positions: bare numbers become int32, variables and tensors stay as they are. */
export function asLabels(labels: Operand): Variable {
  if (labels instanceof Variable || labels instanceof Tensor) return asVariable(labels);
  return asVariable(Tensor.of(labels, 'int32'));
}
