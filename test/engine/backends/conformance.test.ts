/** Every primitive on every backend against the reference: odd and empty shapes, broadcasts, blocked and plain layouts. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Backend,
  type BinaryOp,
  type ConvGeometry,
  type DeviceArray,
  type PoolGeometry,
  type Shape,
  stridesOf,
  type UnaryOp,
} from '../../../src/engine/backends/backend.js';
import { backends } from '../backends.js';
import { createReferenceBackend } from '../reference/backend.js';
import { expectClose, type Tolerance } from '../reference/expectClose.js';
import { distinct, type HostArray, integers, uniform, values } from '../reference/hostArray.js';

interface Case extends Tolerance {
  name: string;
  inputs: HostArray[];
  run(backend: Backend, xs: DeviceArray[]): DeviceArray | DeviceArray[] | null;
}

const reference = createReferenceBackend();

const CONV: Tolerance = { atol: 1e-5, rtol: 1e-4 };
const SUM: Tolerance = { atol: 1e-5, rtol: 1e-5 };
const EXACT: Tolerance = { atol: 0, rtol: 0 };

const shapeName = (shape: Shape): string => `(${shape.join(', ')})`;

/** (N, C, H, W) through a convolution that changes nothing, which leaves it in the backend's own layout. */
function throughConvolution(backend: Backend, x: DeviceArray): DeviceArray {
  const c = x.shape[1];
  const identity = Float32Array.from({ length: c * c }, (_, i) => Number(i % (c + 1) === 0));
  const w = backend.upload(identity, [c, c, 1, 1]);
  const geometry: ConvGeometry = { stride: [1, 1], pad: [0, 0], dilate: [1, 1], groups: 1 };
  const y = backend.conv2d(x, w, null, geometry, [x.shape[2], x.shape[3]]);
  backend.free(w);
  backend.free(x);
  return y;
}

async function execute(backend: Backend, { inputs, run }: Case, blocked: boolean) {
  const xs = inputs.map(({ data, shape }) => {
    const x = backend.upload(data, shape);
    return blocked && shape.length === 4 && x.dtype === 'float32' ? throughConvolution(backend, x) : x;
  });
  const result = run(backend, xs);
  const outputs = result === null ? [] : Array.isArray(result) ? result : [result];
  // In-place primitives change inputs and nothing else may, so inputs are compared too.
  const arrays = [...outputs, ...xs];
  const read = await Promise.all(arrays.map((x) => backend.read(x)));
  for (const x of arrays) backend.free(x);
  return arrays.map((x, i) => ({
    what: i < outputs.length ? `output ${i}` : `input ${i - outputs.length} afterwards`,
    shape: x.shape,
    dtype: x.dtype,
    data: read[i],
  }));
}

// ── the cases ───────────────────────────────────────────────────────────────────────────────────────────────────
const SHAPES: Shape[] = [[], [1], [7], [3, 0, 2], [2, 3, 5], [2, 4, 3, 5], [1, 8, 4, 4]];

const unaryDomains: Record<UnaryOp, { range?: [number, number]; p?: number; q?: number } & Tolerance> = {
  neg: {},
  abs: {},
  sign: {},
  floor: { range: [-3, 3] },
  ceil: { range: [-3, 3] },
  round: { range: [-3, 3] },
  square: {},
  reciprocal: { range: [0.2, 3] },
  sqrt: { range: [0, 3] },
  rsqrt: { range: [0.1, 3] },
  exp: { range: [-5, 5] },
  expm1: { range: [-2, 2] },
  log: { range: [0.1, 9] },
  log1p: { range: [-0.5, 3] },
  sin: { range: [-6, 6], atol: 1e-5 },
  cos: { range: [-6, 6], atol: 1e-5 },
  tan: { range: [-1.2, 1.2], atol: 1e-5 },
  asin: { range: [-0.9, 0.9], atol: 1e-4 },
  acos: { range: [-0.9, 0.9], atol: 1e-4 },
  atan: { range: [-9, 9], atol: 1e-5 },
  sinh: { range: [-3, 3], atol: 1e-5 },
  cosh: { range: [-3, 3], atol: 1e-5 },
  tanh: { range: [-4, 4], atol: 1e-5 },
  erf: { range: [-3, 3], atol: 1e-5 },
  sigmoid: { range: [-9, 9] },
  relu: {},
  affine: { p: 1.5, q: -0.25 },
  pow: { range: [0.2, 3], p: 2.5 },
  clip: { p: -0.5, q: 0.25 },
  leakyRelu: { p: 0.2 },
  elu: { p: 1.5 },
  softplus: { range: [-9, 9], p: 1.5 },
  isFinite: {},
};

