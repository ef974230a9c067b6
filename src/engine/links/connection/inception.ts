import type { InitializerLike } from '../../core/initializer.js';
import { Chain } from '../../core/link.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { relu } from '../../functions/activation/relu.js';
import { concat } from '../../functions/array/concat.js';
import { maxPooling2D } from '../../functions/pooling/maxPooling2D.js';
import { Convolution2D } from './convolution2D.js';

/**
 * GoogLeNet's module: 1×1, 3×3 and 5×5 convolutions and a projected pooling side by side; out1 + out3 + out5 + projPool
 * channels.
 *
 * @see Szegedy et al. 2014, Going deeper with convolutions, arXiv:1409.4842
 */
export class Inception extends Chain {
  readonly conv1: Convolution2D;
  readonly proj3: Convolution2D;
  readonly conv3: Convolution2D;
  readonly proj5: Convolution2D;
  readonly conv5: Convolution2D;
  readonly projp: Convolution2D;

  constructor(
    inChannels: number | null,
    out1: number,
    proj3: number,
    out3: number,
    proj5: number,
    out5: number,
    projPool: number,
    { convInit = null as InitializerLike | null, biasInit = 0 as InitializerLike } = {},
  ) {
    super();
    const conv = (from: number | null, to: number, ksize: number, pad = 0) =>
      new Convolution2D(from, to, ksize, { pad, initialW: convInit, initialBias: biasInit });
    this.conv1 = conv(inChannels, out1, 1);
    this.proj3 = conv(inChannels, proj3, 1);
    this.conv3 = conv(proj3, out3, 3, 1);
    this.proj5 = conv(inChannels, proj5, 1);
    this.conv5 = conv(proj5, out5, 5, 2);
    this.projp = conv(inChannels, projPool, 1);
  }

  override forward(x: Operand): Variable {
    const v = asVariable(x);
    const pooled = maxPooling2D(v, 3, { stride: 1, pad: 1 });
    const branches = [
      this.conv1.forward(v),
      this.conv3.forward(relu(this.proj3.forward(v))),
      this.conv5.forward(relu(this.proj5.forward(v))),
      this.projp.forward(pooled),
    ];
    return relu(concat(branches, 1));
  }
}
