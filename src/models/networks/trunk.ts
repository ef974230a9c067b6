import { Chain, ChainList, functions as F, links as L, type Link, type Variable } from '../../engine/index.js';
import { type Convolve, convolve } from './keptConvolutions.js';
import { ResidualBlock } from './residualBlock.js';

export interface TrunkConfig {
  /** Channels of the levels, from half resolution down, each half as large as the one before. */
  readonly widths: readonly number[];
  /** Residual blocks a level, on the way down and again on the way up. */
  readonly blocks: number;
}

/**
 * A U-shaped residual network without normalisation (so that a part of a picture is coloured like the whole):
 *
 *     space-to-depth 2 → 3×3 stem → levels (residual blocks; 4×4 convolution of stride 2 down; 1×1 convolution and nearest ×2
 *     up, added to the skip)
 *
 * The bottom adds the picture's mean, through a linear layer, to every place: what kind of picture it is.
 */
export abstract class Trunk extends Chain {
  readonly stem: L.Convolution2D;
  readonly encoder: Levels<Blocks>;
  readonly down: Levels<L.Convolution2D>;
  readonly up: Levels<L.Convolution2D>;
  readonly decoder: Levels<Blocks>;
  readonly global: L.Linear;

  /** @param inputs channels of what it sees */
  constructor(
    inputs: number,
    readonly trunk: TrunkConfig,
  ) {
    super();
    const { widths, blocks } = trunk;
    const level = (width: number) => new Blocks(Array.from({ length: blocks }, () => new ResidualBlock(width)));
    const bottom = widths.length - 1;
    this.stem = new L.Convolution2D(inputs * 4, widths[0], 3, { pad: 1 });
    this.encoder = new Levels(widths.map(level));
    this.down = new Levels(
      widths.slice(1).map((width, i) => new L.Convolution2D(widths[i], width, 4, { stride: 2, pad: 1 })),
    );
    this.up = new Levels(widths.slice(1).map((width, i) => new L.Convolution2D(width, widths[i], 1)));
    this.decoder = new Levels(widths.map(level));
    this.global = new L.Linear(widths[bottom], widths[bottom]);
  }

  /** Sides of what it sees must be multiples of this: 2 for space-to-depth, 2 for each level below the first. */
  get step(): number {
    return 2 ** this.trunk.widths.length;
  }

  /**
   * @param x    (N, inputs, H, W), sides multiples of `step`
   * @param through how the convolutions on the way down are applied; all after the picture's mean differs with it everywhere
   * @param halved  x with 2×2 pixels as channels, where that is known
   * @returns    (N, widths[0], H / 2, W / 2), before the last ReLU
   */
  features(x: Variable, through: Convolve = convolve, halved = F.space2depth(x, 2)): Variable {
    const skips: Variable[] = [];
    const bottom = this.trunk.widths.length - 1;
    let h = through(this.stem, halved);
    for (let i = 0; i < bottom; i++) {
      h = this.encoder.links[i].forward(h, through);
      skips.push(h);
      h = through(this.down.links[i], h, { reluInput: true });
    }
    h = this.encoder.links[bottom].forward(h, through);
    const [n, channels] = h.shape;
    h = F.add(h, F.reshape(this.global.forward(F.average(h, { axis: [2, 3] })), [n, channels, 1, 1]));
    h = this.decoder.links[bottom].forward(h);
    for (let i = bottom - 1; i >= 0; i--) {
      h = F.add(skips[i], F.upsampleNearest(this.up.links[i].forward(h), 2));
      h = this.decoder.links[i].forward(h);
    }
    return h;
  }
}

/** The residual blocks of a level. */
class Blocks extends ChainList<ResidualBlock> {
  constructor(blocks: readonly ResidualBlock[]) {
    super(...blocks);
  }

  override forward(x: Variable, through: Convolve = convolve): Variable {
    return this.links.reduce((h, block) => block.forward(h, through), x);
  }
}

class Levels<T extends Link> extends ChainList<T> {
  constructor(links: readonly T[]) {
    super(...links);
  }

  override forward(): never {
    throw new Error('levels are applied one by one');
  }
}
