import { ChainList } from '../../core/link.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { relu } from '../../functions/activation/relu.js';
import type { Pair } from '../../functions/window.js';
import { Convolution2D, type ConvolutionOptions } from './convolution2D.js';

/**
 * A convolution and 1×1 convolutions after it, with an activation between them: a small network at each place.
 *
 * @see Lin et al. 2013, Network in network, arXiv:1312.4400
 */
export class MLPConvolution2D extends ChainList<Convolution2D> {
  private readonly activation: (x: Variable) => Variable;

  /** @param outChannels of each layer in turn */
  constructor(
    inChannels: number | null,
    outChannels: readonly number[],
    ksize: Pair,
    {
      activation = relu as (x: Variable) => Variable,
      ...options
    }: ConvolutionOptions & {
      activation?: (x: Variable) => Variable;
    } = {},
  ) {
    const { initialW, initialBias } = options;
    super(
      ...outChannels.map((channels, i) =>
        i === 0
          ? new Convolution2D(inChannels, channels, ksize, options)
          : new Convolution2D(outChannels[i - 1], channels, 1, { initialW, initialBias }),
      ),
    );
    this.activation = activation;
  }

  override forward(x: Operand): Variable {
    return this.links.reduce((h: Variable, link, i) => link.forward(i === 0 ? h : this.activation(h)), asVariable(x));
  }
}
