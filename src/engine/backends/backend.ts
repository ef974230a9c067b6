/**
 * The contract between the engine and a device. A backend stores arrays and runs a small set of primitives on them;
 * autograd, shapes at the user's level and scopes live above it (`core/`), layouts, kernels and pools below.
 *
 * Rules for every primitive:
 * - It is synchronous: it checks nothing (callers have checked shapes and dtypes), enqueues work and returns at once.
 *   Only `read` and `sync` wait.
 * - Arrays are row-major to the outside. Inside, a backend may keep any layout (channel blocks, padding).
 * - Results are new arrays with one owner, who calls `free` once; only the methods marked "in place" write to an
 *   argument. No input is freed or kept by a primitive.
 * - Arrays of `float16` may be made (`empty`, `full`, `cast`), read (as float32), shared, copied, assigned and freed; nothing
 *   else takes or gives them. A cast to float16 rounds to nearest, ties to even, and beyond ±65 504 gives infinities.
 * - `float32` unless said; masks and comparison results are float32 0 or 1; indices and labels are `int32`.
 * - Zero-sized arrays are legal everywhere.
 */

export type Shape = readonly number[];
/** In `float16` (IEEE 754 binary16) arrays are stored, not computed with; see `Backend`. */
export type DType = 'float32' | 'int32' | 'float16';
/** Bytes of an element. */
export const ITEM_BYTES: Readonly<Record<DType, number>> = { float32: 4, int32: 4, float16: 2 };
export type TypedArray = Float32Array | Int32Array;

/** An array on a device. Opaque but for what is declared here. */
export interface DeviceArray {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Element-wise, y = f(x; p, q). The result has x's dtype. */
export type UnaryOp =
  | 'neg'
  | 'abs'
  | 'sign'
  | 'floor'
  | 'ceil'
  | 'round' /* half to even */
  | 'square'
  | 'reciprocal'
  | 'sqrt'
  | 'rsqrt'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  | 'erf'
  | 'sigmoid'
  | 'relu'
  | 'affine' /* p·x + q */
  | 'pow' /* x^p */
  | 'clip' /* min(max(x, p), q) */
  | 'leakyRelu' /* x ≥ 0 ? x : p·x */
  | 'elu' /* x ≥ 0 ? x : p·(eˣ − 1) */
  | 'softplus' /* log(1 + e^{p·x}) / p, without overflow */
  | 'isFinite'; /* 1 where finite, else 0 (test bits, not x − x: WGSL may assume no NaN) */

/** Element-wise with NumPy broadcasting, both operands of one dtype. Comparisons give float32 0 or 1. */
export type BinaryOp =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'pow'
  | 'maximum'
  | 'minimum'
  | 'mod'
  | 'atan2'
  | 'greater'
  | 'greaterEqual'
  | 'less'
  | 'lessEqual'
  | 'equal'
  | 'notEqual'
  | 'reluGrad' /* (y, gy): y > 0 ? gy : 0 */
  | 'leakyReluGrad' /* (x, gy; p): x ≥ 0 ? gy : p·gy */
  | 'eluGrad' /* (x, gy; p): x ≥ 0 ? gy : p·eˣ·gy */
  | 'sigmoidGrad' /* (y, gy): gy·y·(1 − y) */
  | 'tanhGrad'; /* (y, gy): gy·(1 − y²) */

export type ReduceOp = 'sum' | 'max' | 'min' | 'prod';

/** Geometry of a 2-D convolution, (vertical, horizontal). */
export interface ConvGeometry {
  readonly stride: readonly [number, number];
  readonly pad: readonly [number, number];
  readonly dilate: readonly [number, number];
  readonly groups: number;
}

/** Some rows and columns of planes. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Work that a convolution does on the way, in this order; a backend without a kernel for it does it before and after
 * (`unfused.ts`).
 */
export interface ConvFusion {
  /** Reads max(x, 0). */
  readonly reluInput?: boolean;
  /** Factor of each channel of the result, before the bias is added. */
  readonly scale?: DeviceArray | null;
  /** Of the result's shape, which becomes 0 where this is not above 0. */
  readonly mask?: DeviceArray | null;
  /** Added to the result; of its shape. */
  readonly add?: DeviceArray | null;
  /** Gives max(y, 0). */
  readonly relu?: boolean;
}

/** How a normalisation sees its array: y = (x − μ)/√(σ² + ε)·γ + β, with a mean and a biased variance over some axes. */
export interface Normalization {
  /** Axes over which mean and variance are taken, sorted. */
  readonly axes: readonly number[];
  readonly eps: number;
  /** One element for each mean, in their order; null: 1 and 0. */
  readonly gamma: DeviceArray | null;
  readonly beta: DeviceArray | null;
  /** Gives max(y, 0). */
  readonly relu: boolean;
}

/** Geometry of a pooling window, (vertical, horizontal). Cells outside the picture are left out (max) or zero (sum). */
export interface PoolGeometry {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly pad: readonly [number, number];
}

export interface AdamStep {
  /** α·√(1 − β₂ᵗ) / (1 − β₁ᵗ), already multiplied by η. */
  readonly stepSize: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  /** Decoupled decay: p −= decay·p, already multiplied by η. */
  readonly decay: number;
}

export interface MemoryReport {
  /** Arrays handed out and not yet freed. */
  readonly arrays: number;
  /** Bytes those arrays occupy. */
  readonly liveBytes: number;
  /** Bytes held for reuse. */
  readonly pooledBytes: number;
}

/** A piece of a device's work. */
export interface Piece {
  /** When its first work began, in seconds since the timer started. */
  readonly start: number;
  /** Seconds that its work took, without the pauses. */
  readonly seconds: number;
}

/** Times a device's own work, piece by piece. */
export interface DeviceTimer {
  /** Hands over what was enqueued and ends a piece. @returns how many pieces have ended */
  mark(): number;
  /** Ends the timing and waits for the pieces. */
  stop(): Promise<Piece[]>;
}

export interface Backend {
  readonly name: 'cpu' | 'webgpu' | 'reference';
  /** One line for people: adapter or "2 threads, relaxed SIMD". */
  readonly description: string;

