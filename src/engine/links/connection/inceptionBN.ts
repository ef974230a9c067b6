import { EngineError } from '../../core/errors.js';
import type { InitializerLike } from '../../core/initializer.js';
import { Chain } from '../../core/link.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { relu } from '../../functions/activation/relu.js';
import { concat } from '../../functions/array/concat.js';
import { averagePooling2D } from '../../functions/pooling/averagePooling2D.js';
import { maxPooling2D } from '../../functions/pooling/maxPooling2D.js';
import { BatchNormalization } from '../normalization/batchNormalization.js';
import { Convolution2D } from './convolution2D.js';

/**
 * Inception module with batch normalisation after each convolution and two 3×3 convolutions in place of 5×5.
 *
 * @see Ioffe and Szegedy 2015, arXiv:1502.03167
 */
export class InceptionBN extends Chain {
  readonly conv1: Convolution2D | null = null;
  readonly conv1n: BatchNormalization | null = null;
  readonly proj3: Convolution2D;
  readonly proj3n: BatchNormalization;
  readonly conv3: Convolution2D;
  readonly conv3n: BatchNormalization;
  readonly proj33: Convolution2D;
  readonly proj33n: BatchNormalization;
  readonly conv33a: Convolution2D;
  readonly conv33an: BatchNormalization;
  readonly conv33b: Convolution2D;
  readonly conv33bn: BatchNormalization;
  readonly poolp: Convolution2D | null = null;
  readonly poolpn: BatchNormalization | null = null;
  private readonly poolType: 'max' | 'avg';
  private readonly stride: number;

  /** @param projPool channels of the projected pooling; null: it is not projected. @param out1 0: no 1×1 path (with a stride) */
  constructor(
    inChannels: number,
    out1: number,
    proj3: number,
    out3: number,
    proj33: number,
    out33: number,
    poolType: 'max' | 'avg',
    projPool: number | null = null,
    { stride = 1, convInit = null as InitializerLike | null } = {},
  ) {
    super();
    if (out1 > 0 && (stride !== 1 || projPool === null))
      throw new EngineError('InceptionBN: a 1×1 path (out1 > 0) needs stride 1 and projPool');
    const conv = (from: number, to: number, ksize: number, options = {}) =>
      new Convolution2D(from, to, ksize, { nobias: true, initialW: convInit, ...options });
    this.proj3 = conv(inChannels, proj3, 1);
    this.conv3 = conv(proj3, out3, 3, { pad: 1, stride });
    this.proj33 = conv(inChannels, proj33, 1);
    this.conv33a = conv(proj33, out33, 3, { pad: 1 });
    this.conv33b = conv(out33, out33, 3, { pad: 1, stride });
    this.proj3n = new BatchNormalization(proj3);
    this.conv3n = new BatchNormalization(out3);
    this.proj33n = new BatchNormalization(proj33);
    this.conv33an = new BatchNormalization(out33);
    this.conv33bn = new BatchNormalization(out33);
    if (out1 > 0) {
      this.conv1 = conv(inChannels, out1, 1);
      this.conv1n = new BatchNormalization(out1);
    }
    if (projPool !== null) {
      this.poolp = conv(inChannels, projPool, 1);
      this.poolpn = new BatchNormalization(projPool);
    }
    this.poolType = poolType;
    this.stride = stride;
  }

  override forward(x: Operand): Variable {
    const v = asVariable(x);
    const step = (h: Variable, conv: Convolution2D, bn: BatchNormalization) => relu(bn.forward(conv.forward(h)));
    const outs: Variable[] = [];
    if (this.conv1 && this.conv1n) outs.push(step(v, this.conv1, this.conv1n));
    outs.push(step(step(v, this.proj3, this.proj3n), this.conv3, this.conv3n));
    const h33 = step(step(v, this.proj33, this.proj33n), this.conv33a, this.conv33an);
    outs.push(step(h33, this.conv33b, this.conv33bn));
    const window = { stride: this.stride, pad: 1 };
    const pooled =
      this.poolType === 'max' ? maxPooling2D(v, 3, { ...window, coverAll: false }) : averagePooling2D(v, 3, window);
    outs.push(this.poolp && this.poolpn ? step(pooled, this.poolp, this.poolpn) : pooled);
    return concat(outs, 1);
  }
}
