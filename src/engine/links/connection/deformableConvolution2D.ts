import type { InitializerLike } from '../../core/initializer.js';
import { Chain, Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { deformableConvolution2DSampler } from '../../functions/connection/deformableConvolution2DSampler.js';
import { asPair, type Pair } from '../../functions/window.js';
import { LeCunNormal } from '../../initializers/normal.js';
import { Convolution2D, type ConvolutionOptions } from './convolution2D.js';

/** The convolution that reads at moved places. */
class DeformableSampler extends Link {
  readonly W: Parameter;
  readonly b: Parameter | null;
  private readonly shape: (channels: number) => number[];
  private readonly geometry: { stride: Pair; pad: Pair };

  constructor(
    inChannels: number | null,
    outChannels: number,
    ksize: Pair,
    { stride = 1, pad = 0, nobias = false, initialW = null, initialBias = 0 }: ConvolutionOptions,
  ) {
    super();
    this.geometry = { stride, pad };
    this.shape = (channels) => [outChannels, channels, ...asPair(ksize)];
    this.W = new Parameter(initialW ?? new LeCunNormal(), inChannels === null ? null : this.shape(inChannels), 'W');
    this.b = nobias ? null : new Parameter(initialBias, [outChannels], 'b');
  }

  override forward(x: Variable, offset: Variable): Variable {
    this.W.initialize(this.shape(x.shape[1]));
    return deformableConvolution2DSampler(x, offset, this.W, this.b, this.geometry);
  }
}

/**
 * Deformable convolution: a first convolution finds where each cell of the windows reads. The offsets begin at 0 and the
 * weights as those of any convolution (in Chainer the weights begin at 0 and the offsets do not, so that nothing is learned at
 * first).
 *
 * @see Dai et al. 2017, arXiv:1703.06211
 */
export class DeformableConvolution2D extends Chain {
  readonly offset_conv: Convolution2D;
  readonly deform_conv: DeformableSampler;

  /** With in-channels null, the first input tells them. */
  constructor(
    inChannels: number | null,
    outChannels: number,
    ksize: Pair,
    {
      stride = 1 as Pair,
      pad = 0 as Pair,
      offsetInitialW = 0 as InitializerLike,
      deformNobias = false,
      deformInitialW = null as InitializerLike | null,
    } = {},
  ) {
    super();
    const [kh, kw] = asPair(ksize);
    this.offset_conv = new Convolution2D(inChannels, 2 * kh * kw, ksize, { stride, pad, initialW: offsetInitialW });
    this.deform_conv = new DeformableSampler(inChannels, outChannels, ksize, {
      stride,
      pad,
      nobias: deformNobias,
      initialW: deformInitialW,
    });
  }

  override forward(x: Operand): Variable {
    const v = asVariable(x);
    return this.deform_conv.forward(v, this.offset_conv.forward(v));
  }
}
