import { functions as F, links as L, noBackprop, Tensor, Variable } from '../../engine/index.js';
import type { PartColors } from '../parts/usualColors.js';
import { CONFIDENCE_CHANNELS } from '../propagation/confidence.js';
import { INPUT_CHANNELS, INPUT_COUNT } from './generatorInputs.js';
import { type AffinityConfig, HintAffinity } from './hintAffinity.js';
import { making, type Operations } from './operations.js';
import { PartSegmenter } from './partSegmenter.js';
import { type Context, Trunk, type TrunkConfig, type TrunkPass } from './trunk.js';

/** What a generator is made of; stored with its weights. */
export interface GeneratorConfig extends TrunkConfig {
  /** The network that tells skin from hair; models of before it was there have none. */
  readonly parts?: TrunkConfig;
  /** The network that tells which areas go with which hints; only beside `parts`. */
  readonly affinity?: AffinityConfig;
  /** Colours of parts where no hint is, as the pictures have them that it was trained on; `USUAL_COLORS` for parts not named. */
  readonly usual?: PartColors;
}

/** 3.4 M parameters; 1 GFLOP at 128². */
export const STANDARD_GENERATOR: GeneratorConfig = { widths: [24, 48, 96, 144, 192], blocks: 1 };

/** 2.1 M parameters; 0.8 GFLOP at 256². */
export const STANDARD_SEGMENTER: TrunkConfig = { widths: [32, 64, 112, 160], blocks: 1 };

export const STANDARD_AFFINITY: AffinityConfig = { units: [96, 32] };

/** Red, green, blue and the logits of two gates. */
const OUTPUTS = 5;

/** Where the second gate's logit starts: nearly shut, since the colour that came second is mostly the wrong one. */
const SECOND_SHUT = -1.5;

/**
 * Levels, from the finest down, that see the hints; all below see the lines alone. What a hint's colour is worth somewhere the
 * propagation has brought there already: seeing hints on more levels gave nothing (docs/model.md), but a dab would change every pixel.
 */
export const HINTED_LEVELS = 2;

/** What the generator gives on the grid of its inputs. */
export interface GeneratorOutput {
  /** Colours without lines, R, G, B, (N, 3, H, W); meant for [0, 1] but not clipped, so that training never loses its slope. */
  readonly color: Variable;
  /** How much of a pixel is the hints' colours, in [0, 1], (N, 1, H, W). */
  readonly gate: Variable;
  /** What is painted where the gate is shut, in the range of `color`, (N, 3, H, W). */
  readonly own: Variable;
}

/**
 * Irodori's generator: a trunk, and on it
 *
 *     3×3 → depth-to-space 2 → r, g, b, logits of two gates
 *
 * The result is `g₁ · propagated + (1 − g₁) · rgb`: where spreading the hints is right the network need only say so, and a flat area
 * with a dab stays exactly flat. Of that, a share g₂ gives way to the colour that came second in the propagation: where the
 * first one leaked through a gap, the right one is mostly that.
 *
 * Colours are predicted *without* the lines, which are laid over them afterwards at the sketch's full size. Training must
 * therefore count errors by how visible the colour is beside the ink (`openness`).
 */
export class Generator extends Trunk {
  readonly head: L.Convolution2D;
  /** It shares nothing with the rest but the file. */
  parts?: PartSegmenter;
  /** Nor does this. */
  affinity?: HintAffinity;

  /** Colours of parts where no hint is, where the training pictures have others than usual. */
  usual: PartColors;

  constructor({ widths, blocks, parts, affinity, usual = {} }: GeneratorConfig = STANDARD_GENERATOR) {
    super(INPUT_COUNT, { widths, blocks });
    this.usual = usual;
    // The gate starts half open, so that spread hints and the network's own colours both learn from every picture.
    this.head = new L.Convolution2D(widths[0], OUTPUTS * 4, 3, { pad: 1, initialW: 0 });
    if (parts) this.addParts(parts);
    if (affinity) this.addAffinity(affinity);
  }

  get config(): GeneratorConfig {
    return {
      ...this.trunk,
      ...(this.parts && { parts: this.parts.trunk, usual: this.usual }),
      ...(this.affinity && { affinity: this.affinity.config }),
    };
  }

  /** Gives it a new segmenter, which knows nothing before it is trained. */
  addParts(config: TrunkConfig): void {
    this.parts = new PartSegmenter(config);
  }

