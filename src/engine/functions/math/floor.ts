import { asVariable, type Operand, Variable } from '../../core/variable.js';

/** The greatest integer that is not above x, outside the graph: the gradient is zero wherever there is one. */
export const floor = (x: Operand): Variable => new Variable(asVariable(x).data.unary('floor'), { requiresGrad: false });
