import type { Parameter } from '../core/parameter.js';
import type { Serializable, Serializer } from '../core/serializer.js';
import { Tensor } from '../core/tensor.js';

/** By what losses are multiplied before backward. */
export interface LossScaling extends Serializable {
  readonly scale: number;
  /** Looks at the gradients, already divided; false: this step is left out. */
  accept(params: readonly Parameter[]): boolean;
}

/** One factor for the whole run. */
export const fixedScale = (scale: number): LossScaling => ({
  scale,
  accept: () => true,
  serialize: () => {},
});

/** The range that a factor may take: above its end half precision itself ends. */
const [SMALLEST, LARGEST] = [1, 65_504];

/**
 * A factor that grows while gradients stay finite and halves when they do not: it doubles at each step until the first overflow,
 * then every `interval` steps.
 *
 * Whether gradients are finite is known only after the device was read, so `settle` must be awaited after each step; a bad step
 * has then been made already, and `settle` says so: restore a snapshot, or let the step be (its gradients were zeroed on the
 * device before the parameters changed).
 */
export class DynamicLossScale implements LossScaling {
  #scale = 1;
  #overflowed = false;
  #pending: Promise<boolean> | null = null;

  constructor(private readonly interval = 1000) {}

  get scale(): number {
    return this.#scale;
  }

  accept(params: readonly Parameter[]): boolean {
    const grads = params.flatMap((p) => (p.grad && p.grad.size > 0 ? [p.grad] : []));
    if (grads.length === 0) return true;
    const finite = grads.map((g) => g.unary('isFinite').reduce('min')).reduce((a, b) => a.mul(b));
    // Every element of a bad step becomes 0, so that parameters and state keep their values but for decay and momentum.
    const zero = Tensor.zeros([], 'float32', grads[0].backend);
    for (const g of grads) g.assign(finite.where(g, zero));
    this.#pending = finite.item().then((value) => value === 1);
    return true;
  }

  /** Waits for the last step's verdict and changes the factor. @returns whether the gradients were finite */
  async settle(): Promise<boolean> {
    const good = (await this.#pending) ?? true;
    this.#pending = null;
    if (!good) this.#overflowed = true;
    const factor = good ? (this.#overflowed ? 2 ** (1 / this.interval) : 2) : 0.5;
    this.#scale = Math.min(Math.max(this.#scale * factor, SMALLEST), LARGEST);
    return good;
  }

  serialize(serializer: Serializer): void {
    this.#scale = serializer.value('scale', this.#scale);
    this.#overflowed = serializer.value('overflowed', this.#overflowed);
  }
}