const unaryCases: Case[] = (Object.keys(unaryDomains) as UnaryOp[]).map((op) => {
  const { range = [-2, 2], p, q, ...tolerance } = unaryDomains[op];
  return {
    name: op,
    inputs: SHAPES.map((shape) => uniform(shape, ...range)),
    run: (b, xs) => xs.map((x) => b.unary(op, x, p, q)),
    ...tolerance,
  };
});

const specials = [0, -0, 1, -1, 0.5, 1.5, 2.5, -0.5, 1e20, -1e20, 3e38, 1e-30, 100, -100, Infinity, -Infinity, NaN];

const specialCases: Case[] = [
  {
    name: 'sigmoid, tanh, softplus, elu of huge arguments do not overflow',
    inputs: [values([4], [1000, -1000, 90, -90])],
    run: (b, [x]) => [b.unary('sigmoid', x), b.unary('tanh', x), b.unary('softplus', x, 1), b.unary('elu', x, 1)],
  },
  {
    name: 'isFinite sees NaN and infinities',
    inputs: [values([specials.length], specials)],
    run: (b, [x]) => b.unary('isFinite', x),
    ...EXACT,
  },
  {
    name: 'round goes to even',
    inputs: [values([6], [0.5, 1.5, 2.5, -0.5, -1.5, -2.5])],
    run: (b, [x]) => b.unary('round', x),
    ...EXACT,
  },
  {
    name: 'kinks of relu, leakyRelu, elu and their gradients',
    inputs: [values([3], [0, 1, -1]), values([3], [5, 6, 7])],
    run: (b, [x, g]) => [
      b.unary('relu', x),
      b.unary('leakyRelu', x, 0.2),
      b.binary('reluGrad', x, g),
      b.binary('leakyReluGrad', x, g, 0.2),
      b.binary('eluGrad', x, g, 1),
    ],
  },
  {
    name: 'integers: neg, abs, add, mul, floor division by casts, comparisons',
    inputs: [integers([5, 3], -40, 40), integers([3], 1, 9)],
    run: (b, [x, y]) => [
      b.unary('neg', x),
      b.unary('abs', x),
      b.binary('add', x, y),
      b.binary('sub', x, y),
      b.binary('mul', x, y),
      b.binary('mod', x, y),
      b.binary('maximum', x, y),
      b.binary('equal', x, y),
      b.binary('less', x, y),
      b.reduce('sum', x, [0]),
      b.reduce('max', x, [1]),
      b.unary('affine', x, 2, 1),
    ],
    ...EXACT,
  },
];

const binaryDomains: Partial<Record<BinaryOp, [[number, number], [number, number]]>> = {
  div: [
    [-2, 2],
    [0.3, 2],
  ],
  pow: [
    [0.3, 2],
    [-2, 2],
  ],
  mod: [
    [-5, 5],
    [0.7, 2],
  ],
  tanhGrad: [
    [-1, 1],
    [-1, 1],
  ],
};
const BINARY: BinaryOp[] = [
  'add',
  'sub',
  'mul',
  'div',
  'pow',
  'maximum',
  'minimum',
  'mod',
  'atan2',
  'greater',
  'greaterEqual',
  'less',
  'lessEqual',
  'equal',
  'notEqual',
  'reluGrad',
  'leakyReluGrad',
  'eluGrad',
  'sigmoidGrad',
  'tanhGrad',
];
const BROADCASTS: [Shape, Shape][] = [
  [[], []],
  [[2, 3, 5], []],
  [[7], [7]],
  [
    [2, 8, 3, 5],
    [2, 8, 3, 5],
  ],
  [
    [2, 8, 3, 5],
    [1, 8, 1, 1],
  ],
  [
    [2, 8, 3, 5],
    [2, 1, 3, 5],
  ],
  [
    [2, 8, 3, 5],
    [2, 8, 1, 1],
  ],
  [
    [2, 3, 4, 2],
    [3, 1, 1],
  ],
  [
    [4, 1],
    [1, 6],
  ],
  [
    [3, 0],
    [1, 1],
  ],
];
const binaryCases: Case[] = BINARY.map((op) => {
  const [rangeA, rangeB] = binaryDomains[op] ?? [
    [-2, 2],
    [-2, 2],
  ];
  return {
    name: op,
    inputs: BROADCASTS.flatMap(([a, b]) => [uniform(a, ...rangeA), uniform(b, ...rangeB)]),
    run: (backend, xs) =>
      BROADCASTS.flatMap((_, i) => {
        const [a, b] = [xs[2 * i], xs[2 * i + 1]];
        const y = backend.binary(op, a, b, 0.3);
        return op === 'pow' || op === 'div' || op === 'mod' ? [y] : [y, backend.binary(op, b, a, 0.3)];
      }),
    atol: op === 'atan2' || op === 'mod' ? 1e-5 : 1e-6,
  };
});

