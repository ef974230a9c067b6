import { config } from '../../core/config.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { Tensor } from '../../core/tensor.js';
import type { Operand, Variable } from '../../core/variable.js';
import { batchRenormalization } from '../../functions/normalization/batchRenormalization.js';
import { fixedBatchNormalization } from '../../functions/normalization/fixedBatchNormalization.js';

/**
 * Batch normalisation corrected towards its running statistics, so that training and use agree.
 *
 * @see Ioffe 2017, arXiv:1702.03275
 */
export class BatchRenormalization extends Link {
  readonly gamma: Parameter;
  readonly beta: Parameter;
  private readonly options: { eps: number; decay: number };
  /** Limits of the correction; may be widened while training goes on. */
  rmax: number;
  dmax: number;

  /** @param size number of channels */
  constructor(size: number, { rmax = 1, dmax = 0, decay = 0.9, eps = 2e-5 } = {}) {
    super();
    this.rmax = rmax;
    this.dmax = dmax;
    this.options = { eps, decay };
    this.gamma = new Parameter(1, [size], 'gamma', 'float32');
    this.beta = new Parameter(0, [size], 'beta', 'float32');
    this.addPersistent('N', 0);
    this.addPersistent('avg_mean', Tensor.zeros([size]));
    this.addPersistent('avg_var', Tensor.full([size], 1));
  }

  get avgMean(): Tensor {
    return this.persistent('avg_mean') as Tensor;
  }

  get avgVar(): Tensor {
    return this.persistent('avg_var') as Tensor;
  }

  override forward(x: Operand): Variable {
    const { eps } = this.options;
    if (!config.train) return fixedBatchNormalization(x, this.gamma, this.beta, this.avgMean, this.avgVar, { eps });
    const statistics = { runningMean: this.avgMean, runningVar: this.avgVar };
    return batchRenormalization(x, this.gamma, this.beta, this.rmax, this.dmax, statistics, this.options);
  }
}
