import type { Shape } from '../backends/backend.js';
import { EngineError } from '../core/errors.js';
import { Tensor } from '../core/tensor.js';
import { asVariable, type Operand, Variable } from '../core/variable.js';
import { broadcast } from '../functions/array/broadcast.js';
import { broadcastTo } from '../functions/array/broadcastTo.js';
import { log } from '../functions/math/arithmetic.js';
import { erf } from '../functions/math/erf.js';
import { exp } from '../functions/math/exp.js';
import { square } from '../functions/math/square.js';
import { normalLike } from '../functions/noise/gaussian.js';
import { Distribution } from './distribution.js';

/** Normal distributions N(loc, scale²), one for each element. */
export class Normal extends Distribution {
  readonly loc: Variable;
  readonly logScale: Variable;
  readonly eventShape: Shape = [];

  /** @param options.scale standard deviation, or give options.logScale; both broadcast with loc */
  constructor(loc: Operand, { scale = null, logScale = null }: { scale?: Operand | null; logScale?: Operand | null }) {
    super();
    if ((scale === null) === (logScale === null)) throw new EngineError('Normal: give either scale or logScale');
    const spread = logScale === null ? log(asVariable(scale as Operand)) : asVariable(logScale);
    [this.loc, this.logScale] = broadcast(loc, spread);
  }

  get scale(): Variable {
    return exp(this.logScale);
  }

  get batchShape(): Shape {
    return this.loc.shape;
  }

  override get mean(): Variable {
    return this.loc;
  }

  override get variance(): Variable {
    return exp(this.logScale.mul(2));
  }

  override get entropy(): Variable {
    return this.logScale.add(0.5 + 0.5 * Math.log(2 * Math.PI));
  }

  override logProb(x: Variable): Variable {
    const z = x.sub(this.loc).mul(exp(this.logScale.neg()));
    return square(z)
      .mul(-0.5)
      .sub(this.logScale)
      .sub(0.5 * Math.log(2 * Math.PI));
  }

  override cdf(x: Variable): Variable {
    const z = x.sub(this.loc).div(this.scale);
    return erf(z.mul(Math.SQRT1_2)).add(1).mul(0.5);
  }

  override sample(shape: Shape = []): Variable {
    const full = [...shape, ...this.batchShape];
    const noise = normalLike(Tensor.zeros(full, 'float32', this.loc.data.backend));
    const epsilon = new Variable(noise, { requiresGrad: false });
    return broadcastTo(this.loc, full).add(epsilon.mul(this.scale));
  }
}
