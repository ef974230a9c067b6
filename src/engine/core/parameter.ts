import { type Shape, sizeOf } from '../backends/backend.js';
import { config } from './config.js';
import { asInitializer, type InitializerLike } from './initializer.js';
import { Tensor } from './tensor.js';
import { Variable } from './variable.js';

/** A variable that belongs to a link and is trained. Without a shape it waits for `initialize`. */
export class Parameter extends Variable {
  readonly #initializer: InitializerLike;
  /** Whether optimizers change it. */
  updateEnabled = true;

  constructor(initializer: InitializerLike, shape: Shape | null = null, name: string | null = null) {
    super(null, { name });
    this.#initializer = initializer;
    if (shape) this.initialize(shape);
  }

  /** Makes the elements; does nothing when they are there. */
  initialize(shape: Shape): void {
    if (this.isInitialized) return;
    const values = config.initialize
      ? asInitializer(this.#initializer).generate(shape)
      : new Float32Array(sizeOf(shape));
    this.data = Tensor.from(values, shape).keep();
  }
}
