import {
  Chain,
  ChainList,
  functions as F,
  links as L,
  type Link,
  Sequential,
  type Variable,
} from '../../engine/index.js';
import { CONFIDENCE_CHANNELS } from '../propagation/confidence.js';
import { INPUT_CHANNELS, INPUT_COUNT } from './generatorInputs.js';
import { ResidualBlock } from './residualBlock.js';

/** What a generator is made of; stored with its weights. */
export interface GeneratorConfig {
  /** Channels of the levels, from half resolution down, each half as large as the one before. */
  readonly widths: readonly number[];
  /** Residual blocks a level, on the way down and again on the way up. */
  readonly blocks: number;
}

/** 3.4 M parameters; 1 GFLOP at 128². */
export const STANDARD_GENERATOR: GeneratorConfig = { widths: [24, 48, 96, 144, 192], blocks: 1 };

/** Red, green, blue and the logits of two gates. */
const OUTPUTS = 5;

/** Where the second gate's logit starts: nearly shut, since the colour that came second is mostly the wrong one. */
const SECOND_SHUT = -1.5;

/** What the generator gives on the grid of its inputs. */
export interface GeneratorOutput {
  /** Colours without lines, R, G, B, (N, 3, H, W); meant for [0, 1] but not clipped, so that training never loses its slope. */
  readonly color: Variable;
  /** How much of a pixel is the hints' colours, in [0, 1], (N, 1, H, W). */
  readonly gate: Variable;
}

/**
 * Irodori's generator: one pass of a U-shaped residual network without normalisation (so that a part of a picture is
 * coloured like the whole).
 *
 *     space-to-depth 2 → 3×3 stem → levels (residual blocks; 4×4 convolution of stride 2 down; 1×1 convolution and nearest ×2
 *     up, added to the skip) → 3×3 → depth-to-space 2 → r, g, b, logits of two gates
 *
 * The bottom adds the picture's mean, through a linear layer, to every place: what kind of picture it is. The result is
 * `g₁ · propagated + (1 − g₁) · rgb`: where spreading the hints is right the network need only say so, and a flat area
 * with a dab stays exactly flat. Of that, a share g₂ gives way to the colour that came second in the propagation: where the
 * first one leaked through a gap, the right one is mostly that.
 *
 * Colours are predicted *without* the lines, which are laid over them afterwards at the sketch's full size. Training must
 * therefore count errors by how visible the colour is beside the ink (`openness`).
 */
export class Generator extends Chain {
  readonly stem: L.Convolution2D;
  readonly encoder: Levels<Sequential>;
  readonly down: Levels<L.Convolution2D>;
  readonly up: Levels<L.Convolution2D>;
  readonly decoder: Levels<Sequential>;
  readonly global: L.Linear;
  readonly head: L.Convolution2D;

  constructor(readonly config: GeneratorConfig = STANDARD_GENERATOR) {
    super();
    const { widths, blocks } = config;
    const level = (width: number) => new Sequential(...Array.from({ length: blocks }, () => new ResidualBlock(width)));
    const bottom = widths.length - 1;
    this.stem = new L.Convolution2D(INPUT_COUNT * 4, widths[0], 3, { pad: 1 });
    this.encoder = new Levels(widths.map(level));
    this.down = new Levels(
      widths.slice(1).map((width, i) => new L.Convolution2D(widths[i], width, 4, { stride: 2, pad: 1 })),
    );
    this.up = new Levels(widths.slice(1).map((width, i) => new L.Convolution2D(width, widths[i], 1)));
    this.decoder = new Levels(widths.map(level));
    this.global = new L.Linear(widths[bottom], widths[bottom]);
    // The gate starts half open, so that spread hints and the network's own colours both learn from every picture.
    this.head = new L.Convolution2D(widths[0], OUTPUTS * 4, 3, { pad: 1, initialW: 0 });
  }

  /** Sides of the input must be multiples of this: 2 for space-to-depth, 2 for each level below the first. */
  get step(): number {
    return 2 ** this.config.widths.length;
  }

  /** @param x planes of `encodeInputs`, (N, INPUT_COUNT, H, W), sides multiples of `step` */
  override forward(x: Variable): GeneratorOutput {
    const skips: Variable[] = [];
    const bottom = this.config.widths.length - 1;
    let h = this.stem.forward(F.space2depth(x, 2));
    for (let i = 0; i < bottom; i++) {
      h = this.encoder.links[i].forward(h);
      skips.push(h);
      h = this.down.links[i].forward(h, { reluInput: true });
    }
    h = this.encoder.links[bottom].forward(h);
    const [n, channels] = h.shape;
    h = F.add(h, F.reshape(this.global.forward(F.average(h, { axis: [2, 3] })), [n, channels, 1, 1]));
    h = this.decoder.links[bottom].forward(h);
    for (let i = bottom - 1; i >= 0; i--) {
      h = F.add(skips[i], F.upsampleNearest(this.up.links[i].forward(h), 2));
      h = this.decoder.links[i].forward(h);
    }
    const y = F.depth2space(this.head.forward(h, { reluInput: true }), 2);
    const rgb = F.slice(y, 1, 0, 3);
    const propagated = F.slice(x, 1, INPUT_CHANNELS.propagated, 3);
    const second = F.slice(x, 1, INPUT_CHANNELS.second, 3);
    // Both colours are centred on 0, [−1, 1], like the inputs; the result is brought to [0, 1].
    // Without any hint there is nothing to spread: nearness is 0 everywhere, and the gate is shut.
    const isHinted = F.sign(F.slice(x, 1, INPUT_CHANNELS.confidence + CONFIDENCE_CHANNELS.indexOf('far'), 1));
    // Stretched beyond [0, 1] and cut, so that they can open and shut all the way: a flat area then is exactly its hint's colour.
    const open = (logit: Variable) => F.mul(F.clip(F.affine(F.sigmoid(logit), 1.2, -0.1), 0, 1), isHinted);
    // One decision for each 2×2 pixels: pixel by pixel, unsure gates come out as stripes of open and shut.
    const logits = F.upsampleNearest(F.averagePooling2D(F.slice(y, 1, 3, 2), 2), 2);
    const gate1 = open(F.slice(logits, 1, 0, 1));
    const gate2 = open(F.affine(F.slice(logits, 1, 1, 1), 1, SECOND_SHUT));
    const first = F.add(rgb, F.mul(gate1, F.sub(propagated, rgb)));
    const both = F.add(first, F.mul(gate2, F.sub(second, first)));
    const gate = F.add(gate1, F.sub(gate2, F.mul(gate1, gate2))); // 1 − (1 − g₁)(1 − g₂)
    return { color: F.affine(both, 0.5, 0.5), gate };
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
