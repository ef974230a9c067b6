import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { type Deconvolution2DOptions, deconvolution2D } from '../../functions/connection/deconvolution2D.js';
import type { Pair } from '../../functions/window.js';
import { type ConvolutionOptions, readConvolutionArguments } from './convolution2D.js';
import { KernelLink } from './kernelLink.js';

export interface DeconvolutionOptions extends ConvolutionOptions {
  /** Size of the result where several belong to the geometry. */
  outsize?: Pair | null;
}

type DeconvolutionArguments =
  | [inChannels: number | null, outChannels: number, ksize: Pair, options?: DeconvolutionOptions]
  | [outChannels: number, ksize: Pair, options?: DeconvolutionOptions];

/** Transposed convolution with weights W (in, out/groups, kh, kw) and bias b (out). */
export class Deconvolution2D extends KernelLink {
  private readonly options: { stride: Pair; pad: Pair; dilate: Pair; groups: number; outsize: Pair | null };

  /** With in-channels null or left out, the first input tells them. */
  constructor(...args: DeconvolutionArguments) {
    const { inChannels, outChannels, kernel, options } = readConvolutionArguments(args);
    const { stride = 1, pad = 0, dilate = 1, groups = 1, outsize = null } = options as DeconvolutionOptions;
    super(inChannels, outChannels, (channels) => [channels, outChannels / groups, ...kernel], options);
    this.options = { stride, pad, dilate, groups, outsize };
  }

  /** x (N, in, h, w) → (N, out, H, W); `epilogue` as in `F.deconvolution2D`. */
  override forward(x: Operand, extras: Pick<Deconvolution2DOptions, 'epilogue'> = {}): Variable {
    const v = asVariable(x);
    this.initializeFor(v);
    return deconvolution2D(v, this.W, this.b, { ...this.options, ...extras });
  }
}
