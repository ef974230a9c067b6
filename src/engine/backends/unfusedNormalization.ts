import { type Backend, type DeviceArray, type Normalization, sizeOf } from './backend.js';

type Pieces = Pick<Backend, 'unary' | 'binary' | 'reduce' | 'reshape' | 'free'>;

/** Steps of a computation of one shape of means: each result is freed at the end unless it is handed out. */
class Steps {
  readonly #made = new Set<DeviceArray>();
  readonly #kept: readonly number[];
  readonly perMean: number;

  constructor(
    private readonly backend: Pieces,
    x: DeviceArray,
    private readonly axes: readonly number[],
  ) {
    this.#kept = x.shape.map((d, axis) => (axes.includes(axis) ? 1 : d));
    this.perMean = sizeOf(this.#kept) / sizeOf(x.shape);
  }

  #note(made: DeviceArray): DeviceArray {
    this.#made.add(made);
    return made;
  }

  unary(...args: Parameters<Backend['unary']>): DeviceArray {
    return this.#note(this.backend.unary(...args));
  }

  binary(...args: Parameters<Backend['binary']>): DeviceArray {
    return this.#note(this.backend.binary(...args));
  }

  scale(x: DeviceArray, by: number): DeviceArray {
    return this.unary('affine', x, by, 0);
  }

  /** One element for each mean, in the shape of the means. */
  perMeanShape(values: DeviceArray): DeviceArray {
    return this.#note(this.backend.reshape(values, this.#kept));
  }

  /** Sums with the axes as 1. */
  sum(x: DeviceArray): DeviceArray {
    return this.perMeanShape(this.#note(this.backend.reduce('sum', x, this.axes)));
  }

  /** Frees what was made but for the results. */
  end<T extends Record<string, DeviceArray>>(results: T): T {
    const kept = new Set<DeviceArray>(Object.values(results));
    for (const made of this.#made) if (!kept.has(made)) this.backend.free(made);
    return results;
  }
}

/** `Backend.standardize` of element-wise operations and reductions, for a backend that joins those, or has no kernel for the axes. */
export function unfusedStandardize(backend: Pieces, x: DeviceArray, normalization: Normalization) {
  const { axes, eps, gamma, beta, relu } = normalization;
  const steps = new Steps(backend, x, axes);
  const mean = steps.scale(steps.sum(x), steps.perMean);
  const centred = steps.binary('sub', x, mean);
  const variance = steps.scale(steps.sum(steps.unary('square', centred)), steps.perMean);
  const inverse = steps.unary('rsqrt', steps.unary('affine', variance, 1, eps));
  const scale = gamma ? steps.binary('mul', inverse, steps.perMeanShape(gamma)) : inverse;
  let y = steps.binary('mul', centred, scale);
  if (beta) y = steps.binary('add', y, steps.perMeanShape(beta));
  if (relu) y = steps.unary('relu', y);
  return steps.end({ y, mean, variance });
}

/** `Backend.standardizeGrad` likewise. */
export function unfusedStandardizeGrad(
  backend: Pieces,
  x: DeviceArray,
  y: DeviceArray,
  gradient: DeviceArray,
  mean: DeviceArray,
  variance: DeviceArray,
  { axes, eps, gamma, relu }: Normalization,
) {
  const steps = new Steps(backend, x, axes);
  const gy = relu ? steps.binary('reluGrad', y, gradient) : gradient;
  const inverse = steps.unary('rsqrt', steps.unary('affine', variance, 1, eps));
  const scale = gamma ? steps.binary('mul', inverse, steps.perMeanShape(gamma)) : inverse;
  const centred = steps.binary('sub', x, mean);
  const gbeta = steps.sum(gy);
  const ggamma = steps.binary('mul', steps.sum(steps.binary('mul', gy, centred)), inverse);
  // gx = scale·gy − slope·(x − μ) − term
  const slope = steps.binary('mul', steps.binary('mul', scale, inverse), steps.scale(ggamma, steps.perMean));
  const term = steps.binary('mul', scale, steps.scale(gbeta, steps.perMean));
  const linear = steps.binary('sub', steps.binary('mul', gy, scale), steps.binary('mul', centred, slope));
  return steps.end({ gx: steps.binary('sub', linear, term), ggamma, gbeta });
}