const selectCases: Case[] = [
  {
    name: 'where, broadcast',
    inputs: [integers([2, 8, 3, 1], 0, 2), uniform([8, 1, 1]), uniform([2, 8, 3, 5])],
    run: (b, [c, x, y]) => {
      const mask = b.cast(c, 'float32');
      const out = [b.where(mask, x, y), b.where(c, y, x)];
      b.free(mask);
      return out;
    },
    ...EXACT,
  },
];

const AXES: [Shape, number[]][] = [
  [[], []],
  [[5], [0]],
  [[2, 3, 5], [1]],
  [
    [2, 3, 5],
    [0, 2],
  ],
  [
    [2, 3, 5],
    [0, 1, 2],
  ],
  [
    [2, 8, 3, 5],
    [0, 2, 3],
  ],
  [
    [2, 8, 3, 5],
    [2, 3],
  ],
  [[2, 8, 3, 5], [1]],
  [[2, 8, 3, 5], [0]],
  [[1, 5000], [1]],
  [[5000], [0]],
  [[300, 3], [0]],
  [[3, 0, 2], [1]],
  [[0, 2], [1]],
];
const reduceCases: Case[] = (['sum', 'max', 'min', 'prod'] as const).map((op) => ({
  name: `reduce ${op}`,
  inputs: AXES.map(([shape]) => (op === 'prod' ? uniform(shape, 0.97, 1.03) : uniform(shape))),
  run: (b, xs) =>
    xs.flatMap((x, i) => (x.shape.includes(0) && (op === 'max' || op === 'min') ? [] : [b.reduce(op, x, AXES[i][1])])),
  ...SUM,
}));
reduceCases.push(
  {
    name: 'argReduce takes the first of ties',
    inputs: [distinct([3, 7, 2]), values([2, 4], [1, 3, 3, 0, 2, 2, 2, 2]), distinct([2, 8, 3, 5]), distinct([900])],
    run: (b, [x, ties, map, list]) =>
      (['max', 'min'] as const).flatMap((op) => [
        b.argReduce(op, x, 0),
        b.argReduce(op, x, 1),
        b.argReduce(op, x, 2),
        b.argReduce(op, ties, 1),
        b.argReduce(op, map, 1),
        b.argReduce(op, list, 0),
      ]),
    ...EXACT,
  },
  {
    name: 'cumsum',
    inputs: [uniform([3, 7, 2]), uniform([400]), integers([2, 5], -9, 9)],
    run: (b, [x, list, whole]) => [
      b.cumsum(x, 0),
      b.cumsum(x, 1),
      b.cumsum(x, 2),
      b.cumsum(list, 0),
      b.cumsum(whole, 1),
    ],
    ...SUM,
  },
);