  // ── memory ──────────────────────────────────────────────────────────────────────────────────────────────────
  /** An array with undefined contents. */
  empty(shape: Shape, dtype: DType): DeviceArray;
  full(shape: Shape, value: number, dtype: DType): DeviceArray;
  /** Copies host data (row-major, length = product of shape) to the device. */
  upload(data: TypedArray, shape: Shape): DeviceArray;
  /** Copies an array back, row-major. The caller may free the array right after the call. */
  read(x: DeviceArray): Promise<TypedArray>;
  free(x: DeviceArray): void;
  /** Waits until everything enqueued has run; rejects with the first device error since the last call. */
  sync(): Promise<void>;
  memory(): MemoryReport;
  /**
   * Where work is only enqueued and the device has a clock: times it from now on. Null where another timer runs, or the
   * device has no clock; left out where work is done at once.
   */
  startTimer?(): DeviceTimer | null;
  /**
   * Where kernels come in several shapes: measures those for the work that was met since the last call, and keeps what was found.
   * A fraction of a second for each product that is new, else nothing; left out where there is nothing to choose.
   *
   * @param onProgress told how many products are done, of how many
   */
  tune?(onProgress?: (done: number, all: number) => void): Promise<void>;
  /**
   * Where work is done on the processor's own cores: leaves some of them to other threads of the program. A thread that must
   * share its core is waited for by all that compute with it; one that stays away for a while is not.
   *
   * @param busy one word of shared memory: how many other threads compute just now, which they keep up to date (`Atomics`)
   */
  leaveCores?(busy: Int32Array): void;
  /** Ends threads or the device. Arrays are unusable afterwards. */
  dispose(): Promise<void>;

