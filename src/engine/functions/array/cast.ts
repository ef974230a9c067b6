import type { DType } from '../../backends/backend.js';
import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, Variable } from '../../core/variable.js';

class Cast extends FunctionNode {
  constructor(private readonly dtype: DType) {
    super('cast');
  }

  protected override get takesHalf(): boolean {
    return true;
  }

  override forward([x]: Tensor[]): Tensor[] {
    return [x.cast(this.dtype)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    return [cast(gy, this.inputs[0].dtype)];
  }
}

/** The elements in another dtype. Integers carry no gradient: a cast to int32 leaves the graph. */
export function cast(x: Operand, dtype: DType): Variable {
  const v = asVariable(x);
  if (v.dtype === dtype) return v;
  if (dtype === 'int32') return new Variable(v.data.cast(dtype), { requiresGrad: false });
  return new Cast(dtype).apply([v])[0];
}