const copyCases: Case[] = [
  {
    name: 'reshape and copy',
    inputs: [uniform([2, 8, 3, 5]), uniform([2, 3, 4]), integers([6], 0, 9)],
    run: (b, [x, y, z]) => [
      b.reshape(x, [16, 15]),
      b.reshape(x, [2, 2, 4, 3, 5]),
      b.reshape(y, [24]),
      b.reshape(z, [2, 1, 3]),
      b.copy(x),
      b.copy(y),
      b.copy(z),
    ],
    ...EXACT,
  },
  {
    name: 'a reshaped array outlives its source, and a changed source leaves it alone or with it',
    inputs: [uniform([2, 8, 2, 2])],
    run: (b, [x]) => {
      const copied = b.copy(x);
      const shaped = b.reshape(copied, [64]);
      b.free(copied);
      return shaped;
    },
    ...EXACT,
  },
  {
    name: 'cast truncates',
    inputs: [uniform([2, 8, 3, 5], -9, 9), integers([7], -9, 9)],
    run: (b, [x, n]) => [b.cast(x, 'int32'), b.cast(n, 'float32'), b.cast(x, 'float32'), b.cast(n, 'int32')],
    ...EXACT,
  },
  {
    name: 'full',
    inputs: [],
    run: (b) => [b.full([2, 3], 1.5, 'float32'), b.full([], -7, 'int32'), b.full([0, 2], 1, 'float32')],
    ...EXACT,
  },
  {
    name: 'assign',
    inputs: [uniform([2, 8, 3, 5]), uniform([2, 8, 3, 5]), integers([5], 0, 9), integers([5], 0, 9)],
    run: (b, [x, y, i, j]) => {
      b.assign(x, y);
      b.assign(i, j);
      return null;
    },
    ...EXACT,
  },
  {
    name: 'gatherStrided: transpose, flip, broadcast, strided slice',
    inputs: [uniform([2, 4, 6, 5]), integers([3, 4], 0, 99)],
    run: (b, [x, n]) => {
      const s = stridesOf(x.shape);
      return [
        b.gatherStrided(x, [6, 2, 5, 4], [s[2], s[0], s[3], s[1]], 0),
        b.gatherStrided(x, [2, 4, 6, 5], [s[0], s[1], -s[2], -s[3]], 5 * s[2] + 4 * s[3]),
        b.gatherStrided(x, [3, 4, 6, 5], [0, s[1], s[2], s[3]], s[0]),
        b.gatherStrided(x, [2, 2, 3], [s[0], 2 * s[1], 2 * s[2]], s[1] + s[3]),
        b.gatherStrided(x, [2, 19], [40, 2], 1), // every other element, more than a few
        b.gatherStrided(x, [], [], 7),
        b.gatherStrided(x, [0, 3], [1, 1], 0),
        b.gatherStrided(x, [2, 3, 2, 2, 5, 2], [s[0], 2 * s[2], s[2], 2 * s[1], s[3], s[1]], 0),
        b.gatherStrided(n, [4, 3], [1, 4], 0),
      ];
    },
    ...EXACT,
  },
  {
    name: 'scatterStrided',
    inputs: [uniform([2, 4, 6, 5]), uniform([2, 2, 3, 5]), uniform([6, 6]), uniform([0, 5]), uniform([2, 3])],
    run: (b, [dst, x, plain, nothing, block]) => {
      const s = stridesOf(dst.shape);
      b.scatterStrided(dst, x, [s[0], 2 * s[1], -2 * s[2], s[3]], s[1] + 5 * s[2]);
      b.scatterStrided(plain, nothing, [1, 1], 0);
      b.scatterStrided(plain, block, [12, 2], 7);
      return null;
    },
    ...EXACT,
  },
  {
    name: 'scatterStrided of rows and columns',
    inputs: [uniform([2, 8, 6, 5]), uniform([2, 8, 3, 2]), uniform([1, 8, 2, 5]), uniform([2, 4, 6, 5])],
    run: (b, [dst, box, second, half]) => {
      const s = stridesOf(dst.shape);
      b.scatterStrided(dst, box, s, 2 * s[2] + 3);
      b.scatterStrided(dst, second, s, s[0] + 4 * s[2]); // into the second picture
      b.scatterStrided(dst, half, s, 4 * s[1]); // into the last channels
      return null;
    },
    ...EXACT,
  },
  {
    name: 'gatherStrided: long rows of two in turn, every other element',
    inputs: [uniform([1, 8, 9, 13]), uniform([1, 3, 6, 22])],
    run: (b, [x, y]) => [
      b.gatherStrided(x, [2, 9, 2, 13, 2], [2 * 117, 13, 4 * 117, 1, 117], 0),
      b.gatherStrided(y, [2, 2, 3, 3, 11], [22, 1, 132, 44, 2], 0),
    ],
    ...EXACT,
  },
  {
    name: 'concat',
    inputs: [
      uniform([2, 4, 3, 5]),
      uniform([2, 8, 3, 5]),
      uniform([2, 3, 3, 5]),
      uniform([2, 0, 3, 5]),
      integers([2, 2], 0, 9),
      integers([2, 3], 0, 9),
    ],
    run: (b, [x4, x8, x3, x0, m, n]) => [
      b.concat([x4, x8], 1),
      b.concat([x4, x3, x8], 1),
      b.concat([x3, x0, x4], 1),
      b.concat([x4, x4], 0),
      b.concat([x4, x4], 2),
      b.concat([x3, x3, x3], 3),
      b.concat([m, n], 1),
    ],
    ...EXACT,
  },
  {
    name: 'slice',
    inputs: [uniform([2, 8, 5, 6]), integers([7], 0, 9)],
    run: (b, [x, n]) => [
      b.slice(x, 0, 1, 1),
      b.slice(x, 1, 4, 4),
      b.slice(x, 1, 3, 2),
      b.slice(x, 2, 1, 3),
      b.slice(x, 3, 2, 4),
      b.slice(x, 3, 2, 0),
      b.slice(n, 0, 2, 4),
    ],
    ...EXACT,
  },
  {
    name: 'randomUniform gives the same bits everywhere',
    inputs: [],
    run: (b) => [
      b.randomUniform([7], 0, 0),
      b.randomUniform([3, 5], 12345, 6),
      b.randomUniform([2, 4, 3, 3], 4294967295, 70000),
      b.randomUniform([], 1, 2),
      b.randomUniform([0], 1, 2),
    ],
    ...EXACT,
  },
  {
    name: 'take and takeGrad',
    inputs: [
      uniform([5, 3]),
      integers([8], 0, 5),
      uniform([2, 8, 3, 6]),
      integers([4], 0, 6),
      integers([3], 0, 8),
      uniform([8, 3]),
      uniform([2, 8, 3, 4]),
    ],
    run: (b, [w, ids, map, columns, channels, gw, gm]) => [
      b.take(w, ids, 0),
      b.take(map, columns, 3),
      b.take(map, channels, 1),
      b.takeGrad(gw, ids, [5, 3], 0),
      b.takeGrad(gm, columns, [2, 8, 3, 6], 3),
    ],
  },
  {
    name: 'oneHot leaves out-of-range labels zero',
    inputs: [values([2, 3], [0, 1, 2, -1, 3, 255], 'int32'), values([], [1], 'int32')],
    run: (b, [t, one]) => [b.oneHot(t, 3), b.oneHot(one, 2), b.oneHot(t, 0)],
    ...EXACT,
  },
];

