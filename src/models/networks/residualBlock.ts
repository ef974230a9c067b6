import { Chain, functions as F, links as L, type Variable } from '../../engine/index.js';

/** Pre-activation residual block: x + conv(relu(conv(relu(x)))), 3×3, channels kept; the second convolution starts at zero. */
export class ResidualBlock extends Chain {
  readonly conv1: L.Convolution2D;
  readonly conv2: L.Convolution2D;

  constructor(channels: number) {
    super();
    this.conv1 = new L.Convolution2D(channels, channels, 3, { pad: 1 });
    this.conv2 = new L.Convolution2D(channels, channels, 3, { pad: 1, initialW: 0 });
  }

  override forward(x: Variable): Variable {
    return F.add(x, this.conv2.forward(F.relu(this.conv1.forward(F.relu(x)))));
  }
}
