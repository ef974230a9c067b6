import { asVariable, type Operand, Variable } from '../../core/variable.js';

/** The nearest whole number towards 0; it leaves the graph. */
export function fix(x: Operand): Variable {
  const { data } = asVariable(x);
  return new Variable(data.abs().unary('floor').mul(data.unary('sign')), { requiresGrad: false });
}
