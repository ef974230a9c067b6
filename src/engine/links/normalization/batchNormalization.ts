import { type Shape, sizeOf } from '../../backends/backend.js';
import { config } from '../../core/config.js';
import { EngineError } from '../../core/errors.js';
import { asInitializer, type InitializerLike } from '../../core/initializer.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { normalizeAxes } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, Variable } from '../../core/variable.js';
import { relu as rectify } from '../../functions/activation/relu.js';
import { batchNormalization } from '../../functions/normalization/batchNormalization.js';
import { fixedBatchNormalization } from '../../functions/normalization/fixedBatchNormalization.js';

export interface BatchNormalizationLinkOptions {
  /** Share that the running statistics keep of themselves at each step. */
  decay?: number;
  eps?: number;
  useGamma?: boolean;
  useBeta?: boolean;
  initialGamma?: InitializerLike;
  initialBeta?: InitializerLike;
  /** Axes to average over; null: axis 0 and those after the channels'. Needed where the size is null. */
  axis?: number | readonly number[] | null;
  initialAvgMean?: InitializerLike;
  initialAvgVar?: InitializerLike;
}

/**
 * Batch normalisation with running statistics. While training it normalises by the batch and follows its statistics
 * (`avg_mean`, `avg_var`); in use (`config.train` off) it normalises by those.
 */
export class BatchNormalization extends Link {
  readonly gamma: Parameter | null;
  readonly beta: Parameter | null;
  private readonly options: Required<Pick<BatchNormalizationLinkOptions, 'decay' | 'eps'>>;
  private readonly axis: readonly number[] | null;
  private readonly initialStatistics: readonly [InitializerLike, InitializerLike];
  private size: Shape | null = null;

  /** @param size number of channels, or the shape of the axes that keep their own statistics; null: known at the first input */
  constructor(
    size: number | Shape | null,
    {
      decay = 0.9,
      eps = 2e-5,
      useGamma = true,
      useBeta = true,
      initialGamma = 1,
      initialBeta = 0,
      axis = null,
      initialAvgMean = 0,
      initialAvgVar = 1,
    }: BatchNormalizationLinkOptions = {},
  ) {
    super();
    if (size === null && axis === null)
      throw new EngineError('BatchNormalization: give the size (number of channels), or the axis to average over');
    this.options = { decay, eps };
    this.axis = typeof axis === 'number' ? [axis] : axis;
    this.initialStatistics = [initialAvgMean, initialAvgVar];
    this.gamma = useGamma ? new Parameter(initialGamma, null, 'gamma', 'float32') : null;
    this.beta = useBeta ? new Parameter(initialBeta, null, 'beta', 'float32') : null;
    this.addPersistent('N', 0);
    if (size !== null) this.initialize(typeof size === 'number' ? [size] : size);
  }

  /** Running mean of each channel. */
  get avgMean(): Tensor {
    return this.persistent('avg_mean') as Tensor;
  }

  /** Running variance of each channel, unbiased. */
  get avgVar(): Tensor {
    return this.persistent('avg_var') as Tensor;
  }

  private initialize(size: Shape): void {
    this.size = size;
    this.gamma?.initialize(size);
    this.beta?.initialize(size);
    const [mean, variance] = this.initialStatistics.map((init) =>
      Tensor.from(Float32Array.from(asInitializer(init).generate(size)), size),
    );
    this.addPersistent('avg_mean', mean);
    this.addPersistent('avg_var', variance);
  }

  /** What normalising by the running statistics does to each channel: x·scale + shift. */
  runningAffine(): { scale: Tensor; shift: Tensor } {
    const inverse = this.avgVar.add(this.options.eps).unary('rsqrt');
    const scale = this.gamma ? inverse.mul(this.gamma.data) : inverse;
    const centred = this.avgMean.mul(scale).neg();
    return { scale, shift: this.beta ? centred.add(this.beta.data) : centred };
  }

  /** Starts averaging anew: the next `forward(x, { finetune: true })` replaces the running statistics. */
  startFinetuning(): void {
    this.setPersistent('N', 0);
  }

  /**
   * x (N, C, …) → normalised.
   *
   * @param options.finetune while training, average the statistics evenly over the calls since `startFinetuning`
   * @param options.relu     max(·, 0) of it, in the same pass while training
   */
  override forward(x: Operand, { finetune = false, relu = false } = {}): Variable {
    const v = asVariable(x);
    if (!this.size) {
      const reduced = normalizeAxes('BatchNormalization', this.axis, v.ndim);
      this.initialize(v.shape.filter((_, i) => !reduced.includes(i)));
    }
    const gamma = this.gamma ?? this.filled(1);
    const beta = this.beta ?? this.filled(0);
    const { eps } = this.options;
    if (!config.train) {
      const y = fixedBatchNormalization(v, gamma, beta, this.avgMean, this.avgVar, { eps, axis: this.axis });
      return relu ? rectify(y) : y;
    }

    let { decay } = this.options;
    if (finetune && !config.inRecomputing) {
      const n = (this.persistent('N') as number) + 1;
      this.setPersistent('N', n);
      decay = 1 - 1 / n;
    }
    return batchNormalization(v, gamma, beta, {
      eps,
      decay,
      relu,
      axis: this.axis,
      runningMean: config.inRecomputing ? null : this.avgMean,
      runningVar: config.inRecomputing ? null : this.avgVar,
    });
  }

  /** A constant in place of a parameter that is switched off. */
  private filled(value: number): Variable {
    const size = this.size as Shape;
    return new Variable(Tensor.from(new Float32Array(sizeOf(size)).fill(value), size, this.avgMean.backend), {
      requiresGrad: false,
    });
  }
}
