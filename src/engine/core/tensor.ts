import {
  type Backend,
  type BinaryOp,
  type DeviceArray,
  type DType,
  type ReduceOp,
  type Shape,
  sizeOf,
  stridesOf,
  type TypedArray,
  type UnaryOp,
} from '../backends/backend.js';
import { getBackend } from './context.js';
import { FreedError, TypeCheckError } from './errors.js';
import { noteFreed, noteMade } from './leaks.js';
import { currentScope, type Disposable, moveTo, type Scope } from './scope.js';
import {
  broadcastShapes,
  expectShape,
  formatShape,
  normalizeAxes,
  normalizeAxis,
  reducedShape,
  sameShape,
} from './shape.js';
import { unwatch, watch } from './strays.js';

/** Nested arrays of numbers, as one writes small tensors by hand. */
export type NestedArray = number | readonly NestedArray[];

function flattenInto(flat: number[], values: NestedArray, shape: readonly number[], axis: number): void {
  const length = Array.isArray(values) ? values.length : undefined;
  if (length !== shape[axis])
    throw new TypeCheckError(
      `Tensor.of: rows must be equally long, but axis ${axis} is ${length ?? 'a number'} where the first is ${shape[axis] ?? 'a number'}`,
    );
  if (length === undefined) flat.push(values as number);
  else for (const row of values as readonly NestedArray[]) flattenInto(flat, row, shape, axis + 1);
}