const matmulCases: Case[] = [
  { m: 1, k: 1, n: 1 },
  { m: 3, k: 5, n: 7 },
  { m: 8, k: 16, n: 12 },
  { m: 33, k: 70, n: 65 },
  { m: 4, k: 0, n: 3 },
  { m: 0, k: 3, n: 3 },
  { lead: [2, 3], m: 5, k: 4, n: 6 },
].flatMap(({ lead = [], m, k, n }) =>
  [false, true].flatMap((transA) =>
    [false, true].map(
      (transB): Case => ({
        name: `matmul ${shapeName([...lead, m, k])}${transA ? 'ᵀ' : ''} · ${shapeName([k, n])}${transB ? 'ᵀ' : ''}`,
        inputs: [uniform([...lead, ...(transA ? [k, m] : [m, k])]), uniform([...lead, ...(transB ? [n, k] : [k, n])])],
        run: (b, [x, y]) => b.matmul(x, y, transA, transB),
        ...CONV,
      }),
    ),
  ),
);

interface ConvCase {
  n?: number;
  c: number;
  o: number;
  size: [number, number];
  k: [number, number];
  s?: [number, number];
  p?: [number, number];
  d?: [number, number];
  groups?: number;
  coverAll?: boolean;
  bias?: boolean;
}
const CONVOLUTIONS: ConvCase[] = [
  { c: 1, o: 1, size: [1, 1], k: [1, 1] },
  { n: 2, c: 3, o: 5, size: [7, 6], k: [3, 3], p: [1, 1], bias: true },
  { n: 2, c: 4, o: 8, size: [9, 10], k: [3, 3], p: [1, 1], bias: true },
  { c: 8, o: 16, size: [12, 13], k: [3, 3], p: [1, 1] },
  { c: 16, o: 16, size: [17, 9], k: [3, 3], p: [1, 1], bias: true },
  { c: 8, o: 4, size: [8, 8], k: [4, 4], s: [2, 2], p: [1, 1], bias: true },
  { n: 2, c: 6, o: 7, size: [9, 11], k: [4, 4], s: [2, 2], p: [1, 1] },
  { c: 12, o: 8, size: [5, 7], k: [1, 1], bias: true },
  { c: 8, o: 8, size: [7, 9], k: [1, 1], s: [2, 2] },
  { c: 4, o: 4, size: [11, 12], k: [2, 2], s: [3, 3], bias: true },
  { c: 4, o: 4, size: [11, 12], k: [2, 2], s: [3, 3], coverAll: true },
  { c: 3, o: 4, size: [10, 11], k: [3, 3], d: [2, 2], p: [2, 2], bias: true },
  { c: 4, o: 8, size: [9, 9], k: [3, 3], d: [1, 3], p: [0, 2] },
  { c: 8, o: 8, size: [6, 7], k: [3, 3], p: [1, 1], groups: 2, bias: true },
  { c: 6, o: 9, size: [6, 7], k: [3, 3], p: [1, 1], groups: 3 },
  { c: 8, o: 8, size: [6, 7], k: [3, 3], p: [1, 1], groups: 8, bias: true },
  { c: 4, o: 4, size: [6, 9], k: [1, 5], p: [0, 2] },
  { c: 4, o: 5, size: [8, 5], k: [5, 1], s: [2, 1], p: [3, 0] },
  { c: 3, o: 8, size: [13, 12], k: [7, 7], s: [2, 2], p: [3, 3], bias: true },
  { n: 0, c: 4, o: 4, size: [5, 5], k: [3, 3], p: [1, 1] },
];

