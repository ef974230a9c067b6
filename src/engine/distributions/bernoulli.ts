import type { Shape } from '../backends/backend.js';
import { EngineError } from '../core/errors.js';
import { nextStream } from '../core/random.js';
import { Tensor } from '../core/tensor.js';
import { asVariable, type Operand, Variable } from '../core/variable.js';
import { sigmoid } from '../functions/activation/sigmoid.js';
import { softplus } from '../functions/activation/softplus.js';
import { log } from '../functions/math/arithmetic.js';
import { Distribution } from './distribution.js';

/** Distributions over 0 and 1 (float32), one for each element. */
export class Bernoulli extends Distribution {
  readonly logit: Variable;
  readonly eventShape: Shape = [];

  /** @param options.p probabilities of 1, or give options.logit, log(p/(1 − p)) */
  constructor({ p = null, logit = null }: { p?: Operand | null; logit?: Operand | null }) {
    super();
    if ((p === null) === (logit === null)) throw new EngineError('Bernoulli: give either p or logit');
    if (logit !== null) this.logit = asVariable(logit);
    else {
      const v = asVariable(p as Operand);
      this.logit = log(v).sub(log(v.neg().add(1)));
    }
  }

  get p(): Variable {
    return sigmoid(this.logit);
  }

  get batchShape(): Shape {
    return this.logit.shape;
  }

  override get mean(): Variable {
    return this.p;
  }

  override get variance(): Variable {
    const { p } = this;
    return p.mul(p.neg().add(1));
  }

  override get entropy(): Variable {
    return softplus(this.logit).sub(this.p.mul(this.logit));
  }

  /** @param x 0 or 1 */
  override logProb(x: Variable): Variable {
    return x.mul(this.logit).sub(softplus(this.logit));
  }

  /** Not differentiable. */
  override sample(shape: Shape = []): Variable {
    const { backend } = this.logit.data;
    const { seed, stream } = nextStream();
    const u = new Tensor(backend, backend.randomUniform([...shape, ...this.batchShape], seed, stream));
    return new Variable(u.binary('less', this.p.data), { requiresGrad: false });
  }
}
