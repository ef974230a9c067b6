/**
 * The oracle: every primitive as the plainest loop that says what it means. `float32` arrays are held in double precision,
 * so that numerical gradients have digits to spare. Slow; keep shapes small.
 */
import {
  type AdamStep,
  type Backend,
  type BinaryOp,
  type ConvFusion,
  type ConvGeometry,
  type DeviceArray,
  type DType,
  type PoolGeometry,
  type ReduceOp,
  type Shape,
  sizeOf,
  stridesOf,
  type TypedArray,
  type UnaryOp,
} from '../../../src/engine/backends/backend.js';
import { hostUniform } from '../../../src/engine/core/random.js';
import { binaryOps, comparisons, unaryOps } from './scalarOps.js';

type Elements = Float64Array | Int32Array;

/** An array of the reference backend; `data` is row-major. */
export class ReferenceArray implements DeviceArray {
  freed = false;

  constructor(
    readonly shape: Shape,
    readonly dtype: DType,
    readonly data: Elements,
  ) {}
}

export interface ReferenceBackend extends Backend {
  readonly name: 'reference';
  /** Takes doubles too, and keeps every digit. */
  upload(data: TypedArray | Float64Array, shape: Shape): DeviceArray;
  /** The elements with every digit. */
  readExactly(x: DeviceArray): number[];
}

type Size = readonly [number, number];

/** The shape with some axes as 1, and for each element of the whole its place there. */
function meansOf(shape: Shape, axes: readonly number[]): { kept: number[]; group: number[] } {
  const kept = shape.map((d, axis) => (axes.includes(axis) ? 1 : d));
  const [strides, steps] = [stridesOf(shape), stridesOf(kept)];
  const placeOf = (i: number): number =>
    shape.reduce((at, d, axis) => at + (kept[axis] === 1 ? 0 : (Math.floor(i / strides[axis]) % d) * steps[axis]), 0);
  return { kept, group: Array.from({ length: sizeOf(shape) }, (_, i) => placeOf(i)) };
}

