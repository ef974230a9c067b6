import { Chain, functions as F, links as L, type Variable } from '../../engine/index.js';
import { FEATURES, IS_ITSELF } from '../affinity/areaPairs.js';

export interface AffinityConfig {
  /** Units of the two hidden layers. */
  readonly units: readonly [number, number];
}

/** By how much, as a logit, an untrained network prefers what an area has to any hint. */
const PRIOR = 3;

/**
 * Tells how well a colour suits an area without a hint: the one that it has, or that of a hint in another area. Areas that want
 * one colour look alike, mirror each other, touch, or are one part; how much each of these says is learned.
 */
export class HintAffinity extends Chain {
  readonly first: L.Linear;
  readonly second: L.Linear;
  readonly head: L.Linear;

  constructor(readonly config: AffinityConfig) {
    super();
    const [a, b] = config.units;
    this.first = new L.Linear(FEATURES, a);
    this.second = new L.Linear(a, b);
    this.head = new L.Linear(b, 1, { initialW: 0 });
  }

  /**
   * @param pairs (N, FEATURES), as `pairAreas` gives them
   * @returns logits, (N, 1)
   */
  override forward(pairs: Variable): Variable {
    const h = F.relu(this.second.forward(F.relu(this.first.forward(pairs))));
    return F.add(this.head.forward(h), F.affine(F.slice(pairs, 1, IS_ITSELF, 1), PRIOR, 0));
  }
}
