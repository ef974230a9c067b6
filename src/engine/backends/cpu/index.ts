import { type Backend, type DeviceArray, type DType, ITEM_BYTES, type Shape, type TypedArray } from '../backend.js';
import type { CpuArray } from './array.js';
import { conv2d, conv2dBox, conv2dInput, conv2dWeight } from './convolution.js';
import { concat, gatherStrided, scatterStrided, slice } from './copies.js';
import { bits, CpuDevice } from './device.js';
import { binary, unary, where } from './elementwise.js';
import { matmul } from './gemm.js';
import { narrow, widen } from './half.js';
import { Task } from './kernels/codes.js';
import { standardize, standardizeGrad } from './normalization.js';
import {
  gatherPlane,
  maxPool2d,
  resizeBilinear,
  resizeBilinearGrad,
  scatterPlane,
  sumPool2d,
  sumPool2dGrad,
} from './pooling.js';
import { argReduce, around, cumsum, reduce } from './reduction.js';
import { adam, approach, scaleBy, squaredNorm } from './training.js';

export { CpuMemoryError } from './heap.js';

/** Every array a backend is given was made by it. */
const own = (x: DeviceArray): CpuArray => x as CpuArray;
const ownOrNull = (x: DeviceArray | null): CpuArray | null => x as CpuArray | null;

/** What is made of an array that is then freed. */
function consume<T>(device: CpuDevice, x: CpuArray, make: (x: CpuArray) => T): T {
  const y = make(x);
  device.free(x);
  return y;
}

function filled(device: CpuDevice, shape: Shape, value: number, dtype: DType): CpuArray {
  if (dtype === 'float16')
    return consume(device, filled(device, shape, value, 'float32'), (wide) => narrow(device, wide));
  const y = device.create(shape, dtype);
  device.runFlat(Task.Fill, y.size, 0.2, [y.ptr, dtype === 'int32' ? value : bits(value), y.size]);
  return y;
}

function copy(device: CpuDevice, x: CpuArray): CpuArray {
  const y = device.create(x.shape, x.dtype, x.blocked);
  device.copyBytes(x.ptr, y.ptr, x.size * ITEM_BYTES[x.dtype]);
  return y;
}

function cast(device: CpuDevice, x: CpuArray, dtype: DType): CpuArray {
  if (x.dtype === dtype) return copy(device, x);
  if (x.dtype === 'float16') {
    const wide = widen(device, x);
    return dtype === 'float32' ? wide : consume(device, wide, (w) => cast(device, w, dtype));
  }
  if (dtype === 'float16') {
    if (x.dtype === 'float32') return narrow(device, x);
    return consume(device, cast(device, x, 'float32'), (w) => narrow(device, w));
  }
  const y = device.create(x.shape, dtype, x.blocked);
  device.runFlat(Task.Cast, x.size, 1, [dtype === 'int32' ? 1 : 0, x.ptr, y.ptr, x.size]);
  return y;
}

function read(device: CpuDevice, array: CpuArray): TypedArray {
  if (array.dtype === 'float16') return consume(device, widen(device, array), (wide) => read(device, wide));
  const x = device.plain(array);
  const start = x.ptr >>> 2;
  return (x.dtype === 'float32' ? device.floats : device.ints).slice(start, start + x.size) as TypedArray;
}

/**
 * The backend on WebAssembly SIMD and threads. Work runs at once, on the calling thread and `threads − 1` helpers (all
 * the machine runs at once, unless told). One thread computes where threads may not share memory or wait: a page without
 * cross-origin isolation, or a browser's main thread.
 *
 * @throws CpuMemoryError from any operation whose result does not fit into the 4 GiB of linear memory.
 */
