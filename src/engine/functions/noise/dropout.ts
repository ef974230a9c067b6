import { config } from '../../core/config.js';
import { TypeCheckError } from '../../core/errors.js';
import { FunctionNode } from '../../core/functionNode.js';
import { nextStream } from '../../core/random.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, Variable } from '../../core/variable.js';

/** x times a constant mask; of the two only the mask is retained. */
class ApplyMask extends FunctionNode {
  constructor() {
    super('dropout');
  }

  override forward([x, mask]: Tensor[]): Tensor[] {
    this.retainInputs(1);
    return [x.mul(mask)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): (Variable | null)[] {
    const [mask] = this.getRetainedInputs();
    return [new ApplyMask().apply([gy, mask])[0], null];
  }
}

/**
 * In training sets elements to zero with probability `ratio` and divides the others by 1 − ratio; else changes nothing.
 *
 * @param options.ratio 0 ≤ ratio < 1
 * @see Srivastava et al. 2014, Dropout, JMLR 15
 */
export function dropout(x: Operand, { ratio = 0.5 } = {}): Variable {
  const v = asVariable(x);
  if (!(ratio >= 0 && ratio < 1)) throw new TypeCheckError(`dropout: expected 0 ≤ ratio < 1, but it is ${ratio}`);
  if (!config.train || ratio === 0) return v;
  const { backend } = v.data;
  const { seed, stream } = nextStream();
  const u = new Tensor(backend, backend.randomUniform(v.shape, seed, stream));
  const threshold = Tensor.full([], ratio, 'float32', backend);
  const kept = u.binary('greaterEqual', threshold);
  const mask = kept.mul(1 / (1 - ratio));
  for (const temporary of [u, threshold, kept]) temporary.dispose();
  return new ApplyMask().apply([v, new Variable(mask, { requiresGrad: false })])[0];
}
