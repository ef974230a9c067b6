import type { Observation } from '../core/reporter.js';
import { scope } from '../core/scoped.js';
import type { Tensor } from '../core/tensor.js';

interface Sum {
  /** What was read back already. */
  base: number;
  /** What is still on the device. */
  pending: Tensor | null;
  weight: number;
}

/** Weighted means of observations, each over its own occurrences; scalars are summed on the device and read once. */
export class Summary {
  readonly #sums = new Map<string, Sum>();

  /** @param weight how much this observation counts, as the size of a batch */
  add(observation: Observation, weight = 1): void {
    for (const [name, value] of observation) {
      const sum = this.#sums.get(name) ?? { base: 0, pending: null, weight: 0 };
      this.#sums.set(name, sum);
      sum.weight += weight;
      if (typeof value === 'number') sum.base += weight * value;
      else
        scope(() => {
          const weighted = weight === 1 ? value : value.mul(weight);
          if (sum.pending) sum.pending.assign(sum.pending.add(weighted));
          else sum.pending = weighted.copy().keep();
        });
    }
  }

  get isEmpty(): boolean {
    return this.#sums.size === 0;
  }

  /** Reads back what is on the device, so that `toText` has all of it. */
  async settle(): Promise<void> {
    for (const sum of this.#sums.values()) {
      const { pending } = sum;
      if (!pending) continue;
      sum.pending = null;
      sum.base += await pending.item();
      pending.dispose();
    }
  }

  /** The means since the last call; starts anew. */
  async means(): Promise<Record<string, number>> {
    await this.settle();
    const means = Object.fromEntries(Array.from(this.#sums, ([name, { base, weight }]) => [name, base / weight]));
    this.#sums.clear();
    return means;
  }

  /** The sums as text, after `settle`. */
  toText(): string {
    return JSON.stringify(Array.from(this.#sums, ([name, { base, weight }]) => [name, String(base), weight]));
  }

  /** Goes on from sums as text. */
  restore(text: string): void {
    this.dispose();
    for (const [name, base, weight] of JSON.parse(text) as [string, string, number][])
      this.#sums.set(name, { base: Number(base), pending: null, weight });
  }

  dispose(): void {
    for (const { pending } of this.#sums.values()) pending?.dispose();
    this.#sums.clear();
  }
}

/** Mean and deviation of named numbers, by Welford's method, which loses no digits to a large mean. */
export class DictSummary {
  readonly #moments = new Map<string, { weight: number; mean: number; squares: number }>();

  /** Adds numbers; a pair is a value and its weight. What is no number is left out. */
  add(values: Record<string, unknown>): void {
    for (const [name, entry] of Object.entries(values)) {
      const [value, weight] = Array.isArray(entry) ? entry : [entry, 1];
      if (typeof value !== 'number' || typeof weight !== 'number') continue;
      const m = this.#moments.get(name) ?? { weight: 0, mean: 0, squares: 0 };
      this.#moments.set(name, m);
      m.weight += weight;
      const difference = value - m.mean;
      if (m.weight > 0) m.mean += (difference * weight) / m.weight;
      m.squares += weight * difference * (value - m.mean);
    }
  }

  /** Mean of each. */
  computeMean(): Record<string, number> {
    return Object.fromEntries(Array.from(this.#moments, ([name, { mean }]) => [name, mean]));
  }

  /** Mean of each, and its deviation under `name.std`. */
  makeStatistics(): Record<string, number> {
    return Object.fromEntries(
      Array.from(this.#moments).flatMap(([name, { weight, mean, squares }]) => [
        [name, mean],
        [`${name}.std`, Math.sqrt(squares / weight)],
      ]),
    );
  }
}
