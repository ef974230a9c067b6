import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { type Deconvolution2DOptions, deconvolution2D } from '../../functions/connection/deconvolution2D.js';
import type { Pair } from '../../functions/window.js';
import { LeCunNormal } from '../../initializers/normal.js';
import { type ConvolutionOptions, readConvolutionArguments } from './convolution2D.js';

export interface DeconvolutionOptions extends ConvolutionOptions {
  /** Size of the result where several belong to the geometry. */
  outsize?: Pair | null;
}

type DeconvolutionArguments =
  | [inChannels: number | null, outChannels: number, ksize: Pair, options?: DeconvolutionOptions]
  | [outChannels: number, ksize: Pair, options?: DeconvolutionOptions];

/** Transposed convolution with weights W (in, out/groups, kh, kw) and bias b (out). */
export class Deconvolution2D extends Link {
  readonly W: Parameter;
  readonly b: Parameter | null;
  readonly #weightShape: (inChannels: number) => number[];
  readonly #options: { stride: Pair; pad: Pair; dilate: Pair; groups: number; outsize: Pair | null };

  /** With in-channels null or left out, the first input tells them. */
  constructor(...args: DeconvolutionArguments) {
    super();
    const { inChannels, outChannels, kernel, options } = readConvolutionArguments(args);
    const { nobias = false, initialW = null, initialBias = 0 } = options;
    const { stride = 1, pad = 0, dilate = 1, groups = 1, outsize = null } = options as DeconvolutionOptions;
    this.#options = { stride, pad, dilate, groups, outsize };
    this.#weightShape = (channels) => [channels, outChannels / groups, ...kernel];
    this.W = new Parameter(
      initialW ?? new LeCunNormal(),
      inChannels === null ? null : this.#weightShape(inChannels),
      'W',
    );
    this.b = nobias ? null : new Parameter(initialBias, [outChannels], 'b');
  }

  /** x (N, in, h, w) → (N, out, H, W); `epilogue` as in `F.deconvolution2D`. */
  override forward(x: Operand, extras: Pick<Deconvolution2DOptions, 'epilogue'> = {}): Variable {
    const v = asVariable(x);
    if (!this.W.isInitialized) this.W.initialize(this.#weightShape(v.shape[1]));
    return deconvolution2D(v, this.W, this.b, { ...this.#options, ...extras });
  }
}
