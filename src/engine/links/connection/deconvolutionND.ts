import type { InitializerLike } from '../../core/initializer.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { deconvolutionND } from '../../functions/connection/deconvolutionND.js';
import { asPerAxis, type PerAxis } from '../../functions/window.js';
import { LeCunNormal } from '../../initializers/normal.js';

export interface DeconvolutionNDLinkOptions {
  stride?: PerAxis;
  pad?: PerAxis;
  /** Size of the result where several belong to the geometry. */
  outsize?: PerAxis | null;
  dilate?: PerAxis;
  groups?: number;
  nobias?: boolean;
  initialW?: InitializerLike | null;
  initialBias?: InitializerLike;
}

/** Transposed convolution over `ndim` axes with weights W (in, out/groups, k₁, …) and bias b (out). */
export class DeconvolutionND extends Link {
  readonly W: Parameter;
  readonly b: Parameter | null;
  readonly #weightShape: (inChannels: number) => number[];
  readonly #options: Required<Pick<DeconvolutionNDLinkOptions, 'stride' | 'pad' | 'outsize' | 'dilate' | 'groups'>>;

  /** With in-channels null, the first input tells them. */
  constructor(
    ndim: number,
    inChannels: number | null,
    outChannels: number,
    ksize: PerAxis,
    options: DeconvolutionNDLinkOptions = {},
  ) {
    super();
    const { stride = 1, pad = 0, outsize = null, dilate = 1, groups = 1 } = options;
    const { nobias = false, initialW = null, initialBias = 0 } = options;
    const kernel = asPerAxis('DeconvolutionND', ksize, ndim);
    this.#options = { stride, pad, outsize, dilate, groups };
    this.#weightShape = (channels) => [channels, outChannels / groups, ...kernel];
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
    return deconvolutionND(v, this.W, this.b, this.#options);
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
