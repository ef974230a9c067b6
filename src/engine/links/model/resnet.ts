import type { InitializerLike } from '../../core/initializer.js';
import { Chain } from '../../core/link.js';
import type { Variable } from '../../core/variable.js';
import { relu } from '../../functions/activation/relu.js';
import { softmax } from '../../functions/activation/softmax.js';
import { mean } from '../../functions/math/average.js';
import { maxPooling2D } from '../../functions/pooling/maxPooling2D.js';
import { HeNormal } from '../../initializers/normal.js';
import { Convolution2D } from '../connection/convolution2D.js';
import { Linear } from '../connection/linear.js';
import { BatchNormalization } from '../normalization/batchNormalization.js';
import { LayeredNetwork, type NamedLayer } from './layers.js';

/** How the blocks of a network are made. */
interface Style {
  readonly downsample1x1: boolean;
  readonly initialW: InitializerLike;
}

/** Three convolutions, narrow in the middle, and a shortcut: projected (`conv4`) where the shape changes. */
class Bottleneck extends Chain {
  readonly conv1: Convolution2D;
  readonly bn1: BatchNormalization;
  readonly conv2: Convolution2D;
  readonly bn2: BatchNormalization;
  readonly conv3: Convolution2D;
  readonly bn3: BatchNormalization;
  readonly conv4: Convolution2D | null = null;
  readonly bn4: BatchNormalization | null = null;

  constructor(from: number, middle: number, to: number, stride: number, style: Style, projected: boolean) {
    super();
    const conv = (channels: number, out: number, ksize: number, step: number, pad: number) =>
      new Convolution2D(channels, out, ksize, { stride: step, pad, nobias: true, initialW: style.initialW });
    const [first, second] = style.downsample1x1 ? [stride, 1] : [1, stride];
    this.conv1 = conv(from, middle, 1, first, 0);
    this.bn1 = new BatchNormalization(middle);
    this.conv2 = conv(middle, middle, 3, second, 1);
    this.bn2 = new BatchNormalization(middle);
    this.conv3 = conv(middle, to, 1, 1, 0);
    this.bn3 = new BatchNormalization(to);
    if (projected) {
      this.conv4 = conv(from, to, 1, stride, 0);
      this.bn4 = new BatchNormalization(to);
    }
  }

  override forward(x: Variable): Variable {
    let h = relu(this.bn1.forward(this.conv1.forward(x)));
    h = relu(this.bn2.forward(this.conv2.forward(h)));
    h = this.bn3.forward(this.conv3.forward(h));
    const shortcut = this.conv4 && this.bn4 ? this.bn4.forward(this.conv4.forward(x)) : x;
    return relu(h.add(shortcut));
  }
}

/** Bottlenecks of one size: `a`, whose shortcut is projected, then `b1`, `b2`, … */
class BuildingBlock extends Chain {
  readonly a: Bottleneck;
  private readonly rest: Bottleneck[] = [];

  constructor(count: number, from: number, middle: number, to: number, stride: number, style: Style) {
    super();
    this.a = new Bottleneck(from, middle, to, stride, style, true);
    for (let i = 1; i < count; i++) {
      const block = new Bottleneck(to, middle, to, 1, style, false);
      this.rest.push(block);
      Reflect.set(this, `b${i}`, block); // a child under this name
    }
  }

  override forward(x: Variable): Variable {
    return this.rest.reduce((h, block) => block.forward(h), this.a.forward(x));
  }
}

export interface ResNetOptions {
  /** Where stride 2 stands: in the 1×1 convolutions (default, the authors' networks), or in the 3×3 ones. */
  downsample1x1?: boolean;
  /** First weights, He-normal unless given; 0 saves the time to draw them where a file follows. */
  initialW?: InitializerLike;
}

/** Residual network with keys conv1, bn1, res2/a/conv1 … res5, fc6 as Chainer's. */
abstract class ResNetLayers extends LayeredNetwork {
  readonly conv1: Convolution2D;
  readonly bn1 = new BatchNormalization(64);
  readonly res2: BuildingBlock;
  readonly res3: BuildingBlock;
  readonly res4: BuildingBlock;
  readonly res5: BuildingBlock;
  readonly fc6: Linear;

  constructor(
    [two, three, four, five]: readonly [number, number, number, number],
    { downsample1x1 = true, initialW = new HeNormal() }: ResNetOptions,
  ) {
    super();
    this.conv1 = new Convolution2D(3, 64, 7, { stride: 2, pad: 3, initialW });
    const style = { downsample1x1, initialW };
    this.fc6 = new Linear(2048, 1000, { initialW });
    this.res2 = new BuildingBlock(two, 64, 64, 256, 1, style);
    this.res3 = new BuildingBlock(three, 256, 128, 512, 2, style);
    this.res4 = new BuildingBlock(four, 512, 256, 1024, 2, style);
    this.res5 = new BuildingBlock(five, 1024, 512, 2048, 2, style);
  }

  protected override functions(): NamedLayer[] {
    return [
      ['conv1', (x) => relu(this.bn1.forward(this.conv1.forward(x)))],
      ['pool1', (x) => maxPooling2D(x, 3, { stride: 2 })],
      ['res2', (x) => this.res2.forward(x)],
      ['res3', (x) => this.res3.forward(x)],
      ['res4', (x) => this.res4.forward(x)],
      ['res5', (x) => this.res5.forward(x)],
      ['pool5', (x) => mean(x, { axis: [2, 3] })],
      ['fc6', (x) => this.fc6.forward(x)],
      ['prob', (x) => softmax(x)],
    ];
  }
}

/**
 * ResNet with 50 layers, for pictures (N, 3, 224, 224).
 *
 * @see He et al. 2015, Deep residual learning for image recognition, arXiv:1512.03385
 */
export class ResNet50Layers extends ResNetLayers {
  constructor(options: ResNetOptions = {}) {
    super([3, 4, 6, 3], options);
  }
}

/** ResNet with 101 layers; see `ResNet50Layers`. */
export class ResNet101Layers extends ResNetLayers {
  constructor(options: ResNetOptions = {}) {
    super([3, 4, 23, 3], options);
  }
}

/** ResNet with 152 layers; see `ResNet50Layers`. */
export class ResNet152Layers extends ResNetLayers {
  constructor(options: ResNetOptions = {}) {
    super([3, 8, 36, 3], options);
  }
}
