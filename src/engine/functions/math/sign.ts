import { asVariable, type Operand, Variable } from '../../core/variable.js';

/** −1, 0 or 1, outside the graph: the gradient is zero wherever there is one. */
export const sign = (x: Operand): Variable => new Variable(asVariable(x).data.unary('sign'), { requiresGrad: false });