const convCases: Case[] = CONVOLUTIONS.map(
  ({ n = 1, c, o, size, k, s = [1, 1], p = [0, 0], d = [1, 1], groups = 1, coverAll = false, bias = false }) => {
    const geometry: ConvGeometry = { stride: s, pad: p, dilate: d, groups };
    const out = [0, 1].map((a) =>
      Math.floor((size[a] + 2 * p[a] - d[a] * (k[a] - 1) - 1 + (coverAll ? s[a] - 1 : 0)) / s[a] + 1),
    ) as [number, number];
    const optional = (on: boolean, x: DeviceArray) => (on ? x : null);
    return {
      name: `conv (${n}, ${c}, ${size}) → ${o}, k ${k} s ${s} p ${p} d ${d} groups ${groups}${coverAll ? ' coverAll' : ''}${bias ? ' bias' : ''}`,
      inputs: [
        uniform([n, c, ...size]),
        uniform([o, c / groups, ...k]),
        uniform([n, o, ...out]),
        uniform([o]),
        uniform([c]),
      ],
      run: (b, [x, w, gy, forO, forC]) => [
        b.conv2d(x, w, optional(bias, forO), geometry, out),
        b.conv2dInput(gy, w, optional(bias, forC), geometry, size),
        b.conv2dWeight(x, gy, geometry, k),
      ],
      atol: 5e-5, // Winograd's transforms lose a digit
      rtol: 1e-4,
    };
  },
);

/** Of both kinds: taken over by Winograd's method and direct. */
const FUSED = [
  { c: 8, o: 16, size: [9, 14], k: [3, 3], s: [1, 1], p: [1, 1] },
  { c: 12, o: 12, size: [17, 9], k: [3, 3], s: [1, 1], p: [0, 2] },
  { c: 8, o: 12, size: [36, 40], k: [4, 4], s: [2, 2], p: [1, 1] },
  { c: 3, o: 5, size: [6, 5], k: [3, 2], s: [2, 1], p: [1, 0] },
  { c: 8, o: 4, size: [1, 1], k: [1, 1], s: [1, 1], p: [0, 0] },
] as const;
const fusedCases: Case[] = FUSED.map(({ c, o, size, k, s, p }) => {
  const geometry: ConvGeometry = { stride: s, pad: p, dilate: [1, 1], groups: 1 };
  const out = [0, 1].map((a) => Math.floor((size[a] + 2 * p[a] - k[a]) / s[a] + 1)) as [number, number];
  return {
    name: `conv with fusion (2, ${c}, ${size}) → ${o}, k ${k} s ${s} p ${p}`,
    inputs: [
      uniform([2, c, ...size]),
      uniform([o, c, ...k]),
      uniform([2, o, ...out]),
      uniform([o]),
      uniform([2, o, ...out]),
      uniform([c]),
    ],
    run: (b, [x, w, gy, bias, add, forC]) => [
      b.conv2d(x, w, bias, geometry, out, { reluInput: true, add }),
      b.conv2d(x, w, null, geometry, out, { reluInput: true }),
      b.conv2d(x, w, bias, geometry, out, { add }),
      b.conv2d(x, w, bias, geometry, out, { scale: bias, relu: true }),
      b.conv2d(x, w, null, geometry, out, { scale: bias, mask: add, add: gy }),
      b.conv2dInput(gy, w, null, geometry, size, { mask: x }),
      b.conv2dInput(gy, w, forC, geometry, size, { reluInput: true, scale: forC, relu: true }),
      b.conv2dWeight(x, gy, geometry, k, true),
    ],
    atol: 2e-4,
    rtol: 1e-4,
  };
});

/** One value of every channel changes, which no result beside the box sees. */
const boxCases: Case[] = FUSED.slice(0, 4).map(({ c, o, size, k, s, p }) => {
  const geometry: ConvGeometry = { stride: s, pad: p, dilate: [1, 1], groups: 1 };
  const out = [0, 1].map((a) => Math.floor((size[a] + 2 * p[a] - k[a]) / s[a] + 1)) as [number, number];
  const box = { top: 1, left: 1, height: Math.min(3, out[0] - 1), width: 3 };
  const [row, column] = [s[0] - p[0] + k[0] - 1, s[1] - p[1] + k[1] - 1]; // the last that the first result in the box sees
  return {
    name: `conv2dBox (2, ${c}, ${size}) → ${o}, k ${k} s ${s} p ${p}`,
    inputs: [
      uniform([2, c, ...size]),
      uniform([o, c, ...k]),
      uniform([2, o, ...out]),
      uniform([o]),
      uniform([2, c, 1, 1]),
    ],
    run: (b, [x, w, add, bias, change]) => {
      const [plain, fused] = [{}, { reluInput: true, add }];
      const ys = [plain, fused].map((fusion) => b.conv2d(x, w, bias, geometry, out, fusion));
      const strides = stridesOf(x.shape);
      b.scatterStrided(x, change, strides, row * strides[2] + column);
      for (const [i, fusion] of [plain, fused].entries()) b.conv2dBox(ys[i], box, x, w, bias, geometry, fusion);
      return ys;
    },
    atol: 2e-4,
    rtol: 1e-4,
  };
});