export async function createCpuBackend(options: { threads?: number } = {}): Promise<Backend> {
  const device = await CpuDevice.create(options.threads);
  const { threads, relaxed, wide } = device.pool;

  return {
    name: 'cpu',
    description: `${threads} ${threads === 1 ? 'thread' : 'threads'}, ${relaxed ? 'relaxed SIMD' : 'SIMD'}${wide ? ' of 256 bits' : ''}`,

    empty: (shape, dtype) => device.create(shape, dtype),
    full: (shape, value, dtype) => filled(device, shape, value, dtype),
    upload(data, shape) {
      const y = device.create(shape, data instanceof Float32Array ? 'float32' : 'int32');
      if (data instanceof Float32Array) device.floats.set(data, y.ptr >>> 2);
      else device.ints.set(data, y.ptr >>> 2);
      return y;
    },
    read: async (x) => read(device, own(x)),
    free: (x) => device.free(own(x)),
    async sync() {},
    memory: () => device.memory(),
    leaveCores: (busy) => {
      device.pool.busy = busy;
    },
    dispose: () => device.pool.dispose(),

    reshape: (x, shape) => device.share(device.plain(own(x)), shape),
    copy: (x) => copy(device, own(x)),
    cast: (x, dtype) => cast(device, own(x), dtype),
    assign: (dst, src) => device.assign(own(dst), own(src)),
    gatherStrided: (x, shape, strides, offset) => gatherStrided(device, own(x), shape, strides, offset),
    scatterStrided: (dst, x, strides, offset) => scatterStrided(device, own(dst), own(x), strides, offset),
    concat: (xs, axis) => concat(device, xs.map(own), axis),
    slice: (x, axis, start, length) => slice(device, own(x), axis, start, length),

    unary: (op, x, p = 0, q = 0) => unary(device, op, own(x), p, q),
    binary: (op, a, b, p = 0) => binary(device, op, own(a), own(b), p),
    where: (cond, a, b) => where(device, own(cond), own(a), own(b)),
    reduce: (op, x, axes) => reduce(device, op, own(x), axes),
    argReduce: (op, x, axis) => argReduce(device, op, own(x), axis),
    cumsum: (x, axis) => cumsum(device, own(x), axis),
    randomUniform(shape, seed, stream) {
      const y = device.create(shape);
      device.runFlat(Task.Random, y.size, 3, [y.ptr, y.size, seed, stream]);
      return y;
    },

    take(array, indexArray, axis) {
      const [x, indices] = [device.plain(own(array)), device.plain(own(indexArray))];
      const [outer, size, inner] = around(x.shape, axis);
      const y = device.create([...x.shape.slice(0, axis), indices.size, ...x.shape.slice(axis + 1)], x.dtype);
      device.run(Task.Take, outer, y.size, [x.ptr, indices.ptr, y.ptr, size, indices.size, inner * 4]);
      return y;
    },
    takeGrad(gradient, indexArray, shape, axis) {
      const [gy, indices] = [device.plain(own(gradient)), device.plain(own(indexArray))];
      const [outer, size, inner] = around(shape, axis);
      const gx = filled(device, shape, 0, 'float32');
      device.run(Task.TakeGrad, outer, gy.size, [gy.ptr, indices.ptr, gx.ptr, size, indices.size, inner * 4]);
      return gx;
    },
    oneHot(indexArray, depth) {
      const indices = device.plain(own(indexArray));
      const y = filled(device, [...indices.shape, depth], 0, 'float32');
      device.run(Task.OneHot, 1, 0, [indices.ptr, y.ptr, indices.size, depth]);
      return y;
    },

    matmul: (a, b, transA, transB) => matmul(device, own(a), own(b), transA, transB),
    conv2d: (x, w, bias, geometry, outSize, fusion = {}) =>
      conv2d(device, own(x), own(w), ownOrNull(bias), geometry, outSize, fusion),
    conv2dBox: (y, box, x, w, bias, geometry, fusion = {}) =>
      conv2dBox(device, own(y), box, own(x), own(w), ownOrNull(bias), geometry, fusion),
    conv2dInput: (gy, w, bias, geometry, outSize, fusion = {}) =>
      conv2dInput(device, own(gy), own(w), ownOrNull(bias), geometry, outSize, fusion),
    conv2dWeight: (x, gy, geometry, kernel, reluInput = false) =>
      conv2dWeight(device, own(x), own(gy), geometry, kernel, reluInput),

    standardize: (x, normalization) => standardize(device, own(x), normalization),
    standardizeGrad: (x, y, gy, mean, variance, normalization) =>
      standardizeGrad(device, own(x), own(y), own(gy), own(mean), own(variance), normalization),

    maxPool2d: (x, geometry, outSize) => maxPool2d(device, own(x), geometry, outSize),
    gatherPlane: (x, indices) => gatherPlane(device, own(x), own(indices)),
    scatterPlane: (gy, indices, size) => scatterPlane(device, own(gy), own(indices), size),
    sumPool2d: (x, geometry, outSize, scale) => sumPool2d(device, own(x), geometry, outSize, scale),
    sumPool2dGrad: (gy, geometry, size, scale) => sumPool2dGrad(device, own(gy), geometry, size, scale),
    resizeBilinear: (x, size, alignCorners) => resizeBilinear(device, own(x), size, alignCorners),
    resizeBilinearGrad: (gy, size, alignCorners) => resizeBilinearGrad(device, own(gy), size, alignCorners),

    squaredNorm: (xs) => squaredNorm(device, xs.map(own)),
    scaleBy: (x, factor) => scaleBy(device, own(x), own(factor)),
    approach: (x, target, rate, keep = 1 - rate) => approach(device, own(x), own(target), rate, keep),
    adam: (p, g, m, v, step) => adam(device, own(p), own(g), own(m), own(v), step),
  };
}
