import type { InitializerLike } from '../../core/initializer.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { depthwiseConvolution2D } from '../../functions/connection/depthwiseConvolution2D.js';
import { asPair, type Pair } from '../../functions/window.js';
import { LeCunNormal } from '../../initializers/normal.js';

/** Convolves every channel by itself with `channelMultiplier` kernels: W (multiplier, in, kh, kw), b (in·multiplier). */
export class DepthwiseConvolution2D extends Link {
  readonly W: Parameter;
  readonly b: Parameter | null;
  private readonly options: { stride: Pair; pad: Pair };
  private readonly shapes: (inChannels: number) => [weight: number[], bias: number[]];

  /** With in-channels null, the first input tells them. */
  constructor(
    inChannels: number | null,
    channelMultiplier: number,
    ksize: Pair,
    {
      stride = 1 as Pair,
      pad = 0 as Pair,
      nobias = false,
      initialW = null as InitializerLike | null,
      initialBias = 0 as InitializerLike,
    } = {},
  ) {
    super();
    this.options = { stride, pad };
    this.shapes = (channels) => [[channelMultiplier, channels, ...asPair(ksize)], [channels * channelMultiplier]];
    const [weight, bias] = inChannels === null ? [null, null] : this.shapes(inChannels);
    this.W = new Parameter(initialW ?? new LeCunNormal(), weight, 'W');
    this.b = nobias ? null : new Parameter(initialBias, bias, 'b');
  }

  override forward(x: Operand): Variable {
    const v = asVariable(x);
    const [weight, bias] = this.shapes(v.shape[1]);
    this.W.initialize(weight);
    this.b?.initialize(bias);
    return depthwiseConvolution2D(v, this.W, this.b, this.options);
  }
}
