import { FreedError } from '../../core/errors.js';
import type { DeviceArray, DType, Shape } from '../backend.js';
import { sizeOf } from '../backend.js';
import type { Storage } from './storage.js';

/** An array in GPU memory. Several arrays may share one storage (reshape); it returns to the pool with the last. */
export class GpuArray implements DeviceArray {
  readonly size: number;
  #storage: Storage | null;

  constructor(
    storage: Storage,
    readonly shape: Shape,
    readonly dtype: DType,
  ) {
    this.#storage = storage;
    this.size = sizeOf(shape);
  }

  get storage(): Storage {
    if (!this.#storage) throw new FreedError(`webgpu: an array of shape (${this.shape.join(', ')}) is used after free`);
    return this.#storage;
  }

  /** Gives the storage up, once. */
  release(): Storage {
    const storage = this.storage;
    this.#storage = null;
    return storage;
  }
}
