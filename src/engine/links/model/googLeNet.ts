import type { InitializerLike } from '../../core/initializer.js';
import type { Variable } from '../../core/variable.js';
import { relu } from '../../functions/activation/relu.js';
import { softmax } from '../../functions/activation/softmax.js';
import { dropout } from '../../functions/noise/dropout.js';
import { localResponseNormalization } from '../../functions/normalization/localResponseNormalization.js';
import { averagePooling2D } from '../../functions/pooling/averagePooling2D.js';
import { maxPooling2D } from '../../functions/pooling/maxPooling2D.js';
import { LeCunUniform } from '../../initializers/uniform.js';
import { Convolution2D, type ConvolutionOptions } from '../connection/convolution2D.js';
import { Inception } from '../connection/inception.js';
import { Linear } from '../connection/linear.js';
import { LayeredNetwork, type NamedLayer } from './layers.js';

const pool = (x: Variable): Variable => maxPooling2D(x, 3, { stride: 2 });
const normalize = (x: Variable): Variable => localResponseNormalization(x, { n: 5, k: 1, alpha: 1e-4 / 5 });

/**
 * GoogLeNet, for pictures (N, 3, 224, 224), with its two side outputs `loss1_fc2` and `loss2_fc2`.
 *
 * @see Szegedy et al. 2014, arXiv:1409.4842
 */
export class GoogLeNet extends LayeredNetwork {
  readonly conv1: Convolution2D;
  readonly conv2_reduce: Convolution2D;
  readonly conv2: Convolution2D;
  readonly inc3a: Inception;
  readonly inc3b: Inception;
  readonly inc4a: Inception;
  readonly inc4b: Inception;
  readonly inc4c: Inception;
  readonly inc4d: Inception;
  readonly inc4e: Inception;
  readonly inc5a: Inception;
  readonly inc5b: Inception;
  readonly loss3_fc: Linear;
  readonly loss1_conv: Convolution2D;
  readonly loss1_fc1: Linear;
  readonly loss1_fc2: Linear;
  readonly loss2_conv: Convolution2D;
  readonly loss2_fc1: Linear;
  readonly loss2_fc2: Linear;

  /** @param options.initialW first weights, LeCun-uniform unless given; 0 saves the time to draw them where a file follows */
  constructor({ initialW = new LeCunUniform() as InitializerLike } = {}) {
    super();
    const conv = (from: number, to: number, ksize: number, options: ConvolutionOptions = {}) =>
      new Convolution2D(from, to, ksize, { initialW, ...options });
    const linear = (from: number, to: number) => new Linear(from, to, { initialW });
    const inception = (...sizes: [number, number, number, number, number, number, number]) =>
      new Inception(...sizes, { convInit: initialW });
    this.conv1 = conv(3, 64, 7, { stride: 2, pad: 3 });
    this.conv2_reduce = conv(64, 64, 1);
    this.conv2 = conv(64, 192, 3, { pad: 1 });
    this.inc3a = inception(192, 64, 96, 128, 16, 32, 32);
    this.inc3b = inception(256, 128, 128, 192, 32, 96, 64);
    this.inc4a = inception(480, 192, 96, 208, 16, 48, 64);
    this.inc4b = inception(512, 160, 112, 224, 24, 64, 64);
    this.inc4c = inception(512, 128, 128, 256, 24, 64, 64);
    this.inc4d = inception(512, 112, 144, 288, 32, 64, 64);
    this.inc4e = inception(528, 256, 160, 320, 32, 128, 128);
    this.inc5a = inception(832, 256, 160, 320, 32, 128, 128);
    this.inc5b = inception(832, 384, 192, 384, 48, 128, 128);
    this.loss3_fc = linear(1024, 1000);
    this.loss1_conv = conv(512, 128, 1);
    this.loss1_fc1 = linear(2048, 1024);
    this.loss1_fc2 = linear(1024, 1000);
    this.loss2_conv = conv(528, 128, 1);
    this.loss2_fc1 = linear(2048, 1024);
    this.loss2_fc2 = linear(1024, 1000);
  }

  protected override startOf(layer: string): string | null {
    return { loss1_fc2: 'inception_4a', loss2_fc2: 'inception_4d' }[layer] ?? null;
  }

  protected override functions(): NamedLayer[] {
    const inception = (name: string, link: Inception): NamedLayer => [`inception_${name}`, (x) => link.forward(x)];
    const side = (reduce: Convolution2D, first: Linear, second: Linear) => (x: Variable) => {
      const h = relu(reduce.forward(averagePooling2D(x, 5, { stride: 3 })));
      return second.forward(relu(first.forward(h)));
    };
    return [
      ['conv1', (x) => relu(this.conv1.forward(x))],
      ['pool1', (x) => normalize(pool(x))],
      ['conv2_reduce', (x) => relu(this.conv2_reduce.forward(x))],
      ['conv2', (x) => normalize(relu(this.conv2.forward(x)))],
      ['pool2', pool],
      inception('3a', this.inc3a),
      inception('3b', this.inc3b),
      ['pool3', pool],
      inception('4a', this.inc4a),
      inception('4b', this.inc4b),
      inception('4c', this.inc4c),
      inception('4d', this.inc4d),
      inception('4e', this.inc4e),
      ['pool4', pool],
      inception('5a', this.inc5a),
      inception('5b', this.inc5b),
      ['pool5', (x) => averagePooling2D(x, 7, { stride: 1 })],
      ['loss3_fc', (x) => this.loss3_fc.forward(dropout(x, { ratio: 0.4 }))],
      ['prob', (x) => softmax(x)],
      ['loss1_fc2', side(this.loss1_conv, this.loss1_fc1, this.loss1_fc2)],
      ['loss2_fc2', side(this.loss2_conv, this.loss2_fc1, this.loss2_fc2)],
    ];
  }
}
