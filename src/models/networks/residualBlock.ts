import { Chain, links as L, type Variable } from '../../engine/index.js';
import { making, type Operations } from './operations.js';

/** Pre-activation residual block: x + conv(relu(conv(relu(x)))), 3×3, channels kept; the second convolution starts at zero. */
export class ResidualBlock extends Chain {
  readonly conv1: L.Convolution2D;
  readonly conv2: L.Convolution2D;

  constructor(channels: number) {
    super();
    this.conv1 = new L.Convolution2D(channels, channels, 3, { pad: 1 });
    this.conv2 = new L.Convolution2D(channels, channels, 3, { pad: 1, initialW: 0 });
  }

  override forward(x: Variable, through: Operations = making): Variable {
    const inside = through.convolve(this.conv1, x, { reluInput: true });
    return through.convolve(this.conv2, inside, { reluInput: true, residual: x });
  }
}
