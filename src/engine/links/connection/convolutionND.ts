import type { InitializerLike } from '../../core/initializer.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { convolutionND } from '../../functions/connection/convolutionND.js';
import { asPerAxis, type PerAxis } from '../../functions/window.js';
import { LeCunNormal } from '../../initializers/normal.js';

export interface ConvolutionNDLinkOptions {
  stride?: PerAxis;
  pad?: PerAxis;
  dilate?: PerAxis;
  groups?: number;
  coverAll?: boolean;
  nobias?: boolean;
  initialW?: InitializerLike | null;
  initialBias?: InitializerLike;
}

/** Convolution over `ndim` axes with weights W (out, in/groups, k₁, …) and bias b (out). */
export class ConvolutionND extends Link {
  readonly W: Parameter;
  readonly b: Parameter | null;
  readonly #weightShape: (inChannels: number) => number[];
  readonly #options: Required<Pick<ConvolutionNDLinkOptions, 'stride' | 'pad' | 'dilate' | 'groups' | 'coverAll'>>;

  /** With in-channels null, the first input tells them. */
  constructor(
    ndim: number,
    inChannels: number | null,
    outChannels: number,
    ksize: PerAxis,
    options: ConvolutionNDLinkOptions = {},
  ) {
    super();
    const { stride = 1, pad = 0, dilate = 1, groups = 1, coverAll = false } = options;
    const { nobias = false, initialW = null, initialBias = 0 } = options;
    const kernel = asPerAxis('ConvolutionND', ksize, ndim);
    this.#options = { stride, pad, dilate, groups, coverAll };
    this.#weightShape = (channels) => [outChannels, channels / groups, ...kernel];
    this.W = new Parameter(
      initialW ?? new LeCunNormal(),
      inChannels === null ? null : this.#weightShape(inChannels),
      'W',
    );
    this.b = nobias ? null : new Parameter(initialBias, [outChannels], 'b');
  }

  /** x (N, in, d₁, …) → (N, out, o₁, …). */
  override forward(x: Operand): Variable {
    const v = asVariable(x);
    this.W.initialize(this.#weightShape(v.shape[1]));
    return convolutionND(v, this.W, this.b, this.#options);
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