/** Channels of maps (in blocks or plain), rows, one mean for all, means whose axes are not neighbours. */
const NORMALS: { shape: number[]; axes: number[]; apart?: number }[] = [
  { shape: [2, 8, 5, 7], axes: [0, 2, 3] },
  { shape: [3, 5, 4, 3], axes: [0, 2, 3] },
  { shape: [2, 4, 67, 70], axes: [0, 2, 3], apart: 100 },
  { shape: [6, 10], axes: [0] },
  { shape: [3, 70], axes: [1] },
  { shape: [2, 3, 5], axes: [0, 1, 2] },
  { shape: [3, 4, 5], axes: [1] },
  { shape: [2, 4, 1, 1], axes: [0, 2, 3] },
];
/**
 * Moves what would be normalised to almost 0 away from it: at the kink of ReLU, rounding decides whether a gradient passes, and
 * both answers are right.
 */
function offKink(
  [x, gy, gamma, beta]: HostArray[],
  { axes, eps, affine }: { axes: number[]; eps: number; affine: boolean },
) {
  const upload = ({ data, shape }: HostArray) => reference.upload(data, shape);
  const scaling = affine ? { gamma: upload(gamma), beta: upload(beta) } : { gamma: null, beta: null };
  const { y } = reference.standardize(upload(x), { axes, eps, ...scaling, relu: false });
  const normalized = reference.readExactly(y);
  const data = x.data.map((value, i) => (Math.abs(normalized[i]) < 1e-3 ? value + 0.02 : value));
  return [{ ...x, data }, gy, gamma, beta];
}

const normalCases: Case[] = NORMALS.flatMap(({ shape, axes, apart = 0 }) => {
  const means = shape.filter((_, axis) => !axes.includes(axis));
  return [
    { affine: true, relu: false },
    { affine: true, relu: true },
    { affine: false, relu: true },
  ].map(
    ({ affine, relu }): Case => ({
      name: `standardize (${shape}) over ${axes}${affine ? ', gamma, beta' : ''}${relu ? ', ReLU' : ''}`,
      inputs: offKink([uniform(shape, apart - 1, apart + 1), uniform(shape), uniform(means), uniform(means)], {
        axes,
        eps: 0.01,
        affine,
      }),
      run: (b, [x, gy, gamma, beta]) => {
        const normalization = { axes, eps: 0.01, gamma: affine ? gamma : null, beta: affine ? beta : null, relu };
        const { y, mean, variance } = b.standardize(x, normalization);
        const { gx, ggamma, gbeta } = b.standardizeGrad(x, y, gy, mean, variance, normalization);
        return [y, mean, variance, gx, ggamma, gbeta];
      },
      atol: apart ? 2e-3 : 2e-5, // float32 keeps 7 digits of 100
      rtol: apart ? 1e-3 : 2e-5,
    }),
  );
});

const POOLS: { size: [number, number]; geometry: PoolGeometry; out: [number, number]; channels: number }[] = [
  { size: [6, 8], channels: 4, geometry: { kernel: [2, 2], stride: [2, 2], pad: [0, 0] }, out: [3, 4] },
  { size: [7, 5], channels: 3, geometry: { kernel: [3, 2], stride: [2, 1], pad: [1, 0] }, out: [4, 4] },
  { size: [7, 7], channels: 8, geometry: { kernel: [2, 2], stride: [3, 3], pad: [0, 0] }, out: [3, 3] },
  { size: [5, 5], channels: 5, geometry: { kernel: [3, 3], stride: [1, 1], pad: [1, 1] }, out: [5, 5] },
  { size: [4, 4], channels: 4, geometry: { kernel: [2, 2], stride: [5, 5], pad: [1, 1] }, out: [3, 3] },
];
const poolCases: Case[] = POOLS.map(({ size, geometry, out, channels }) => ({
  name: `pool (2, ${channels}, ${size}) k ${geometry.kernel} s ${geometry.stride} p ${geometry.pad} → ${out}`,
  inputs: [distinct([2, channels, ...size]), uniform([2, channels, ...out])],
  run: (b, [x, gy]) => {
    const { y, indices } = b.maxPool2d(x, geometry, out);
    return [
      y,
      indices,
      b.gatherPlane(x, indices),
      b.scatterPlane(gy, indices, size),
      b.sumPool2d(x, geometry, out, 0.25),
      b.sumPool2dGrad(gy, geometry, size, 0.25),
    ];
  },
}));
const resizeCases: Case[] = (
  [
    [
      [3, 4],
      [6, 8],
    ],
    [
      [5, 7],
      [8, 3],
    ],
    [
      [4, 4],
      [1, 1],
    ],
    [
      [1, 1],
      [3, 2],
    ],
  ] as [[number, number], [number, number]][]
).flatMap(([from, to]) =>
  [true, false].map(
    (alignCorners): Case => ({
      name: `resizeBilinear ${from} → ${to}${alignCorners ? ', corners aligned' : ''}`,
      inputs: [uniform([2, 3, ...from]), uniform([1, 8, ...from]), uniform([2, 3, ...to]), uniform([1, 8, ...to])],
      run: (b, [x, y, gx, gy]) => [
        b.resizeBilinear(x, to, alignCorners),
        b.resizeBilinear(y, to, alignCorners),
        b.resizeBilinearGrad(gx, from, alignCorners),
        b.resizeBilinearGrad(gy, from, alignCorners),
      ],
      ...SUM,
    }),
  ),
);

