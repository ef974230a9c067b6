import { type DType, type Shape, sizeOf, stridesOf } from '../backends/backend.js';
import { TypeCheckError } from '../core/errors.js';
import { formatShape, sameShape } from '../core/shape.js';
import { type NestedArray, Tensor } from '../core/tensor.js';

/** An array on the host. */
export interface ExampleArray {
  readonly shape: Shape;
  readonly data: Float32Array | Int32Array;
}

/** One field of an example: a number, numbers in a row or nested, or an array with its shape. */
export type ExampleField = NestedArray | Float32Array | Int32Array | ExampleArray;

export interface ConcatOptions<P> {
  /** What fills shorter arrays up; null: all must have one shape. One for all fields, or one for each. */
  padding?: P;
  /** dtype of plain numbers; one for all fields, or one for each. Typed arrays have their own. */
  dtype?: DType | readonly DType[] | Readonly<Record<string, DType>>;
}

type Padding = number | null | readonly (number | null)[] | Readonly<Record<string, number | null>>;

function asArray(field: ExampleField, dtype: DType): ExampleArray {
  if (field instanceof Float32Array || field instanceof Int32Array) return { shape: [field.length], data: field };
  if (typeof field === 'object' && 'data' in field) return field as ExampleArray;
  const shape: number[] = [];
  for (let v = field as NestedArray; Array.isArray(v); v = v[0] ?? 0) shape.push(v.length);
  const flat = Array.isArray(field) ? (field.flat(Number.POSITIVE_INFINITY) as number[]) : [field as number];
  return { shape, data: dtype === 'int32' ? Int32Array.from(flat) : Float32Array.from(flat) };
}

/** Fields of one kind, stacked along a new axis 0. */
function stackFields(fields: readonly ExampleField[], padding: number | null, dtype: DType): Tensor {
  const arrays = fields.map((f) => asArray(f, dtype));
  const { shape, data } = arrays[0];
  const kind = data instanceof Int32Array ? Int32Array : Float32Array;
  const mixed = arrays.find((a) => a.shape.length !== shape.length || (padding === null && !sameShape(a.shape, shape)));
  if (mixed)
    throw new TypeCheckError(
      `concatExamples: expected examples of one shape${padding === null ? ' (or a padding)' : ', but for lengths'}, but they are ${formatShape(shape)} and ${formatShape(mixed.shape)}`,
    );
  const full = shape.map((_, axis) => Math.max(...arrays.map((a) => a.shape[axis])));
  const size = sizeOf(full);
  const out = new kind(size * arrays.length);
  if (padding !== null) out.fill(padding);
  const strides = stridesOf(full);
  for (const [i, a] of arrays.entries()) {
    if (sameShape(a.shape, full)) {
      out.set(a.data, i * size);
      continue;
    }
    const own = stridesOf(a.shape);
    for (let k = 0; k < a.data.length; k++) {
      const at = a.shape.reduce((sum, d, axis) => sum + (Math.floor(k / own[axis]) % d) * strides[axis], 0);
      out[i * size + at] = a.data[k];
    }
  }
  return Tensor.from(out, [arrays.length, ...full]);
}

const isTuple = (example: unknown): example is readonly ExampleField[] =>
  Array.isArray(example) && example.some((f) => typeof f === 'object');
const isDict = (example: unknown): example is Record<string, ExampleField> =>
  typeof example === 'object' &&
  example !== null &&
  !Array.isArray(example) &&
  !ArrayBuffer.isView(example) &&
  !('data' in example);

function optionOf<T>(option: unknown, key: number | string, fallback: T): T {
  if (option === undefined) return fallback;
  if (typeof option === 'object' && option !== null)
    return ((option as Record<number | string, T>)[key] ?? fallback) as T;
  return option as T;
}

/**
 * A batch of examples as tensors: arrays are stacked; tuples give a tuple, objects an object of stacked fields.
 *
 * @example const [images, labels] = concatExamples(batch, { dtype: ['float32', 'int32'] }) // of [Float32Array, number] examples
 */
export function concatExamples(batch: readonly ExampleField[], options?: ConcatOptions<Padding>): Tensor;
export function concatExamples(batch: readonly (readonly ExampleField[])[], options?: ConcatOptions<Padding>): Tensor[];
export function concatExamples<K extends string>(
  batch: readonly Readonly<Record<K, ExampleField>>[],
  options?: ConcatOptions<Padding>,
): Record<K, Tensor>;
export function concatExamples(
  batch: readonly unknown[],
  { padding = null, dtype = 'float32' }: ConcatOptions<Padding> = {},
): Tensor | Tensor[] | Record<string, Tensor> {
  if (batch.length === 0) throw new TypeCheckError('concatExamples: the batch is empty');
  const [first] = batch;
  const stackOf = (key: number | string): Tensor =>
    stackFields(
      batch.map((example) => (example as Record<number | string, ExampleField>)[key]),
      optionOf<number | null>(padding, key, null),
      optionOf<DType>(dtype, key, 'float32'),
    );
  if (isTuple(first)) return first.map((_, i) => stackOf(i));
  if (isDict(first)) return Object.fromEntries(Object.keys(first).map((key) => [key, stackOf(key)]));
  return stackFields(batch as ExampleField[], padding as number | null, dtype as DType);
}
