import { COPY } from '../../core/copying.js';
import { currentScope, moveTo } from '../../core/scope.js';
import type { Variable } from '../../core/variable.js';

/**
 * A recurrent link's state between its calls. It outlives the scopes of the calls and what backward frees; a state whose graph
 * backward has consumed counts as a constant, which is truncated back-propagation through time.
 */
export class HeldState {
  #value: Variable | null = null;

  /** A copied link begins without a state. */
  [COPY](): HeldState {
    return new HeldState();
  }

  get(): Variable | null {
    if (this.#value?.creator?.isReleased) this.#value = this.#value.detach(); // the same array, held as before
    return this.#value;
  }

  set(value: Variable | null): void {
    const old = this.#value;
    if (value === old) return;
    if (value) {
      value.data.keep();
      value.data.retainers++;
    }
    this.#value = value;
    if (!old || old.data.disposed) return;
    old.data.retainers--;
    // From here on it is an array like any other: whoever still uses it does so in the scope that is open now.
    moveTo(old.data, currentScope());
  }
}