  /** Gives it a new affinity, which knows nothing before it is trained. */
  addAffinity(config: AffinityConfig): void {
    this.affinity = new HintAffinity(config);
  }

  override get step(): number {
    return Math.max(super.step, this.parts?.step ?? 1); // both are powers of 2
  }

  /**
   * What the lines say at large, whatever the hints.
   *
   * @param ink darkness of the lines in [0, 1], (N, 1, H, W)
   */
  contextOf(ink: Variable): Context {
    const { W, b } = this.stem;
    const [n, , height, width] = ink.shape;
    // Of planes that are 0 most filters may stay away: two of four channels are what the CPU's fast convolutions take, and
    // they give the same to the bit. On a GPU sums go another way then, and the rest is nothing.
    const planes = ink.data.backend.name === 'cpu' ? 2 : INPUT_COUNT;
    const [outputs, , ...kernel] = W.shape;
    const h = noBackprop(() => {
      const x = F.concat([ink, constant(Tensor.zeros([n, planes - 1, height, width], ink.dtype, ink.data.backend))], 1);
      const filters = F.slice(F.reshape(W, [outputs, 4, INPUT_COUNT, ...kernel]), 2, INPUT_CHANNELS.ink, planes);
      const joined = F.reshape(filters, [outputs, 4 * planes, ...kernel]);
      return F.convolution2D(F.space2depth(x, 2), joined, b, { pad: 1 });
    });
    return this.context(h, HINTED_LEVELS - 1);
  }

  /**
   * The same from all planes, where they are without hints.
   *
   * @param halved planes of `encodeInputs` with 2×2 pixels as channels
   */
  contextWithoutHints(halved: Variable, through: Operations = making): Context {
    return this.context(through.convolve(this.stem, halved), HINTED_LEVELS - 1, through);
  }

  /** @param x planes of `encodeInputs`, (N, INPUT_COUNT, H, W), sides multiples of `step` */
  override forward(x: Variable): GeneratorOutput {
    const context = this.contextOf(F.slice(x, 1, INPUT_CHANNELS.ink, 1));
    return this.mix(x, this.outputs(x, { context }));
  }

  /** What `mix` takes, from planes as in `forward` and the context of their ink: (N, OUTPUTS · 4, H / 2, W / 2). */
  outputs(x: Variable, pass: TrunkPass & { readonly context: Context }): Variable {
    const { through = making } = pass;
    return through.convolve(this.head, this.features(x, pass), { reluInput: true });
  }

  /** Colours out of planes and the `outputs` for them; of any rows and columns of both, those of the result. */
  mix(x: Variable, outputs: Variable): GeneratorOutput {
    const y = F.depth2space(outputs, 2);
    const rgb = F.slice(y, 1, 0, 3);
    const propagated = F.slice(x, 1, INPUT_CHANNELS.propagated, 3);
    const second = F.slice(x, 1, INPUT_CHANNELS.second, 3);
    // Both colours are centred on 0, [−1, 1], like the inputs; the result is brought to [0, 1].
    // Without any hint there is nothing to spread: nearness is 0 everywhere, and the gate is shut.
    const isHinted = F.sign(F.slice(x, 1, INPUT_CHANNELS.confidence + CONFIDENCE_CHANNELS.indexOf('far'), 1));
    // One decision for each 2×2 pixels: pixel by pixel, unsure gates come out as stripes of open and shut.
    const logits = F.averagePooling2D(F.slice(y, 1, 3, 2), 2);
    // Stretched beyond [0, 1] and cut, so that they can open and shut all the way: a flat area then is exactly its hint's colour.
    const open = (logit: Variable) =>
      F.mul(F.upsampleNearest(F.clip(F.affine(F.sigmoid(logit), 1.2, -0.1), 0, 1), 2), isHinted);
    const gate1 = open(F.slice(logits, 1, 0, 1));
    const gate2 = open(F.affine(F.slice(logits, 1, 1, 1), 1, SECOND_SHUT));
    const first = F.add(rgb, F.mul(gate1, F.sub(propagated, rgb)));
    const both = F.add(first, F.mul(gate2, F.sub(second, first)));
    const gate = F.add(gate1, F.sub(gate2, F.mul(gate1, gate2))); // 1 − (1 − g₁)(1 − g₂)
    return { color: F.affine(both, 0.5, 0.5), gate, own: F.affine(rgb, 0.5, 0.5) };
  }
}

const constant = (data: Tensor) => new Variable(data, { requiresGrad: false });
