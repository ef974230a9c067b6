import { TypeCheckError } from '../../core/errors.js';
import { FunctionNode } from '../../core/functionNode.js';
import { formatShape, normalizeAxis, sameShape } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { slice } from './slice.js';

class Concat extends FunctionNode {
  constructor(private readonly axis: number) {
    super('concat');
  }

  override forward(xs: Tensor[]): Tensor[] {
    const { backend } = xs[0];
    return [
      new Tensor(
        backend,
        backend.concat(
          xs.map((x) => x.array),
          this.axis,
        ),
      ),
    ];
  }

  override backward(wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const lengths = this.inputs.map((x) => x.shape[this.axis]);
    const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((a, b) => a + b, 0));
    return wanted.map((i) => slice(gy, this.axis, starts[i], lengths[i]));
  }
}

/** Joins arrays along an axis; all other axes agree. */
export function concat(xs: readonly Operand[], axis = 1): Variable {
  if (xs.length === 0) throw new TypeCheckError('concat: expected at least one array, but none came');
  const vs = xs.map(asVariable);
  const along = normalizeAxis('concat', axis, vs[0].ndim);
  const others = (v: Variable): number[] => v.shape.filter((_, i) => i !== along);
  if (vs.some((v) => v.ndim !== vs[0].ndim || !sameShape(others(v), others(vs[0]))))
    throw new TypeCheckError(
      `concat: shapes must agree but for axis ${along}, but they are ${vs.map((v) => formatShape(v.shape)).join(', ')}`,
    );
  const mixed = vs.find((v) => v.dtype !== vs[0].dtype);
  if (mixed) throw new TypeCheckError(`concat: dtypes ${vs[0].dtype} and ${mixed.dtype} do not mix; cast one`);
  return vs.length === 1 ? vs[0] : new Concat(along).apply(vs)[0];
}
