import { config } from '../../core/config.js';
import { checkLabels } from '../../core/debug.js';
import { FunctionNode } from '../../core/functionNode.js';
import { expectType } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, Variable } from '../../core/variable.js';
import { asLabels } from '../asLabels.js';
import { expandDims } from './expandDims.js';

const oneHot = (labels: Tensor, depth: number): Tensor =>
  new Tensor(labels.backend, labels.backend.oneHot(labels.array, depth));

class SelectItem extends FunctionNode {
  constructor() {
    super('selectItem');
  }

  override forward([x, t]: Tensor[]): Tensor[] {
    this.retainInputs(1);
    return [x.mul(oneHot(t, x.shape[1])).sum(1)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): (Variable | null)[] {
    const [t] = this.getRetainedInputs();
    const mask = new Variable(oneHot(t.data, this.inputs[0].shape[1]), { requiresGrad: false });
    return [expandDims(gy, 1).mul(mask), null];
  }
}

/** One element of each row: y[i] = x[i, t[i]], for x (N, C) and int32 t (N); 0 where t is out of range (an error in debug mode). */
export function selectItem(x: Operand, t: Operand): Variable {
  const [v, labels] = [asVariable(x), asLabels(t)];
  const fits = v.ndim === 2 && labels.ndim === 1 && labels.shape[0] === v.shape[0] && labels.dtype === 'int32';
  expectType('selectItem', fits, 'x (N, C) and int32 t (N)', { x: v, t: labels });
  if (config.debug) checkLabels('selectItem', labels.data, v.shape[1]);
  return new SelectItem().apply([v, labels])[0];
}