  // ── copies ──────────────────────────────────────────────────────────────────────────────────────────────────
  /** Same elements in row-major order under another shape; may share memory with x (each is freed by itself). */
  reshape(x: DeviceArray, shape: Shape): DeviceArray;
  copy(x: DeviceArray): DeviceArray;
  cast(x: DeviceArray, dtype: DType): DeviceArray;
  /** In place: dst ← src, same shape and dtype. */
  assign(dst: DeviceArray, src: DeviceArray): void;
  /** y[i₀, i₁, …] = x.flat[offset + Σ iₖ·stridesₖ]: transpose, flip (negative), broadcast (0), strided slice. */
  gatherStrided(x: DeviceArray, shape: Shape, strides: readonly number[], offset: number): DeviceArray;
  /** In place: dst.flat[offset + Σ iₖ·stridesₖ] = x[i₀, i₁, …]; the addressed elements are distinct. */
  scatterStrided(dst: DeviceArray, x: DeviceArray, strides: readonly number[], offset: number): void;
  concat(xs: readonly DeviceArray[], axis: number): DeviceArray;
  /** x[…, start : start + length, …] along one axis. */
  slice(x: DeviceArray, axis: number, start: number, length: number): DeviceArray;

  // ── element-wise and reductions ─────────────────────────────────────────────────────────────────────────────
  unary(op: UnaryOp, x: DeviceArray, p?: number, q?: number): DeviceArray;
  binary(op: BinaryOp, a: DeviceArray, b: DeviceArray, p?: number): DeviceArray;
  /** cond ≠ 0 ? a : b, all three broadcast. */
  where(cond: DeviceArray, a: DeviceArray, b: DeviceArray): DeviceArray;
  /** Reduces the given axes (sorted, distinct) and drops them. Sums pairwise or in blocks, not in one chain. */
  reduce(op: ReduceOp, x: DeviceArray, axes: readonly number[]): DeviceArray;
  /** int32 index of the first extreme along an axis, which is dropped. */
  argReduce(op: 'max' | 'min', x: DeviceArray, axis: number): DeviceArray;
  /** Inclusive running sum along an axis. */
  cumsum(x: DeviceArray, axis: number): DeviceArray;
  /** Philox 4×32-10 with key (seed, 0), counter (⌊i/4⌋, stream, 0, 0): element i is word i mod 4, u = (word >>> 8)·2⁻²⁴ ∈ [0, 1). */
  randomUniform(shape: Shape, seed: number, stream: number): DeviceArray;

  // ── indexing ────────────────────────────────────────────────────────────────────────────────────────────────
  /** Rows of x along an axis: shape[axis] → indices.size. Indices are in range. */
  take(x: DeviceArray, indices: DeviceArray, axis: number): DeviceArray;
  /** Adjoint of take: zeros of `shape`, gy added along the axis at the indices (repeats add up). */
  takeGrad(gy: DeviceArray, indices: DeviceArray, shape: Shape, axis: number): DeviceArray;
  /** (…) int32 → (…, depth) float32, 1 at the index; a row of zeros where it is out of range. */
  oneHot(indices: DeviceArray, depth: number): DeviceArray;

  // ── linear algebra and convolution ──────────────────────────────────────────────────────────────────────────
  /** (…, M, K)·(…, K, N) with equal leading dimensions; `transA`/`transB` read the last two axes swapped. */
  matmul(a: DeviceArray, b: DeviceArray, transA: boolean, transB: boolean): DeviceArray;
  /** x (N, C, H, W), w (O, C/groups, kh, kw), bias (O) or null → (N, O, outH, outW); cross-correlation. The output size is given (it may be the cover-all size). */
  conv2d(
    x: DeviceArray,
    w: DeviceArray,
    bias: DeviceArray | null,
    geometry: ConvGeometry,
    outSize: readonly [number, number],
    fusion?: ConvFusion,
  ): DeviceArray;
  /**
   * In place: brings y, which `conv2d` gave for these arguments, up to date after x or the term to add was written to, so that it is to the
   * bit what `conv2d` gives. No result outside the box may see what was written.
   *
   * @returns the box of results that may differ from before, no smaller than the given one: some of them by rounding alone
   */
  conv2dBox(
    y: DeviceArray,
    box: Box,
    x: DeviceArray,
    w: DeviceArray,
    bias: DeviceArray | null,
    geometry: ConvGeometry,
    fusion?: ConvFusion,
  ): Box;
  /**
   * Adjoint in x, which is also the transposed convolution: gy (N, O, oh, ow), w (O, C/groups, kh, kw) → (N, C, H, W) with
   * outSize = (H, W); bias (C) or null.
   */
  conv2dInput(
    gy: DeviceArray,
    w: DeviceArray,
    bias: DeviceArray | null,
    geometry: ConvGeometry,
    outSize: readonly [number, number],
    fusion?: ConvFusion,
  ): DeviceArray;
  /** Adjoint in w: x (N, C, H, W), gy (N, O, oh, ow) → (O, C/groups, kh, kw) with kernel = (kh, kw); `reluInput` reads max(x, 0). */
  conv2dWeight(
    x: DeviceArray,
    gy: DeviceArray,
    geometry: ConvGeometry,
    kernel: readonly [number, number],
    reluInput?: boolean,
  ): DeviceArray;

