import { asVariable, type Operand, Variable } from '../../core/variable.js';

/** The smallest integer that is not below x, outside the graph: the gradient is zero wherever there is one. */
export const ceil = (x: Operand): Variable => new Variable(asVariable(x).data.unary('ceil'), { requiresGrad: false });
