import type { DType, Shape } from '../backends/backend.js';
import { config } from './config.js';
import type { CopyMode } from './copying.js';

import { asInitializer, type InitializerLike } from './initializer.js';
import { Tensor } from './tensor.js';
import { Variable } from './variable.js';

/** A variable that belongs to a link and is trained. Without a shape it waits for `initialize`. */
export class Parameter extends Variable {
  readonly #initializer: InitializerLike;
  readonly #stored: DType;
  /** Whether optimizers change it. */
  updateEnabled = true;

  /** @param dtype what it is stored as; default: what `config.dtype` asks for now */
  constructor(
    initializer: InitializerLike,
    shape: Shape | null = null,
    name: string | null = null,
    dtype: DType = config.dtype === 'mixed16' ? 'float16' : 'float32',
  ) {
    super(null, { name });
    this.#initializer = initializer;
    this.#stored = dtype;
    if (shape) this.initialize(shape);
  }

  /** Makes the elements; does nothing when they are there. */
  initialize(shape: Shape): void {
    if (this.isInitialized) return;
    if (config.initialize) this.fill(Tensor.from(asInitializer(this.#initializer).generate(shape), shape));
    else this.data = Tensor.empty(shape, this.#stored).keep();
  }

  /** Another parameter; see `Link.copy`. Gradients are not copied. */
  copy(mode: CopyMode): Parameter {
    const fresh = mode === 'init' && this.isInitialized;
    const twin = new Parameter(this.#initializer, fresh ? this.shape : null, this.name, this.#stored);
    if (mode !== 'init' && this.isInitialized) twin.data = mode === 'share' ? this.data : this.data.copy().keep();
    twin.updateEnabled = this.updateEnabled;
    return twin;
  }

  /** Takes the elements of a tensor that is nobody else's, in the dtype the parameter is stored as. */
  fill(values: Tensor): void {
    if (values.dtype === this.#stored) this.data = values.keep();
    else {
      this.data = values.cast(this.#stored).keep();
      values.dispose();
    }
  }
}
