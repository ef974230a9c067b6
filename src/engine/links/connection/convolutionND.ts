import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { convolutionND } from '../../functions/connection/convolutionND.js';
import { asPerAxis, type PerAxis } from '../../functions/window.js';
import { KernelLink, type KernelOptions } from './kernelLink.js';

export interface ConvolutionNDLinkOptions extends KernelOptions {
  stride?: PerAxis;
  pad?: PerAxis;
  dilate?: PerAxis;
  groups?: number;
  coverAll?: boolean;
}

/** Convolution over `ndim` axes with weights W (out, in/groups, k₁, …) and bias b (out). */
export class ConvolutionND extends KernelLink {
  private readonly options: Required<
    Pick<ConvolutionNDLinkOptions, 'stride' | 'pad' | 'dilate' | 'groups' | 'coverAll'>
  >;

  /** With in-channels null, the first input tells them. */
  constructor(
    ndim: number,
    inChannels: number | null,
    outChannels: number,
    ksize: PerAxis,
    options: ConvolutionNDLinkOptions = {},
  ) {
    const { stride = 1, pad = 0, dilate = 1, groups = 1, coverAll = false } = options;
    const kernel = asPerAxis('ConvolutionND', ksize, ndim);
    super(inChannels, outChannels, (channels) => [outChannels, channels / groups, ...kernel], options);
    this.options = { stride, pad, dilate, groups, coverAll };
  }

  /** x (N, in, d₁, …) → (N, out, o₁, …). */
  override forward(x: Operand): Variable {
    const v = asVariable(x);
    this.initializeFor(v);
    return convolutionND(v, this.W, this.b, this.options);
  }
}

/** Convolution over one axis, (N, in, d). */
export class Convolution1D extends ConvolutionND {
  constructor(inChannels: number | null, outChannels: number, ksize: PerAxis, options?: ConvolutionNDLinkOptions) {
    super(1, inChannels, outChannels, ksize, options);
  }
}

/** Convolution over three axes, (N, in, D, H, W). */
export class Convolution3D extends ConvolutionND {
  constructor(inChannels: number | null, outChannels: number, ksize: PerAxis, options?: ConvolutionNDLinkOptions) {
    super(3, inChannels, outChannels, ksize, options);
  }
}
