import { STEP_PARTS } from './propagate.js';

/**
 * e^(−d/scale) for the lengths d of ways, as trust in a hint fades. There are few of them – multiples of a part of a step – so each
 * is computed once.
 */
export class Fading {
  #values = new Float64Array(0);

  /** @param scale distance over which it falls by a factor of e, in grid pixels */
  constructor(private readonly scale: number) {}

  /** The values by d · `STEP_PARTS`, up to one and beyond. */
  upTo(longest: number): Float64Array {
    const known = this.#values.length;
    if (longest >= known) {
      const grown = new Float64Array(2 * (longest + 1));
      grown.set(this.#values);
      for (let i = known; i < grown.length; i++) grown[i] = Math.exp(-Math.fround(i / STEP_PARTS) / this.scale);
      this.#values = grown;
    }
    return this.#values;
  }
}
