import { scope } from '../core/scoped.js';
import { Tensor } from '../core/tensor.js';
import { Variable } from '../core/variable.js';

/** Values observed in one iteration: numbers, and scalars still on the device. */
export type Observation = Map<string, Tensor | number>;

let current: Observation | null = null;

/** Reports values under their names to the reporter in charge; does nothing when there is none. */
export function report(values: Record<string, Variable | Tensor | number>): void {
  if (!current) return;
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number') current.set(name, value);
    else current.set(name, (value instanceof Variable ? value.data : value).copy().keep()); // outlives the iteration's scope
  }
}

/** Runs the body and returns what was reported in it. The caller disposes the tensors. */
export function observe(body: () => void): Observation {
  const outer = current;
  const observation: Observation = new Map();
  current = observation;
  try {
    body();
    return observation;
  } finally {
    current = outer;
  }
}

/** Running means of observations; scalars are summed on the device and read once. */
export class Summary {
  readonly #sums = new Map<string, { total: Tensor | number; count: number }>();

  add(observation: Observation): void {
    for (const [name, value] of observation) {
      const sum = this.#sums.get(name);
      if (!sum) this.#sums.set(name, { total: typeof value === 'number' ? value : value.copy().keep(), count: 1 });
      else {
        sum.count++;
        if (typeof sum.total === 'number') sum.total += value as number;
        else scope(() => (sum.total as Tensor).assign((sum.total as Tensor).add(value)));
      }
    }
  }

  get isEmpty(): boolean {
    return this.#sums.size === 0;
  }

  /** The means since the last call; starts anew. */
  async means(): Promise<Record<string, number>> {
    const sums = [...this.#sums];
    this.#sums.clear();
    const result: Record<string, number> = {};
    for (const [name, { total, count }] of sums) {
      result[name] = (typeof total === 'number' ? total : await total.item()) / count;
      if (total instanceof Tensor) total.dispose();
    }
    return result;
  }
}

/** Frees the tensors of an observation. */
export function disposeObservation(observation: Observation): void {
  for (const value of observation.values()) if (value instanceof Tensor) value.dispose();
}