  // ── normalisation ───────────────────────────────────────────────────────────────────────────────────────────
  /** y, and mean and variance in x's shape with the axes as 1. */
  standardize(
    x: DeviceArray,
    normalization: Normalization,
  ): { y: DeviceArray; mean: DeviceArray; variance: DeviceArray };
  /** Gradients in x, and, in the shape of mean, in gamma and beta; y is what `standardize` gave. */
  standardizeGrad(
    x: DeviceArray,
    y: DeviceArray,
    gy: DeviceArray,
    mean: DeviceArray,
    variance: DeviceArray,
    normalization: Normalization,
  ): { gx: DeviceArray; ggamma: DeviceArray; gbeta: DeviceArray };

  // ── pooling and resizing, all on (N, C, H, W) ───────────────────────────────────────────────────────────────
  /** The first maximum of each window and its flat position y·W + x in the plane. A window without cells gives −Infinity at 0. */
  maxPool2d(
    x: DeviceArray,
    geometry: PoolGeometry,
    outSize: readonly [number, number],
  ): { y: DeviceArray; indices: DeviceArray };
  /** Per plane: y[i] = x[indices[i]]; x (N, C, H, W), indices (N, C, h, w). */
  gatherPlane(x: DeviceArray, indices: DeviceArray): DeviceArray;
  /** Adjoint of gatherPlane: zeros (N, C, H, W), gy added at the indices. */
  scatterPlane(gy: DeviceArray, indices: DeviceArray, size: readonly [number, number]): DeviceArray;
  /** Sum over each window, times `scale`. */
  sumPool2d(x: DeviceArray, geometry: PoolGeometry, outSize: readonly [number, number], scale: number): DeviceArray;
  /** Adjoint of sumPool2d: spreads gy·scale over each window into (N, C, H, W). Kernel = stride = 2 is nearest ×2. */
  sumPool2dGrad(gy: DeviceArray, geometry: PoolGeometry, size: readonly [number, number], scale: number): DeviceArray;
  /** Bilinear, no antialias; alignCorners as in PyTorch's interpolate. */
  resizeBilinear(x: DeviceArray, size: readonly [number, number], alignCorners: boolean): DeviceArray;
  resizeBilinearGrad(gy: DeviceArray, size: readonly [number, number], alignCorners: boolean): DeviceArray;

  // ── training ────────────────────────────────────────────────────────────────────────────────────────────────
  /** Σ x² over all elements of all arrays, a scalar. */
  squaredNorm(xs: readonly DeviceArray[]): DeviceArray;
  /** In place: x ← x·factor, with a scalar from the device. */
  scaleBy(x: DeviceArray, factor: DeviceArray): void;
  /** In place: x ← keep·x + rate·target, same shape; keep is 1 − rate unless given. */
  approach(x: DeviceArray, target: DeviceArray, rate: number, keep?: number): void;
  /** In place on p, m and v: m += (1−β₁)(g−m); v += (1−β₂)(g²−v); p −= stepSize·m/(√v+eps) + decay·p. */
  adam(p: DeviceArray, g: DeviceArray, m: DeviceArray, v: DeviceArray, step: AdamStep): void;
}

/** Number of elements of a shape; 1 for a scalar. */
export const sizeOf = (shape: Shape): number => shape.reduce((n, d) => n * d, 1);

/** Row-major strides in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  for (let axis = shape.length - 1, step = 1; axis >= 0; step *= shape[axis--]!) strides[axis] = step;
  return strides;
}