export function createReferenceBackend(): ReferenceBackend {
  const live = new Set<ReferenceArray>();

  function create(shape: Shape, dtype: DType, data?: Elements): ReferenceArray {
    const size = sizeOf(shape);
    const array = new ReferenceArray(
      [...shape],
      dtype,
      data ?? (dtype === 'int32' ? new Int32Array(size) : new Float64Array(size)),
    );
    if (array.data.length !== size)
      throw new Error(`reference: ${array.data.length} elements for shape (${shape.join(', ')})`);
    live.add(array);
    return array;
  }

  function at(x: DeviceArray): ReferenceArray {
    if (!(x instanceof ReferenceArray)) throw new Error('reference: an array of another backend');
    if (x.freed) throw new Error(`reference: an array of shape (${x.shape.join(', ')}) is used after it was freed`);
    return x;
  }

  /** What follows the products of a convolution. */
  function finish(y: ReferenceArray, bias: DeviceArray | null, { scale, mask, add, relu }: ConvFusion): ReferenceArray {
    const plane = y.shape[2] * y.shape[3];
    for (let i = 0; i < y.data.length; i++) {
      const c = Math.floor(i / plane) % y.shape[1];
      let v = y.data[i] * (scale ? at(scale).data[c] : 1) + (bias ? at(bias).data[c] : 0);
      if (mask && !(at(mask).data[i] > 0)) v = 0;
      if (add) v += at(add).data[i];
      y.data[i] = relu ? Math.max(v, 0) : v;
    }
    return y;
  }

  /** The elements, or max(x, 0) of each. */
  const positive = (x: DeviceArray, relu = false): Elements =>
    relu ? at(x).data.map((v: number) => Math.max(v, 0)) : at(x).data;

  /** Calls visit with every index of a shape, row-major. */
  function forEachIndex(shape: Shape, visit: (index: readonly number[], flat: number) => void): void {
    const size = sizeOf(shape);
    const index = new Array<number>(shape.length).fill(0);
    for (let flat = 0; flat < size; flat++) {
      visit(index, flat);
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        if (++index[axis] < shape[axis]) break;
        index[axis] = 0;
      }
    }
  }

  const dot = (index: readonly number[], strides: readonly number[]): number =>
    index.reduce((sum, i, axis) => sum + i * strides[axis], 0);

  function broadcastShape(...shapes: Shape[]): number[] {
    const ndim = Math.max(...shapes.map((s) => s.length));
    return Array.from({ length: ndim }, (_, axis) => {
      const sizes = shapes.map((s) => s[axis - ndim + s.length] ?? 1);
      return sizes.find((d) => d !== 1) ?? 1;
    });
  }

  /** Strides with which an array of shape `from` is read under the shape `to`. */
  function broadcastStrides(from: Shape, to: Shape): number[] {
    const strides = stridesOf(from);
    const missing = to.length - from.length;
    return to.map((_, axis) => (axis < missing || from[axis - missing] === 1 ? 0 : strides[axis - missing]));
  }

  function map(shape: Shape, dtype: DType, inputs: readonly DeviceArray[], f: (values: number[]) => number) {
    const arrays = inputs.map(at);
    const strides = arrays.map((x) => broadcastStrides(x.shape, shape));
    const y = create(shape, dtype);
    forEachIndex(shape, (index, flat) => {
      y.data[flat] = f(arrays.map((x, i) => x.data[dot(index, strides[i])]));
    });
    return y;
  }

  /** A shape as (outer, length, inner) around one axis. */
  const around = (shape: Shape, axis: number): [number, number, number] => [
    sizeOf(shape.slice(0, axis)),
    shape[axis],
    sizeOf(shape.slice(axis + 1)),
  ];

  /**
   * Visits every product of a convolution: positions in x (N, C, H, W), w (O, C/groups, kh, kw) and y (N, O, oh, ow), with
   * taps outside the picture left out.
   */
  function forEachTap(
    xShape: Shape,
    wShape: Shape,
    yShape: Shape,
    { stride, pad, dilate, groups }: ConvGeometry,
    visit: (ix: number, iw: number, iy: number) => void,
  ): void {
    const [, channels, height, width] = xShape;
    const [outChannels, perGroup, kh, kw] = wShape;
    const outPerGroup = outChannels / groups;
    forEachIndex(yShape, ([n, o, oy, ox], iy) => {
      const group = Math.floor(o / outPerGroup);
      for (let c = 0; c < perGroup; c++)
        for (let i = 0; i < kh; i++)
          for (let j = 0; j < kw; j++) {
            const y = oy * stride[0] - pad[0] + i * dilate[0];
            const x = ox * stride[1] - pad[1] + j * dilate[1];
            if (y < 0 || y >= height || x < 0 || x >= width) continue;
            const ix = ((n * channels + group * perGroup + c) * height + y) * width + x;
            visit(ix, ((o * perGroup + c) * kh + i) * kw + j, iy);
          }
    });
  }

  /** Visits every (cell, window) pair of a pooling, cells of a window row by row. */
  function forEachCell(
    xShape: Shape,
    yShape: Shape,
    { kernel, stride, pad }: PoolGeometry,
    visit: (ix: number, iy: number, position: number) => void,
  ): void {
    const [, channels, height, width] = xShape;
    forEachIndex(yShape, ([n, c, oy, ox], iy) => {
      for (let i = 0; i < kernel[0]; i++)
        for (let j = 0; j < kernel[1]; j++) {
          const y = oy * stride[0] - pad[0] + i;
          const x = ox * stride[1] - pad[1] + j;
          if (y < 0 || y >= height || x < 0 || x >= width) continue;
          visit(((n * channels + c) * height + y) * width + x, iy, y * width + x);
        }
    });
  }

  /** The two neighbours of an output position and the weight of the second. */
  function neighbours(i: number, from: number, to: number, alignCorners: boolean): [number, number, number] {
    const position = alignCorners
      ? to > 1
        ? (i * (from - 1)) / (to - 1)
        : 0
      : Math.max(0, ((i + 0.5) * from) / to - 0.5);
    const low = Math.min(Math.floor(position), from - 1);
    return [low, Math.min(low + 1, from - 1), position - low];
  }

  /** Visits every (source, target, weight) of a bilinear resize. */
  function forEachBlend(
    small: Shape,
    large: Shape,
    alignCorners: boolean,
    visit: (ix: number, iy: number, weight: number) => void,
  ): void {
    const [, channels, height, width] = small;
    forEachIndex(large, ([n, c, oy, ox], iy) => {
      const [y0, y1, fy] = neighbours(oy, height, large[2], alignCorners);
      const [x0, x1, fx] = neighbours(ox, width, large[3], alignCorners);
      const plane = (n * channels + c) * height;
      visit((plane + y0) * width + x0, iy, (1 - fy) * (1 - fx));
      visit((plane + y0) * width + x1, iy, (1 - fy) * fx);
      visit((plane + y1) * width + x0, iy, fy * (1 - fx));
      visit((plane + y1) * width + x1, iy, fy * fx);
    });
  }

  return {
    name: 'reference',
    description: 'double precision, plain loops',

    empty: (shape, dtype) => {
      const x = create(shape, dtype);
      x.data.fill(dtype === 'int32' ? -1e9 : Number.NaN); // who reads it sees it
      return x;
    },
    full: (shape, value, dtype) => {
      const x = create(shape, dtype);
      x.data.fill(value);
      return x;
    },
    upload: (data, shape) =>
      data instanceof Int32Array
        ? create(shape, 'int32', data.slice())
        : create(shape, 'float32', Float64Array.from(data)),
    read: async (x) => {
      const { data, dtype } = at(x);
      return dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data);
    },
    readExactly: (x) => Array.from(at(x).data),
    free: (x) => {
      const array = at(x);
      array.freed = true;
      live.delete(array);
    },
    sync: async () => {},
    memory: () => ({
      arrays: live.size,
      liveBytes: [...live].reduce((n, x) => n + 4 * x.data.length, 0),
      pooledBytes: 0,
    }),
    dispose: async () => live.clear(),

    reshape: (x, shape) => create(shape, x.dtype, at(x).data.slice()),
    copy: (x) => create(x.shape, x.dtype, at(x).data.slice()),
    cast: (x, dtype) => {
      const y = create(x.shape, dtype);
      y.data.set(at(x).data);
      return y;
    },
    assign: (dst, src) => at(dst).data.set(at(src).data),
    gatherStrided: (x, shape, strides, offset) => {
      const { data, dtype } = at(x);
      const y = create(shape, dtype);
      forEachIndex(shape, (index, flat) => {
        y.data[flat] = data[offset + dot(index, strides)];
      });
      return y;
    },
    scatterStrided: (dst, x, strides, offset) => {
      const source = at(x);
      const target = at(dst).data;
      forEachIndex(source.shape, (index, flat) => {
        target[offset + dot(index, strides)] = source.data[flat];
      });
    },
    concat: (xs, axis) => {
      const shape = [...xs[0].shape];
      shape[axis] = xs.reduce((n, x) => n + x.shape[axis], 0);
      const y = create(shape, xs[0].dtype);
      const strides = stridesOf(shape);
      let start = 0;
      for (const x of xs) {
        const { data } = at(x);
        forEachIndex(x.shape, (index, flat) => {
          y.data[start * strides[axis] + dot(index, strides)] = data[flat];
        });
        start += x.shape[axis];
      }
      return y;
    },
    slice: (x, axis, start, length) => {
      const { data, dtype } = at(x);
      const shape = x.shape.map((d, i) => (i === axis ? length : d));
      const strides = stridesOf(x.shape);
      const y = create(shape, dtype);
      forEachIndex(shape, (index, flat) => {
        y.data[flat] = data[start * strides[axis] + dot(index, strides)];
      });
      return y;
    },

    unary: (op: UnaryOp, x, p = 0, q = 0) => map(x.shape, x.dtype, [x], ([v]) => unaryOps[op](v, p, q)),
    binary: (op: BinaryOp, a, b, p = 0) =>
      map(broadcastShape(a.shape, b.shape), comparisons.has(op) ? 'float32' : a.dtype, [a, b], ([u, v]) =>
        binaryOps[op](u, v, p),
      ),
    where: (cond, a, b) =>
      map(broadcastShape(cond.shape, a.shape, b.shape), a.dtype, [cond, a, b], ([c, u, v]) => (c !== 0 ? u : v)),
    reduce: (op: ReduceOp, x, axes) => {
      const { data, dtype } = at(x);
      const kept = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
      const y = create(
        kept.map((i) => x.shape[i]),
        dtype,
      );
      y.data.fill({ sum: 0, prod: 1, max: Number.NEGATIVE_INFINITY, min: Number.POSITIVE_INFINITY }[op]);
      if (dtype === 'int32' && (op === 'max' || op === 'min')) y.data.fill(op === 'max' ? -(2 ** 31) : 2 ** 31 - 1);
      const strides = stridesOf(y.shape);
      forEachIndex(x.shape, (index, flat) => {
        const to = kept.reduce((sum, axis, i) => sum + index[axis] * strides[i], 0);
        const [a, b] = [y.data[to], data[flat]];
        y.data[to] = { sum: a + b, prod: a * b, max: Math.max(a, b), min: Math.min(a, b) }[op];
      });
      return y;
    },
    argReduce: (op, x, axis) => {
      const { data } = at(x);
      const [outer, length, inner] = around(x.shape, axis);
      const y = create(
        x.shape.filter((_, i) => i !== axis),
        'int32',
      );
      for (let o = 0; o < outer; o++)
        for (let n = 0; n < inner; n++) {
          let best = 0;
          const value = (i: number): number => data[(o * length + i) * inner + n];
          for (let i = 1; i < length; i++) if (op === 'max' ? value(i) > value(best) : value(i) < value(best)) best = i;
          y.data[o * inner + n] = best;
        }
      return y;
    },
    cumsum: (x, axis) => {
      const { data, dtype } = at(x);
      const [outer, length, inner] = around(x.shape, axis);
      const y = create(x.shape, dtype);
      for (let o = 0; o < outer; o++)
        for (let n = 0; n < inner; n++)
          for (let i = 0, sum = 0; i < length; i++) {
            sum += data[(o * length + i) * inner + n];
            y.data[(o * length + i) * inner + n] = sum;
          }
      return y;
    },
    randomUniform: (shape, seed, stream) => create(shape, 'float32', hostUniform(sizeOf(shape), { seed, stream })),

    take: (x, indices, axis) => {
      const { data, dtype } = at(x);
      const index = at(indices).data;
      const [outer, length, inner] = around(x.shape, axis);
      const y = create([...x.shape.slice(0, axis), index.length, ...x.shape.slice(axis + 1)], dtype);
      for (let o = 0; o < outer; o++)
        for (let i = 0; i < index.length; i++)
          for (let n = 0; n < inner; n++)
            y.data[(o * index.length + i) * inner + n] = data[(o * length + index[i]) * inner + n];
      return y;
    },
    takeGrad: (gy, indices, shape, axis) => {
      const { data, dtype } = at(gy);
      const index = at(indices).data;
      const [outer, length, inner] = around(shape, axis);
      const gx = create(shape, dtype);
      for (let o = 0; o < outer; o++)
        for (let i = 0; i < index.length; i++)
          for (let n = 0; n < inner; n++)
            gx.data[(o * length + index[i]) * inner + n] += data[(o * index.length + i) * inner + n];
      return gx;
    },
    oneHot: (indices, depth) => {
      const index = at(indices).data;
      const y = create([...indices.shape, depth], 'float32');
      index.forEach((k, i) => {
        if (k >= 0 && k < depth) y.data[i * depth + k] = 1;
      });
      return y;
    },

    matmul: (a, b, transA, transB) => {
      const [da, db] = [at(a).data, at(b).data];
      const lead = a.shape.slice(0, -2);
      const [ra, ca] = a.shape.slice(-2);
      const [rb, cb] = b.shape.slice(-2);
      const [rows, length, cols] = [transA ? ca : ra, transA ? ra : ca, transB ? rb : cb];
      const y = create([...lead, rows, cols], 'float32');
      for (let batch = 0; batch < sizeOf(lead); batch++)
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < cols; j++) {
            let sum = 0;
            for (let k = 0; k < length; k++) {
              const u = da[batch * ra * ca + (transA ? k * ca + i : i * ca + k)];
              const v = db[batch * rb * cb + (transB ? j * cb + k : k * cb + j)];
              sum += u * v;
            }
            y.data[(batch * rows + i) * cols + j] = sum;
          }
      return y;
    },
    conv2d: (x, w, bias, geometry, outSize, fusion = {}) => {
      const [dx, dw] = [positive(x, fusion.reluInput), at(w).data];
      const y = create([x.shape[0], w.shape[0], ...outSize], 'float32');
      forEachTap(x.shape, w.shape, y.shape, geometry, (ix, iw, iy) => {
        y.data[iy] += dx[ix] * dw[iw];
      });
      return finish(y, bias, fusion);
    },
    conv2dBox(y, _box, x, w, bias, geometry, fusion) {
      const [height, width] = y.shape.slice(2);
      at(y).data.set(at(this.conv2d(x, w, bias, geometry, [height, width], fusion)).data);
      return { top: 0, left: 0, height, width };
    },
    conv2dInput: (gy, w, bias, geometry, outSize, fusion = {}) => {
      const [dy, dw] = [positive(gy, fusion.reluInput), at(w).data];
      const gx = create([gy.shape[0], w.shape[1] * geometry.groups, ...outSize], 'float32');
      forEachTap(gx.shape, w.shape, gy.shape, geometry, (ix, iw, iy) => {
        gx.data[ix] += dy[iy] * dw[iw];
      });
      return finish(gx, bias, fusion);
    },
    conv2dWeight: (x, gy, geometry, kernel, reluInput = false) => {
      const [dx, dy] = [positive(x, reluInput), at(gy).data];
      const gw = create([gy.shape[1], x.shape[1] / geometry.groups, ...kernel], 'float32');
      forEachTap(x.shape, gw.shape, gy.shape, geometry, (ix, iw, iy) => {
        gw.data[iw] += dx[ix] * dy[iy];
      });
      return gw;
    },

    standardize: (x, { axes, eps, gamma, beta, relu }) => {
      const { data } = at(x);
      const { kept, group } = meansOf(x.shape, axes);
      const [mean, variance] = [create(kept, 'float32'), create(kept, 'float32')];
      const perMean = mean.data.length / data.length;
      data.forEach((v, i) => {
        mean.data[group[i]] += v * perMean;
      });
      data.forEach((v, i) => {
        variance.data[group[i]] += (v - mean.data[group[i]]) ** 2 * perMean;
      });
      const y = create(x.shape, 'float32');
      data.forEach((v, i) => {
        const c = group[i];
        const normal = (v - mean.data[c]) / Math.sqrt(variance.data[c] + eps);
        y.data[i] = normal * (gamma ? at(gamma).data[c] : 1) + (beta ? at(beta).data[c] : 0);
        if (relu) y.data[i] = Math.max(y.data[i], 0);
      });
      return { y, mean, variance };
    },
    standardizeGrad: (x, y, gy, mean, variance, { axes, eps, gamma, relu }) => {
      const { data } = at(x);
      const { group } = meansOf(x.shape, axes);
      const [ggamma, gbeta] = [create(mean.shape, 'float32'), create(mean.shape, 'float32')];
      const g = Float64Array.from(at(gy).data, (v, i) => (relu && !(at(y).data[i] > 0) ? 0 : v));
      const inverse = Float64Array.from(at(variance).data, (v) => 1 / Math.sqrt(v + eps));
      const normal = Float64Array.from(data, (v, i) => (v - at(mean).data[group[i]]) * inverse[group[i]]);
      g.forEach((v, i) => {
        gbeta.data[group[i]] += v;
        ggamma.data[group[i]] += v * normal[i];
      });
      const gx = create(x.shape, 'float32');
      const perMean = gbeta.data.length / data.length;
      g.forEach((v, i) => {
        const c = group[i];
        const scale = inverse[c] * (gamma ? at(gamma).data[c] : 1);
        gx.data[i] = scale * (v - (gbeta.data[c] + ggamma.data[c] * normal[i]) * perMean);
      });
      return { gx, ggamma, gbeta };
    },

    maxPool2d: (x, geometry, outSize) => {
      const { data } = at(x);
      const shape = [x.shape[0], x.shape[1], ...outSize];
      const y = create(shape, 'float32');
      const indices = create(shape, 'int32');
      y.data.fill(Number.NEGATIVE_INFINITY);
      forEachCell(x.shape, shape, geometry, (ix, iy, position) => {
        if (!(data[ix] > y.data[iy])) return;
        y.data[iy] = data[ix];
        indices.data[iy] = position;
      });
      return { y, indices };
    },
    gatherPlane: (x, indices) => {
      const { data, dtype } = at(x);
      const index = at(indices).data;
      const [plane, cells] = [sizeOf(x.shape.slice(2)), sizeOf(indices.shape.slice(2))];
      const y = create(indices.shape, dtype);
      for (let i = 0; i < index.length; i++) y.data[i] = data[Math.floor(i / cells) * plane + index[i]];
      return y;
    },
    scatterPlane: (gy, indices, size) => {
      const { data, dtype } = at(gy);
      const index = at(indices).data;
      const [plane, cells] = [sizeOf(size), sizeOf(indices.shape.slice(2))];
      const gx = create([gy.shape[0], gy.shape[1], ...size], dtype);
      for (let i = 0; i < index.length; i++) gx.data[Math.floor(i / cells) * plane + index[i]] += data[i];
      return gx;
    },
    sumPool2d: (x, geometry, outSize: Size, scale) => {
      const { data } = at(x);
      const y = create([x.shape[0], x.shape[1], ...outSize], 'float32');
      forEachCell(x.shape, y.shape, geometry, (ix, iy) => {
        y.data[iy] += data[ix] * scale;
      });
      return y;
    },
    sumPool2dGrad: (gy, geometry, size: Size, scale) => {
      const { data } = at(gy);
      const gx = create([gy.shape[0], gy.shape[1], ...size], 'float32');
      forEachCell(gx.shape, gy.shape, geometry, (ix, iy) => {
        gx.data[ix] += data[iy] * scale;
      });
      return gx;
    },
    resizeBilinear: (x, size: Size, alignCorners) => {
      const { data } = at(x);
      const y = create([x.shape[0], x.shape[1], ...size], 'float32');
      forEachBlend(x.shape, y.shape, alignCorners, (ix, iy, weight) => {
        y.data[iy] += weight * data[ix];
      });
      return y;
    },
    resizeBilinearGrad: (gy, size: Size, alignCorners) => {
      const { data } = at(gy);
      const gx = create([gy.shape[0], gy.shape[1], ...size], 'float32');
      forEachBlend(gx.shape, gy.shape, alignCorners, (ix, iy, weight) => {
        gx.data[ix] += weight * data[iy];
      });
      return gx;
    },

    squaredNorm: (xs) => {
      let sum = 0;
      for (const x of xs) for (const v of at(x).data) sum += v * v;
      return create([], 'float32', Float64Array.of(sum));
    },
    scaleBy: (x, factor) => {
      const [dx, [by]] = [at(x).data, at(factor).data];
      for (let i = 0; i < dx.length; i++) dx[i] *= by;
    },
    approach: (x, target, rate, keep = 1 - rate) => {
      const [dx, dt] = [at(x).data, at(target).data];
      for (let i = 0; i < dx.length; i++) dx[i] = keep * dx[i] + rate * dt[i];
    },

    adam: (p, g, m, v, { stepSize, beta1, beta2, eps, decay }: AdamStep) => {
      const [dp, dg, dm, dv] = [p, g, m, v].map((x) => at(x).data);
      for (let i = 0; i < dp.length; i++) {
        dm[i] += (1 - beta1) * (dg[i] - dm[i]);
        dv[i] += (1 - beta2) * (dg[i] ** 2 - dv[i]);
        dp[i] -= (stepSize * dm[i]) / (Math.sqrt(dv[i]) + eps) + decay * dp[i];
      }
    },
  };
}
