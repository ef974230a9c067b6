import { type Shape, sizeOf } from '../backends/backend.js';
import { EngineError } from '../core/errors.js';
import { nextStream } from '../core/random.js';
import { Tensor } from '../core/tensor.js';
import { asVariable, type Operand, Variable } from '../core/variable.js';
import { logSoftmax } from '../functions/activation/logSoftmax.js';
import { broadcastTo } from '../functions/array/broadcastTo.js';
import { reshape } from '../functions/array/reshape.js';
import { selectItem } from '../functions/array/selectItem.js';
import { log } from '../functions/math/arithmetic.js';
import { maximum } from '../functions/math/elementwiseExtremum.js';
import { exp } from '../functions/math/exp.js';
import { sum } from '../functions/math/sum.js';
import { Distribution } from './distribution.js';

/** Distributions over classes 0 … K − 1; the last axis of the parameters is K. Draws are int32. */
export class Categorical extends Distribution {
  readonly logP: Variable;
  readonly eventShape: Shape = [];

  /** @param options.p probabilities that sum to 1, or give options.logit, scores of any size */
  constructor({ p = null, logit = null }: { p?: Operand | null; logit?: Operand | null }) {
    super();
    if ((p === null) === (logit === null)) throw new EngineError('Categorical: give either p or logit');
    this.logP = logit === null ? log(asVariable(p as Operand)) : logSoftmax(asVariable(logit), { axis: -1 });
  }

  get p(): Variable {
    return exp(this.logP);
  }

  get batchShape(): Shape {
    return this.logP.shape.slice(0, -1);
  }

  override get entropy(): Variable {
    // p·log p counts as 0 at p = 0.
    const surprise = this.p.mul(asFinite(this.logP)).neg();
    return sum(surprise, { axis: surprise.ndim - 1 });
  }

  /** @param x int32 classes (…, batchShape) */
  override logProb(x: Variable): Variable {
    const classes = this.logP.shape.at(-1) ?? 0;
    const rows = reshape(broadcastTo(this.logP, [...x.shape, classes]), [x.size, classes]);
    return reshape(selectItem(asFinite(rows), reshape(x, [x.size])), x.shape);
  }

  /** By the Gumbel trick: argmax of log p + noise; not differentiable. */
  override sample(shape: Shape = []): Variable {
    const { backend } = this.logP.data;
    const full = [...shape, ...this.logP.shape];
    const { seed, stream } = nextStream();
    const u = new Tensor(backend, backend.randomUniform(full, seed, stream));
    // The grid of u has 2⁻²⁴ between its points: half a step keeps both logarithms finite.
    const noisy = u
      .add(2 ** -25)
      .log()
      .neg()
      .log()
      .neg()
      .add(this.logP.data);
    if (sizeOf(full) === 0) throw new EngineError('Categorical: no classes to draw from');
    return new Variable(new Tensor(backend, backend.argReduce('max', noisy.array, full.length - 1)), {
      requiresGrad: false,
    });
  }
}

/** −∞ as a number so low that its products with 0 are 0. */
const asFinite = (x: Variable): Variable => {
  const floor = Tensor.full([], -1e30, x.dtype, x.data.backend);
  return maximum(x, new Variable(floor, { requiresGrad: false }));
};
