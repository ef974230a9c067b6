import type { InitializerLike } from '../../core/initializer.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { localConvolution2D } from '../../functions/connection/localConvolution2D.js';
import { asPair, type Pair, planeOf, windowCount } from '../../functions/window.js';
import { LeCunNormal } from '../../initializers/normal.js';

/** Convolution whose weights differ from place to place: W (out, oh, ow, in, kh, kw), b (out, oh, ow). */
export class LocalConvolution2D extends Link {
  readonly W: Parameter;
  readonly b: Parameter | null;
  private readonly stride: Pair;
  private readonly outChannels: number;
  private readonly kernel: Pair;

  /** With in-channels or inSize null, the first input tells them. */
  constructor(
    inChannels: number | null,
    outChannels: number,
    inSize: Pair | null,
    ksize: Pair,
    {
      stride = 1 as Pair,
      nobias = false,
      initialW = null as InitializerLike | null,
      initialBias = 0 as InitializerLike,
    } = {},
  ) {
    super();
    this.stride = stride;
    this.W = new Parameter(initialW ?? new LeCunNormal(), null, 'W');
    this.b = nobias ? null : new Parameter(initialBias, null, 'b');
    this.outChannels = outChannels;
    this.kernel = ksize;
    if (inChannels !== null && inSize !== null) this.initialize(inChannels, asPair(inSize));
  }

  private initialize(channels: number, size: readonly [number, number]): void {
    const { outChannels } = this;
    const window = { kernel: asPair(this.kernel), stride: asPair(this.stride), pad: [0, 0] as [number, number] };
    const counts = windowCount('LocalConvolution2D', size, window, false);
    this.W.initialize([outChannels, ...counts, channels, ...window.kernel]);
    this.b?.initialize([outChannels, ...counts]);
  }

  override forward(x: Operand): Variable {
    const v = asVariable(x);
    this.initialize(v.shape[1], planeOf(v.shape));
    return localConvolution2D(v, this.W, this.b, { stride: this.stride });
  }
}
