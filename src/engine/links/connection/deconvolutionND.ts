import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { deconvolutionND } from '../../functions/connection/deconvolutionND.js';
import { asPerAxis, type PerAxis } from '../../functions/window.js';
import { KernelLink, type KernelOptions } from './kernelLink.js';

export interface DeconvolutionNDLinkOptions extends KernelOptions {
  stride?: PerAxis;
  pad?: PerAxis;
  /** Size of the result where several belong to the geometry. */
  outsize?: PerAxis | null;
  dilate?: PerAxis;
  groups?: number;
}

/** Transposed convolution over `ndim` axes with weights W (in, out/groups, k₁, …) and bias b (out). */
export class DeconvolutionND extends KernelLink {
  private readonly options: Required<
    Pick<DeconvolutionNDLinkOptions, 'stride' | 'pad' | 'outsize' | 'dilate' | 'groups'>
  >;

  /** With in-channels null, the first input tells them. */
  constructor(
    ndim: number,
    inChannels: number | null,
    outChannels: number,
    ksize: PerAxis,
    options: DeconvolutionNDLinkOptions = {},
  ) {
    const { stride = 1, pad = 0, outsize = null, dilate = 1, groups = 1 } = options;
    const kernel = asPerAxis('DeconvolutionND', ksize, ndim);
    super(inChannels, outChannels, (channels) => [channels, outChannels / groups, ...kernel], options);
    this.options = { stride, pad, outsize, dilate, groups };
  }

  /** x (N, in, d₁, …) → (N, out, o₁, …). */
  override forward(x: Operand): Variable {
    const v = asVariable(x);
    this.initializeFor(v);
    return deconvolutionND(v, this.W, this.b, this.options);
  }
}

/** Transposed convolution over one axis, (N, in, d). */
export class Deconvolution1D extends DeconvolutionND {
  constructor(inChannels: number | null, outChannels: number, ksize: PerAxis, options?: DeconvolutionNDLinkOptions) {
    super(1, inChannels, outChannels, ksize, options);
  }
}

/** Transposed convolution over three axes, (N, in, D, H, W). */
export class Deconvolution3D extends DeconvolutionND {
  constructor(inChannels: number | null, outChannels: number, ksize: PerAxis, options?: DeconvolutionNDLinkOptions) {
    super(3, inChannels, outChannels, ksize, options);
  }
}
