import { type Shape, sizeOf } from '../../backends/backend.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { hostUniform } from '../../core/random.js';
import type { Operand, Variable } from '../../core/variable.js';
import { negativeSampling } from '../../functions/loss/negativeSampling.js';

/** Negative sampling loss with weights W (vocabulary, inSize) and a sampler of identifiers by count^power. */
export class NegativeSampling extends Link {
  readonly W: Parameter;
  private readonly cumulative: Float64Array;
  private readonly sampleSize: number;

  /** @param counts how often each identifier occurs */
  constructor(inSize: number, counts: ArrayLike<number>, sampleSize: number, { power = 0.75 } = {}) {
    super();
    this.W = new Parameter(0, [counts.length, inSize], 'W');
    this.sampleSize = sampleSize;
    const weights = Float64Array.from(counts, (n) => n ** power);
    let sum = 0;
    this.cumulative = weights.map((w) => (sum += w));
  }

  /** Draws identifiers, as the engine's random numbers have it. */
  readonly sample = (shape: Shape): Int32Array => {
    const total = this.cumulative.at(-1) ?? 0;
    return Int32Array.from(hostUniform(sizeOf(shape)), (u) => this.find(u * total));
  };

  /** The first identifier whose cumulative weight exceeds a value. */
  private find(value: number): number {
    let [low, high] = [0, this.cumulative.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.cumulative[middle] > value) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** @param x (N, inSize). @param t int32 identifiers (N); −1 counts for nothing */
  override forward(x: Operand, t: Operand, { reduce = 'sum' as 'sum' | 'no' } = {}): Variable {
    return negativeSampling(x, t, this.W, this.sample, this.sampleSize, { reduce });
  }
}
