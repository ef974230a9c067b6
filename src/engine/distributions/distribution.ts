import type { Shape } from '../backends/backend.js';
import { EngineError } from '../core/errors.js';
import type { Variable } from '../core/variable.js';
import { log } from '../functions/math/arithmetic.js';
import { exp } from '../functions/math/exp.js';
import { sqrt } from '../functions/math/sqrt.js';

/**
 * A probability distribution, or an array of independent ones: `batchShape` tells how many, `eventShape` what one draw looks
 * like. Everything is differentiable in the parameters where it says so.
 */
export abstract class Distribution {
  abstract readonly batchShape: Shape;
  abstract readonly eventShape: Shape;

  /** Logarithm of the probability (or its density) of x, which ends in batchShape and eventShape. */
  abstract logProb(x: Variable): Variable;

  /** Draws (shape…, batchShape…, eventShape…); differentiable where the distribution can be reparametrised. */
  abstract sample(shape?: Shape): Variable;

  /** In nats, (batchShape…). */
  get entropy(): Variable {
    throw new EngineError(`${this.constructor.name}: no closed form of the entropy`);
  }

  get mean(): Variable {
    throw new EngineError(`${this.constructor.name}: no closed form of the mean`);
  }

  get variance(): Variable {
    throw new EngineError(`${this.constructor.name}: no closed form of the variance`);
  }

  get stddev(): Variable {
    return sqrt(this.variance);
  }

  prob(x: Variable): Variable {
    return exp(this.logProb(x));
  }

  /** Probability of values up to x. */
  cdf(_x: Variable): Variable {
    throw new EngineError(`${this.constructor.name}: no closed form of the cumulative probability`);
  }

  logCdf(x: Variable): Variable {
    return log(this.cdf(x));
  }

  /** Probability of values above x. */
  survivalFunction(x: Variable): Variable {
    return this.cdf(x).neg().add(1);
  }

  /** exp of the entropy for each draw. */
  get perplexity(): Variable {
    return exp(this.entropy);
  }
}
