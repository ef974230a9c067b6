import type { DType, Shape, TypedArray } from '../backends/backend.js';
import { EngineError } from './errors.js';
import { formatShape, sameShape } from './shape.js';
import { Tensor } from './tensor.js';

/** What is stored under one key. Tensors are filled in place when loading. */
export type Leaf = number | boolean | string | null | Tensor;

/** A stored leaf on the host. */
export type StoredLeaf =
  | number
  | boolean
  | string
  | null
  | {
      readonly shape: Shape;
      readonly data: TypedArray;
      /** Whether half precision holds the values exactly. */
      readonly half?: boolean;
    };

/**
 * One protocol for both directions, as Chainer's: `this.x = s.value('x', this.x)` saves when saving and loads when loading;
 * `s.child('model')` descends, keys are joined by '/'.
 */
export interface Serializer {
  readonly loading: boolean;
  value<T extends Leaf>(key: string, value: T): T;
  /** As `value`, of state that older files lack: loading one of those keeps the value. */
  optional<T extends Leaf>(key: string, value: T): T;
  child(key: string): Serializer;
}

/** Anything whose state can be saved. */
export interface Serializable {
  serialize(serializer: Serializer): void;
}

class Collector implements Serializer {
  readonly loading = false;

  constructor(
    readonly leaves: Map<string, Leaf>,
    private readonly path: string,
  ) {}

  value<T extends Leaf>(key: string, value: T): T {
    this.leaves.set(this.path + key, value);
    return value;
  }

  optional<T extends Leaf>(key: string, value: T): T {
    return this.value(key, value);
  }

  child(key: string): Serializer {
    return new Collector(this.leaves, `${this.path}${key}/`);
  }
}

class Loader implements Serializer {
  readonly loading = true;

  constructor(
    private readonly stored: ReadonlyMap<string, StoredLeaf>,
    private readonly path: string,
    private readonly strict: boolean,
  ) {}

  value<T extends Leaf>(key: string, value: T): T {
    const stored = this.stored.get(this.path + key);
    if (stored === undefined) {
      if (!this.strict) return value;
      throw new EngineError(`load: "${this.path + key}" is missing`);
    }
    if (value instanceof Tensor) {
      if (stored === null || typeof stored !== 'object' || !sameShape(stored.shape, value.shape))
        throw new EngineError(
          `load: "${this.path + key}" is ${typeof stored === 'object' && stored ? formatShape(stored.shape) : String(stored)}, expected ${formatShape(value.shape)}`,
        );
      const fresh = Tensor.from(ofType(value.dtype, stored.data), stored.shape, value.backend);
      const cast = value.dtype === 'float16' ? fresh.cast('float16') : fresh;
      value.assign(cast);
      fresh.dispose();
      cast.dispose();
      return value;
    }
    // A one-element array stands for a scalar: .npz has no other kind.
    const scalar = typeof stored === 'object' && stored !== null ? stored.data[0] : stored;
    return (typeof value === 'boolean' ? Boolean(scalar) : scalar) as T;
  }

  optional<T extends Leaf>(key: string, value: T): T {
    return this.stored.has(this.path + key) ? this.value(key, value) : value;
  }

  child(key: string): Serializer {
    return new Loader(this.stored, `${this.path}${key}/`, this.strict);
  }
}

/** Elements as a dtype holds them on the host, the same array where it holds them so. */
function ofType(dtype: DType, data: TypedArray): TypedArray {
  if (dtype === 'int32') return data instanceof Int32Array ? data : Int32Array.from(data);
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

async function toStored(tensor: Tensor): Promise<StoredLeaf> {
  const { shape, dtype } = tensor;
  const data = await tensor.toArray();
  return dtype === 'float16' ? { shape, data, half: true } : { shape, data };
}

/** The state of an object as stored leaves, tensors copied to the host. */
export async function saveState(target: Serializable): Promise<Map<string, StoredLeaf>> {
  const leaves = new Map<string, Leaf>();
  target.serialize(new Collector(leaves, ''));
  const stored = new Map<string, StoredLeaf>();
  for (const [key, leaf] of leaves) stored.set(key, leaf instanceof Tensor ? await toStored(leaf) : leaf);
  return stored;
}

/**
 * Loads what `saveState` stored. Wrong shapes throw, missing keys too unless `strict` is false (they keep their values
 * then); surplus keys are ignored.
 */
export function loadState(
  target: Serializable,
  stored: ReadonlyMap<string, StoredLeaf>,
  { strict = true }: { strict?: boolean } = {},
): void {
  target.serialize(new Loader(stored, '', strict));
}
