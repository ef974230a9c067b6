import type { InitializerLike } from '../../core/initializer.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { linear } from '../../functions/connection/linear.js';
import { LeCunNormal } from '../../initializers/normal.js';

export interface LinearOptions {
  nobias?: boolean;
  initialW?: InitializerLike | null;
  initialBias?: InitializerLike;
}

/** Fully connected layer: y = x·Wᵀ + b, W (out, in). */
export class Linear extends Link {
  readonly W: Parameter;
  readonly b: Parameter | null;
  private readonly outSize: number;

  /** `Linear(inSize, outSize)`; with inSize null or left out, the first input tells it. */
  constructor(inSize: number | null, outSize: number, options?: LinearOptions);
  constructor(outSize: number, options?: LinearOptions);
  constructor(first: number | null, second?: number | LinearOptions, third: LinearOptions = {}) {
    super();
    const short = typeof second !== 'number';
    const [inSize, outSize] = short ? [null, first as number] : [first, second];
    const { nobias = false, initialW = null, initialBias = 0 } = (short ? second : third) ?? {};
    this.outSize = outSize;
    this.W = new Parameter(initialW ?? new LeCunNormal(), inSize === null ? null : [outSize, inSize], 'W');
    this.b = nobias ? null : new Parameter(initialBias, [outSize], 'b');
  }

  override forward(x: Operand, { nBatchAxes = 1 } = {}): Variable {
    const v = asVariable(x);
    const features = v.shape.slice(nBatchAxes).reduce((n, d) => n * d, 1);
    this.W.initialize([this.outSize, features]);
    return linear(v, this.W, this.b, { nBatchAxes });
  }
}
