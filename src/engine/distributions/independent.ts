import type { Shape } from '../backends/backend.js';
import { EngineError } from '../core/errors.js';
import type { Variable } from '../core/variable.js';
import { sum } from '../functions/math/sum.js';
import { Distribution } from './distribution.js';

/** Takes the last axes of an array of distributions together as one distribution, whose probabilities multiply. */
export class Independent extends Distribution {
  readonly #axes: number;

  /** @param axes how many batch axes become axes of an event; default: all but the first */
  constructor(
    readonly distribution: Distribution,
    axes: number = Math.max(distribution.batchShape.length - 1, 0),
  ) {
    super();
    if (axes > distribution.batchShape.length)
      throw new EngineError(`Independent: ${axes} axes of a batch of ${distribution.batchShape.length}`);
    this.#axes = axes;
  }

  get batchShape(): Shape {
    return this.distribution.batchShape.slice(0, this.distribution.batchShape.length - this.#axes);
  }

  get eventShape(): Shape {
    const { batchShape, eventShape } = this.distribution;
    return [...batchShape.slice(batchShape.length - this.#axes), ...eventShape];
  }

  /** Sums the axes that became part of an event. */
  reduce(x: Variable): Variable {
    return this.#axes === 0 ? x : sum(x, { axis: Array.from({ length: this.#axes }, (_, i) => x.ndim - 1 - i) });
  }

  override get mean(): Variable {
    return this.distribution.mean;
  }

  override get variance(): Variable {
    return this.distribution.variance;
  }

  override get entropy(): Variable {
    return this.reduce(this.distribution.entropy);
  }

  override logProb(x: Variable): Variable {
    return this.reduce(this.distribution.logProb(x));
  }

  override sample(shape: Shape = []): Variable {
    return this.distribution.sample(shape);
  }
}
