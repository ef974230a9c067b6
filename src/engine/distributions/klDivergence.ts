import { EngineError } from '../core/errors.js';
import type { Variable } from '../core/variable.js';
import { softplus } from '../functions/activation/softplus.js';
import { exp } from '../functions/math/exp.js';
import { square } from '../functions/math/square.js';
import { sum } from '../functions/math/sum.js';
import { Bernoulli } from './bernoulli.js';
import { Categorical } from './categorical.js';
import type { Distribution } from './distribution.js';
import { Independent } from './independent.js';
import { Normal } from './normal.js';

/**
 * Kullback–Leibler divergence of q from p, (batchShape…), differentiable in both: ∫ p·log(p/q).
 *
 * @throws EngineError for pairs without a closed form here
 */
export function klDivergence(p: Distribution, q: Distribution): Variable {
  if (p instanceof Normal && q instanceof Normal) {
    const ratio = p.logScale.sub(q.logScale);
    const distance = square(p.loc.sub(q.loc)).mul(exp(q.logScale.mul(-2)));
    return exp(ratio.mul(2)).add(distance).sub(1).mul(0.5).sub(ratio);
  }
  if (p instanceof Categorical && q instanceof Categorical) {
    const terms = p.p.mul(p.logP.sub(q.logP));
    return sum(terms, { axis: terms.ndim - 1 });
  }
  if (p instanceof Bernoulli && q instanceof Bernoulli)
    return p.p.mul(p.logit.sub(q.logit)).sub(softplus(p.logit)).add(softplus(q.logit));
  if (p instanceof Independent && q instanceof Independent)
    return p.reduce(klDivergence(p.distribution, q.distribution));
  throw new EngineError(`klDivergence: no closed form for ${p.constructor.name} and ${q.constructor.name}`);
}