const trainingCases: Case[] = [
  {
    name: 'adam',
    inputs: [uniform([8, 4, 3, 3]), uniform([8, 4, 3, 3]), uniform([8, 4, 3, 3]), uniform([8, 4, 3, 3], 0, 1)],
    run: (b, [p, g, m, v]) => {
      b.adam(p, g, m, v, { stepSize: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-8, decay: 0.001 });
      return null;
    },
  },
  {
    name: 'squaredNorm',
    inputs: [uniform([8, 4, 3, 3]), uniform([2, 8, 3, 5]), uniform([]), uniform([3]), uniform([5, 7001])],
    run: (b, xs) => b.squaredNorm(xs),
    ...SUM,
  },
  {
    name: 'squaredNorm of nothing',
    inputs: [uniform([0, 3])],
    run: (b, xs) => b.squaredNorm(xs),
  },
  ...[0.25, 1].map(
    (by): Case => ({
      name: `scaleBy ${by}`,
      inputs: [uniform([2, 8, 3, 5]), uniform([3, 7001])],
      run: (b, [x, y]) => {
        const factor = b.full([], by, 'float32');
        b.scaleBy(x, factor);
        b.scaleBy(y, factor);
        b.free(factor);
        return null;
      },
    }),
  ),
  {
    name: 'approach',
    inputs: [uniform([2, 8, 3, 5]), uniform([2, 8, 3, 5]), uniform([3, 7001]), uniform([3, 7001])],
    run: (b, [x, t, y, u]) => {
      b.approach(x, t, 0.3);
      b.approach(y, u, 0.001);
      b.approach(y, u, 0.25, 1);
      return null;
    },
  },
];

const families: Record<string, Case[]> = {
  'element-wise of one': unaryCases,
  'special values': specialCases,
  'element-wise of two': binaryCases,
  selection: selectCases,
  reductions: reduceCases,
  'copies and indexing': copyCases,
  'matrix product': matmulCases,
  convolution: [...convCases, ...fusedCases, ...boxCases],
  normalisation: normalCases,
  pooling: poolCases,
  resizing: resizeCases,
  training: trainingCases,
};

describe.each(backends)('$name agrees with the reference', ({ create }) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await create();
  });

  describe.each(Object.entries(families))('%s', (_family, cases) => {
    test.each(cases)('$name', async (each) => {
      const layouts = each.inputs.some((x) => x.shape.length === 4) ? [false, true] : [false];
      for (const blocked of layouts) {
        const before = backend.memory().arrays;
        const actual = await execute(backend, each, blocked);
        const expected = await execute(reference, each, blocked);
        await backend.sync();
        expect(actual.length).toBe(expected.length);
        for (const [i, { what, shape, dtype, data }] of expected.entries()) {
          const label = `${what} ${shapeName(shape)}${blocked ? ', made by a convolution' : ''}`;
          expect(actual[i].shape, label).toEqual(shape);
          expect(actual[i].dtype, label).toBe(dtype);
          expectClose(label, actual[i].data, data, each);
        }
        expect(backend.memory().arrays, 'arrays that were not freed').toBe(before);
      }
    });
  });
});

test('random numbers are Philox 4×32-10', async () => {
  // First block for counter 0 and key 0, from the test vectors of Random123.
  const words = [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8];
  const u = reference.readExactly(reference.randomUniform([4], 0, 0));
  expect(u).toEqual(words.map((w) => (w >>> 8) * 2 ** -24));
});
