import type { InitializerLike } from '../../core/initializer.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import type { Variable } from '../../core/variable.js';
import { LeCunNormal } from '../../initializers/normal.js';

/** How a convolution's weights and bias begin. */
export interface KernelOptions {
  nobias?: boolean;
  initialW?: InitializerLike | null;
  initialBias?: InitializerLike;
}

/** What convolutions share: weights W, whose shape the first input tells where the in-channels were left out, and bias b (out). */
export abstract class KernelLink extends Link {
  readonly W: Parameter;
  readonly b: Parameter | null;
  private readonly weightShape: (inChannels: number) => number[];

  constructor(
    inChannels: number | null,
    outChannels: number,
    weightShape: (inChannels: number) => number[],
    { nobias = false, initialW = null, initialBias = 0 }: KernelOptions,
  ) {
    super();
    this.weightShape = weightShape;
    this.W = new Parameter(initialW ?? new LeCunNormal(), inChannels === null ? null : weightShape(inChannels), 'W');
    this.b = nobias ? null : new Parameter(initialBias, [outChannels], 'b');
  }

  /** Gives W its shape if it waits for the channels of x (N, in, …). */
  protected initializeFor(x: Variable): void {
    if (!this.W.isInitialized) this.W.initialize(this.weightShape(x.shape[1]));
  }
}