/** Operations whose results are no whole numbers: of int32 they would be cut off silently. */
const REAL_VALUED: ReadonlySet<UnaryOp> = new Set([
  ...(['reciprocal', 'sqrt', 'rsqrt', 'exp', 'expm1', 'log', 'log1p', 'erf', 'sigmoid', 'elu', 'softplus'] as const),
  ...(['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'leakyRelu'] as const),
]);

/**
 * An array on a device, without a graph: what functions compute with. Immutable but for `assign`. Arithmetic broadcasts as
 * NumPy's does; a number operand has the tensor's dtype. Half precision (`float16`) is a way to store: all is computed in
 * float32.
 */
export class Tensor implements Disposable {
  owner: Scope | null = null;
  retainers = 0;
  heldByGraph = false;
  /** Whether the garbage collector frees it. */
  watched = false;
  readonly shape: Shape;
  readonly dtype: DType;
  #array: DeviceArray | null;

  constructor(
    readonly backend: Backend,
    array: DeviceArray,
  ) {
    this.#array = array;
    this.shape = array.shape;
    this.dtype = array.dtype;
    const scope = currentScope();
    if (scope) scope.adopt(this);
    else watch(this);
    noteMade(this);
  }

  /** Copies host data, row-major; `shape` defaults to one axis. Bare numbers and doubles become float32. */
  static from(
    data: TypedArray | Float64Array | readonly number[],
    shape: Shape = [data.length],
    backend = getBackend(),
  ): Tensor {
    expectShape('Tensor.from', shape);
    if (sizeOf(shape) !== data.length)
      throw new TypeCheckError(
        `Tensor.from: shape ${formatShape(shape)} needs ${sizeOf(shape)} elements, but ${data.length} came`,
      );
    const typed = data instanceof Float32Array || data instanceof Int32Array ? data : Float32Array.from(data);
    return new Tensor(backend, backend.upload(typed, shape));
  }

  /** From nested arrays, rows of equal length. */
  static of(values: NestedArray, dtype: DType = 'float32', backend = getBackend()): Tensor {
    const shape: number[] = [];
    for (let v = values; Array.isArray(v); v = v[0] ?? 0) shape.push(v.length);
    const flat: number[] = [];
    flattenInto(flat, values, shape, 0);
    if (dtype === 'int32') return Tensor.from(Int32Array.from(flat), shape, backend);
    const wide = Tensor.from(Float32Array.from(flat), shape, backend);
    if (dtype === 'float32') return wide;
    const half = wide.cast(dtype);
    wide.dispose();
    return half;
  }

  /** Elements of any value, for what is filled before it is read. */
  static empty(shape: Shape, dtype: DType = 'float32', backend = getBackend()): Tensor {
    expectShape('Tensor.empty', shape);
    return new Tensor(backend, backend.empty(shape, dtype));
  }

  static full(shape: Shape, value: number, dtype: DType = 'float32', backend = getBackend()): Tensor {
    expectShape('Tensor.full', shape);
    return new Tensor(backend, backend.full(shape, value, dtype));
  }

  static zeros(shape: Shape, dtype: DType = 'float32', backend = getBackend()): Tensor {
    return Tensor.full(shape, 0, dtype, backend);
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  get ndim(): number {
    return this.shape.length;
  }

  get disposed(): boolean {
    return this.#array === null;
  }

  /** The backend's handle. Throws when the memory was given back. */
  get array(): DeviceArray {
    if (!this.#array) {
      throw new FreedError(
        `a tensor of shape ${formatShape(this.shape)} is used after it was freed: its scope ended or backward() consumed it; ` +
          'return or keep() it, or call backward({ retainGraph: true })',
      );
    }
    return this.#array;
  }

  /** Gives the memory back. Doing it twice is harmless. */
  dispose(): void {
    if (!this.#array) return;
    this.backend.free(this.#array);
    this.#array = null;
    this.owner?.drop(this);
    if (this.watched) unwatch(this);
    noteFreed(this);
  }

  /** No scope frees it from here on: see `strays.ts`. */
  orphaned(): void {
    watch(this);
  }

  /** Takes the tensor out of its scope: it lives until `dispose()`. */
  keep(): this {
    moveTo(this, null);
    return this;
  }

  /** Copies the elements to the host, row-major; half precision as float32. */
  toArray(): Promise<TypedArray> {
    return this.backend.read(this.array);
  }

  /** The only element. */
  async item(): Promise<number> {
    if (this.size !== 1)
      throw new TypeCheckError(`item: expected one element, but the shape is ${formatShape(this.shape)}`);
    return (await this.toArray())[0];
  }

  /** Overwrites the elements with those of a tensor of the same shape and dtype. */
  assign(source: Tensor): void {
    if (!sameShape(this.shape, source.shape) || this.dtype !== source.dtype)
      throw new TypeCheckError(
        `assign: ${source.dtype} ${formatShape(source.shape)} does not fit ${this.dtype} ${formatShape(this.shape)}`,
      );
    this.backend.assign(this.array, source.array);
  }

  /** Overwrites rows from `top` and columns from `left` on, both axes the last ones, with all of a tensor of the same dtype; not in half precision. */
  assignBox(source: Tensor, top: number, left: number): void {
    const [rows, columns] = [this.ndim - 2, this.ndim - 1];
    const ends = source.shape.map((d, axis) => d + (axis === rows ? top : axis === columns ? left : 0));
    const fits =
      this.ndim >= 2 &&
      source.ndim === this.ndim &&
      this.dtype === source.dtype &&
      this.dtype !== 'float16' &&
      Math.min(top, left) >= 0 &&
      ends.every((end, axis) => (axis < rows ? end === this.shape[axis] : end <= this.shape[axis]));
    if (!fits)
      throw new TypeCheckError(
        `assignBox: ${source.dtype} ${formatShape(source.shape)} at row ${top}, column ${left} does not fit into ${this.dtype} ${formatShape(this.shape)}`,
      );
    const strides = stridesOf(this.shape);
    this.backend.scatterStrided(this.array, source.array, strides, top * strides[rows] + left);
  }

  copy(): Tensor {
    return this.#wrap(this.backend.copy(this.array));
  }

  cast(dtype: DType): Tensor {
    return this.#wrap(this.backend.cast(this.array, dtype));
  }

  /** Half precision is widened for an operation, and what comes out is stored as such again. */
  #inFloat32(operation: (wide: Tensor) => Tensor): Tensor {
    const wide = this.cast('float32');
    const result = operation(wide);
    const narrow = result.dtype === 'float32' ? result.cast('float16') : result;
    if (narrow !== result) result.dispose();
    wide.dispose();
    return narrow;
  }

  unary(op: UnaryOp, p?: number, q?: number): Tensor {
    if (this.dtype === 'int32' && REAL_VALUED.has(op))
      throw new TypeCheckError(`${op}: expected float32, but x is int32 ${formatShape(this.shape)}; cast it`);
    if (this.dtype === 'float16') return this.#inFloat32((x) => x.unary(op, p, q));
    return this.#wrap(this.backend.unary(op, this.array, p, q));
  }

  binary(op: BinaryOp, other: Tensor, p?: number): Tensor {
    broadcastShapes(op, this.shape, other.shape);
    if (this.dtype !== other.dtype)
      throw new TypeCheckError(`${op}: dtypes ${this.dtype} and ${other.dtype} do not mix; cast one`);
    if (this.dtype === 'float16') {
      const wide = other.cast('float32');
      const y = this.#inFloat32((x) => x.binary(op, wide, p));
      wide.dispose();
      return y;
    }
    return this.#wrap(this.backend.binary(op, this.array, other.array, p));
  }

  add(other: Tensor | number): Tensor {
    return typeof other === 'number' ? this.unary('affine', 1, other) : this.binary('add', other);
  }

  sub(other: Tensor | number): Tensor {
    return typeof other === 'number' ? this.unary('affine', 1, -other) : this.binary('sub', other);
  }

  mul(other: Tensor | number): Tensor {
    return typeof other === 'number' ? this.unary('affine', other, 0) : this.binary('mul', other);
  }

  div(other: Tensor | number): Tensor {
    return typeof other === 'number' ? this.unary('affine', 1 / other, 0) : this.binary('div', other);
  }

  neg(): Tensor {
    return this.unary('neg');
  }

  abs(): Tensor {
    return this.unary('abs');
  }

  square(): Tensor {
    return this.unary('square');
  }

  sqrt(): Tensor {
    return this.unary('sqrt');
  }

  exp(): Tensor {
    return this.unary('exp');
  }

  log(): Tensor {
    return this.unary('log');
  }

  where(a: Tensor, b: Tensor): Tensor {
    broadcastShapes('where', this.shape, a.shape, b.shape);
    if (a.dtype !== b.dtype) throw new TypeCheckError(`where: dtypes ${a.dtype} and ${b.dtype} do not mix; cast one`);
    if (this.dtype === 'float16') {
      const condition = this.cast('float32');
      const y = condition.where(a, b);
      condition.dispose();
      return y;
    }
    if (a.dtype === 'float16') {
      const other = b.cast('float32');
      const y = a.#inFloat32((x) => this.where(x, other));
      other.dispose();
      return y;
    }
    return this.#wrap(this.backend.where(this.array, a.array, b.array));
  }

  /** Reduces the axes (null: all). */
  reduce(op: ReduceOp, axes: number | readonly number[] | null = null, keepdims = false): Tensor {
    if (this.dtype === 'float16') return this.#inFloat32((x) => x.reduce(op, axes, keepdims));
    const list = normalizeAxes(op, axes, this.ndim);
    const reduced = this.backend.reduce(op, this.array, list);
    if (!keepdims || list.length === 0) return this.#wrap(reduced);
    const shaped = this.backend.reshape(reduced, reducedShape(this.shape, list, true));
    this.backend.free(reduced);
    return this.#wrap(shaped);
  }

  sum(axes: number | readonly number[] | null = null, keepdims = false): Tensor {
    return this.reduce('sum', axes, keepdims);
  }

  max(axes: number | readonly number[] | null = null, keepdims = false): Tensor {
    return this.reduce('max', axes, keepdims);
  }

  min(axes: number | readonly number[] | null = null, keepdims = false): Tensor {
    return this.reduce('min', axes, keepdims);
  }

  /** Same elements in row-major order; one entry may be −1. */
  reshape(shape: Shape): Tensor {
    const known = shape.reduce((n, d) => (d === -1 ? n : n * d), 1);
    const full = shape.map((d) => (d === -1 ? this.size / known : d));
    if (sizeOf(full) !== this.size || full.some((d) => !Number.isInteger(d)))
      throw new TypeCheckError(
        `reshape: ${formatShape(this.shape)} has ${this.size} elements and does not fit ${formatShape(shape)}`,
      );
    return this.#wrap(this.backend.reshape(this.array, full));
  }

  /** Axes in a new order (default: reversed). */
  transpose(axes: readonly number[] = this.shape.map((_, i) => this.ndim - 1 - i)): Tensor {
    const order = axes.map((a) => normalizeAxis('transpose', a, this.ndim));
    const strides = stridesOf(this.shape);
    return this.gather(
      order.map((a) => this.shape[a]),
      order.map((a) => strides[a]),
      0,
    );
  }

  /** y[i₀, i₁, …] = this.flat[offset + Σ iₖ·stridesₖ]. */
  gather(shape: Shape, strides: readonly number[], offset: number): Tensor {
    if (this.dtype === 'float16') return this.#inFloat32((x) => x.gather(shape, strides, offset));
    return this.#wrap(this.backend.gatherStrided(this.array, shape, strides, offset));
  }

  broadcastTo(shape: Shape): Tensor {
    if (sameShape(this.shape, shape)) return this.reshape(shape);
    const strides = stridesOf(this.shape);
    const missing = shape.length - this.ndim;
    return this.gather(
      shape,
      shape.map((_, i) => (i < missing || this.shape[i - missing] === 1 ? 0 : strides[i - missing])),
      0,
    );
  }

  slice(axis: number, start: number, length: number): Tensor {
    if (this.dtype === 'float16') return this.#inFloat32((x) => x.slice(axis, start, length));
    return this.#wrap(this.backend.slice(this.array, normalizeAxis('slice', axis, this.ndim), start, length));
  }

  matmul(other: Tensor, { transA = false, transB = false } = {}): Tensor {
    return this.#wrap(this.backend.matmul(this.array, other.array, transA, transB));
  }

  /** A tensor around a new array of this tensor's backend. */
  #wrap(array: DeviceArray): Tensor {
    return new Tensor(this.backend, array);
  }

  /** What consoles show behind the name of the class. */
  get [Symbol.toStringTag](): string {
    return `${this.dtype} ${formatShape(this.shape)} on ${this.backend.name}${this.disposed ? ', freed' : ''}`;
  }

  /** What Node's console shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Tensor <${this[Symbol.toStringTag]}>`;
  }

  toString(): string {
    return `Tensor(${this.dtype} ${formatShape(this.shape)} on ${this.backend.name}${this.disposed ? ', freed' : ''})`;
  }
}
