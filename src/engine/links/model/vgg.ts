import type { InitializerLike } from '../../core/initializer.js';
import type { Variable } from '../../core/variable.js';
import { relu } from '../../functions/activation/relu.js';
import { softmax } from '../../functions/activation/softmax.js';
import { dropout } from '../../functions/noise/dropout.js';
import { maxPooling2D } from '../../functions/pooling/maxPooling2D.js';
import { Normal } from '../../initializers/normal.js';
import { Convolution2D } from '../connection/convolution2D.js';
import { Linear } from '../connection/linear.js';
import { LayeredNetwork, type NamedLayer } from './layers.js';

/** Channels of the five blocks. */
const CHANNELS = [64, 128, 256, 512, 512];

export interface VGGOptions {
  /** First weights, N(0, 0.01²) unless given; 0 saves the time to draw 138 million where a file follows. */
  initialW?: InitializerLike;
}

/** VGG network with `depths` convolutions in each block: keys conv1_1 … conv5_n, fc6, fc7, fc8 as Chainer's. */
abstract class VGGLayers extends LayeredNetwork {
  private readonly depths: readonly number[];
  private readonly convolutions: [name: string, link: Convolution2D][] = [];
  readonly fc6: Linear;
  readonly fc7: Linear;
  readonly fc8: Linear;

  constructor(depths: readonly number[], { initialW = new Normal(0.01) }: VGGOptions) {
    super();
    this.depths = depths;
    let from = 3;
    for (const [block, depth] of depths.entries())
      for (let i = 1; i <= depth; i++) {
        const name = `conv${block + 1}_${i}`;
        const link = new Convolution2D(from, CHANNELS[block], 3, { pad: 1, initialW });
        this.convolutions.push([name, link]);
        Reflect.set(this, name, link); // a child under this name
        from = CHANNELS[block];
      }
    this.fc6 = new Linear(512 * 7 * 7, 4096, { initialW });
    this.fc7 = new Linear(4096, 4096, { initialW });
    this.fc8 = new Linear(4096, 1000, { initialW });
  }

  protected override functions(): NamedLayer[] {
    const pool = (x: Variable): Variable => maxPooling2D(x, 2);
    const blocks = this.depths.flatMap((_, block): NamedLayer[] => [
      ...this.convolutions
        .filter(([name]) => name.startsWith(`conv${block + 1}_`))
        .map(([name, link]): NamedLayer => [name, (x) => relu(link.forward(x))]),
      [`pool${block + 1}`, pool],
    ]);
    return [
      ...blocks,
      ['fc6', (x) => dropout(relu(this.fc6.forward(x)))],
      ['fc7', (x) => dropout(relu(this.fc7.forward(x)))],
      ['fc8', (x) => this.fc8.forward(x)],
      ['prob', (x) => softmax(x)],
    ];
  }
}

/**
 * VGG with 16 layers, for pictures (N, 3, 224, 224): BGR, 0 … 255 less (103.939, 116.779, 123.68) where the weights are those of
 * its authors.
 *
 * @see Simonyan and Zisserman 2014, arXiv:1409.1556
 */
export class VGG16Layers extends VGGLayers {
  constructor(options: VGGOptions = {}) {
    super([2, 2, 3, 3, 3], options);
  }
}

/** VGG with 19 layers; see `VGG16Layers`. */
export class VGG19Layers extends VGGLayers {
  constructor(options: VGGOptions = {}) {
    super([2, 2, 4, 4, 4], options);
  }
}
