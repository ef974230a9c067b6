import { functions as F, links as L, type Variable } from '../../engine/index.js';
import { PARTS } from '../parts/parts.js';
import { Trunk, type TrunkConfig } from './trunk.js';

/** Side of the square of pixels that it speaks about at once. */
export const PART_CELL = 4;

/**
 * Tells what each place of a line drawing is a part of: skin, hair, cloth … (`PARTS`). It sees the lines alone, at a
 * quarter of the resolution: what a thing is shows in the whole more than in detail.
 */
export class PartSegmenter extends Trunk {
  readonly head: L.Convolution2D;

  constructor(config: TrunkConfig) {
    super(PART_CELL, config); // the first space-to-depth makes 4 channels of the ink
    this.head = new L.Convolution2D(config.widths[0], PARTS.length, 1, { initialW: 0 });
  }

  /** Twice the trunk's, for the halved resolution. */
  override get step(): number {
    return 2 * super.step;
  }

  /**
   * @param ink darkness of the lines in [0, 1], (N, 1, H, W), sides multiples of `step`
   * @returns logits of the parts, (N, PARTS, H / PART_CELL, W / PART_CELL)
   */
  override forward(ink: Variable): Variable {
    return this.head.forward(this.features(F.space2depth(ink, 2)), { reluInput: true });
  }
}
