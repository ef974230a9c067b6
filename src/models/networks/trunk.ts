import {
  Chain,
  ChainList,
  functions as F,
  links as L,
  type Link,
  noBackprop,
  type Variable,
} from '../../engine/index.js';
import { making, type Operations } from './operations.js';
import { ResidualBlock } from './residualBlock.js';

export interface TrunkConfig {
  /** Channels of the levels, from half resolution down, each half as large as the one before. */
  readonly widths: readonly number[];
  /** Residual blocks a level, on the way down and again on the way up. */
  readonly blocks: number;
}

/** How a pass goes, all of it optional. */
export interface TrunkPass {
  /** What it sees with 2×2 pixels as channels, where that is known. */
  readonly halved?: Variable;
  readonly through?: Operations;
  /** What `context` gave, which stands for all below its level. */
  readonly context?: Context;
}

/** What comes up from below a level of a trunk. */
export interface Context {
  readonly level: number;
  /** (N, widths[level], H / 2^(level + 1), W / 2^(level + 1)), or (N, widths[level], 1, 1) for the bottom, where it is the same everywhere. */
  readonly added: Variable;
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
   * @param x (N, inputs, H, W), sides multiples of `step`
   * @returns (N, widths[0], H / 2, W / 2), before the last ReLU
   */
  features(x: Variable, { halved = F.space2depth(x, 2), through = making, context }: TrunkPass = {}): Variable {
    return this.#level(0, through.convolve(this.stem, halved), through, context);
  }

  /**
   * What comes up to a level from all below it, to be added there: more widely seen than the level itself sees. `features` takes it
   * from another picture than its own where it is given one. Gradients stay below the level: those above learn from `features`, and
   * going through them twice would cost a step a tenth more, for nothing (docs/model.md).
   *
   * @param h   what the stem made of the picture
   * @param top the level, 0 being the finest; of a trunk with fewer, its last
   */
  context(h: Variable, top: number, through: Operations = making): Context {
    const level = Math.min(top, this.#bottom);
    const skip = noBackprop(() => {
      for (let i = 0; i < level; i++) h = this.#down(i, this.encoder.links[i].forward(h, through), through);
      return this.encoder.links[level].forward(h, through);
    });
    return { level, added: this.#below(level, skip) };
  }

  get #bottom(): number {
    return this.trunk.widths.length - 1;
  }

  #level(i: number, h: Variable, through: Operations, context?: Context): Variable {
    const skip = this.encoder.links[i].forward(h, through);
    const added = context?.level === i ? context.added : this.#below(i, skip, through, context);
    return this.decoder.links[i].forward(through.add(skip, added), through);
  }

  /** What is added at level i on the way up: what the level below makes, and at the bottom the picture's mean. */
  #below(i: number, h: Variable, through: Operations = making, context?: Context): Variable {
    if (i === this.#bottom) {
      const mean = this.global.forward(F.average(h, { axis: [2, 3] }));
      return F.reshape(mean, [...mean.shape, 1, 1]);
    }
    const lower = this.#level(i + 1, this.#down(i, h, through), through, context);
    return through.upsample(through.convolve(this.up.links[i], lower));
  }

  #down(i: number, h: Variable, through: Operations): Variable {
    return through.convolve(this.down.links[i], h, { reluInput: true });
  }
}

/** The residual blocks of a level. */
class Blocks extends ChainList<ResidualBlock> {
  constructor(blocks: readonly ResidualBlock[]) {
    super(...blocks);
  }

  override forward(x: Variable, through: Operations = making): Variable {
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
