import type { Link } from '../core/link.js';
import type { Parameter } from '../core/parameter.js';
import type { Serializable, Serializer } from '../core/serializer.js';
import type { Tensor } from '../core/tensor.js';

const asFloat32 = (x: Tensor): Tensor => (x.dtype === 'float16' ? x.cast('float32') : x);

/**
 * A slow copy of a link's parameters: a ← d·a + (1 − d)·p after each step (Polyak averaging; float32 also of parameters in half precision), with a warm-up
 * d = min(decay, (1 + t)/(10 + t)) so that the first steps do not weigh on it for long.
 */
export class ExponentialMovingAverage implements Serializable {
  #steps = 0;
  readonly #averages = new Map<string, Tensor>();

  constructor(
    private readonly link: Link,
    readonly decay = 0.999,
  ) {}

  /** Call after each step of the optimizer. */
  update(): void {
    const decay = Math.min(this.decay, (1 + this.#steps) / (10 + this.#steps));
    this.#steps++;
    for (const [path, p] of this.link.namedParams()) {
      const average = this.#averageOf(path, p);
      const value = asFloat32(p.data);
      average.backend.approach(average.array, value.array, 1 - decay);
      if (value !== p.data) value.dispose();
    }
  }

  #averageOf(path: string, p: Parameter): Tensor {
    let average = this.#averages.get(path);
    if (!average) {
      average = (p.dtype === 'float16' ? p.data.cast('float32') : p.data.copy()).keep();
      this.#averages.set(path, average);
    }
    return average;
  }

  /** Runs the body with the averages in place of the parameters. */
  async using<T>(body: () => Promise<T>): Promise<T> {
    this.#swap();
    try {
      return await body();
    } finally {
      this.#swap();
    }
  }

  #swap(): void {
    for (const [path, p] of this.link.namedParams()) {
      const average = this.#averageOf(path, p);
      const current = p.data.cast('float32');
      const fresh = average.cast(p.dtype);
      p.data.assign(fresh);
      average.assign(current);
      fresh.dispose();
      current.dispose();
    }
  }

  serialize(serializer: Serializer): void {
    this.#steps = serializer.value('steps', this.#steps);
    for (const [path, p] of this.link.namedParams())
      if (p.isInitialized) serializer.value(path.slice(1), this.#averageOf(path, p));
  }

  dispose(): void {
    for (const tensor of this.#averages.values()) tensor.dispose();
    this.#averages.clear();
  }
}
