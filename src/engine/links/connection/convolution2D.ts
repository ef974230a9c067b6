import type { Box } from '../../backends/backend.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { type Convolution2DOptions, convolution2D } from '../../functions/connection/convolution2D.js';
import { updateConvolution2D } from '../../functions/connection/updateConvolution2D.js';
import { asPair, type Pair } from '../../functions/window.js';
import { KernelLink, type KernelOptions } from './kernelLink.js';

export interface ConvolutionOptions extends KernelOptions {
  stride?: Pair;
  pad?: Pair;
  dilate?: Pair;
  groups?: number;
}

/** Arguments of a convolution link: (in, out, ksize, options), or the shorthand (out, ksize, options). */
export type ConvolutionArguments =
  | [inChannels: number | null, outChannels: number, ksize: Pair, options?: ConvolutionOptions]
  | [outChannels: number, ksize: Pair, options?: ConvolutionOptions];

const isPair = (value: Pair | ConvolutionOptions | undefined): value is Pair =>
  typeof value === 'number' || Array.isArray(value);

/** Which of the two forms the arguments have. */
export function readConvolutionArguments(args: ConvolutionArguments): {
  inChannels: number | null;
  outChannels: number;
  kernel: readonly [number, number];
  options: ConvolutionOptions;
} {
  const [first, second, third, fourth] = args;
  return isPair(third)
    ? { inChannels: first, outChannels: second as number, kernel: asPair(third), options: fourth ?? {} }
    : { inChannels: null, outChannels: first as number, kernel: asPair(second), options: third ?? {} };
}

/** Convolution with weights W (out, in/groups, kh, kw) and bias b (out). */
export class Convolution2D extends KernelLink {
  private readonly options: { stride: Pair; pad: Pair; dilate: Pair; groups: number };

  /** With in-channels null or left out, the first input tells them. */
  constructor(...args: ConvolutionArguments) {
    const { inChannels, outChannels, kernel, options } = readConvolutionArguments(args);
    const { stride = 1, pad = 0, dilate = 1, groups = 1 } = options;
    super(inChannels, outChannels, (channels) => [outChannels, channels / groups, ...kernel], options);
    this.options = { stride, pad, dilate, groups };
  }

  /** x (N, in, H, W) → (N, out, oh, ow); `reluInput`, `residual` and `epilogue` as in `F.convolution2D`. */
  override forward(
    x: Operand,
    extras: Pick<Convolution2DOptions, 'reluInput' | 'residual' | 'epilogue'> = {},
  ): Variable {
    const v = asVariable(x);
    this.initializeFor(v);
    return convolution2D(v, this.W, this.b, { ...this.options, ...extras });
  }
  /** What `F.updateConvolution2D` does for a result of `forward`. */
  update(y: Tensor, changed: Box, x: Operand, extras: Pick<Convolution2DOptions, 'reluInput' | 'residual'> = {}): Box {
    return updateConvolution2D(y, changed, x, this.W, this.b, { ...this.options, ...extras });
  }
}
