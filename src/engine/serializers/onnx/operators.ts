/** How each function of the engine is said in ONNX's operators. */
import { type ConvGeometry, type PoolGeometry, type Shape, sizeOf } from '../../backends/backend.js';
import { reducedShape } from '../../core/shape.js';
import type { OnnxAttribute } from './model.js';

/** A function that ran: what it was made with, and the shapes that came and went. */
export interface TracedCall {
  readonly label: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly inputShapes: readonly Shape[];
  readonly outputShapes: readonly Shape[];
}

/** Writes nodes and constants of a graph. */
export interface GraphBuilder {
  /** Adds a node; gives its first output, under the name given or a new one. */
  add(op: string, inputs: readonly string[], attributes?: Record<string, OnnxAttribute>, output?: string): string;
  /** A constant of whole numbers (int64), one axis. */
  ints(values: readonly number[]): string;
  /** A float32 scalar. */
  float(value: number): string;
}

type Translate = (g: GraphBuilder, inputs: readonly string[], output: string, call: TracedCall) => void;

const plain =
  (op: string, attributes: Record<string, OnnxAttribute> = {}): Translate =>
  (g, inputs, output) => {
    g.add(op, inputs, attributes, output);
  };

const get = <T>({ attributes }: TracedCall, name: string): T => attributes[name] as T;

const windowAttributes = (
  kernel: readonly number[],
  { stride, pad }: { stride: readonly number[]; pad: readonly number[] },
  size: readonly number[],
  out: readonly number[],
): Record<string, OnnxAttribute> => {
  // A last window that reaches beyond the padding needs more of it at the end.
  const end = [0, 1].map((a) => Math.max(0, (out[a] - 1) * stride[a] + kernel[a] - size[a] - pad[a]));
  return { kernel_shape: [...kernel], strides: [...stride], pads: [...pad, ...end] };
};

const convolution: Translate = (g, inputs, output, call) => {
  const { stride, pad, dilate, groups } = get<ConvGeometry>(call, 'geometry');
  const [x, w] = call.inputShapes;
  const extent = w.slice(2).map((k, a) => dilate[a] * (k - 1) + 1);
  const { strides, pads } = windowAttributes(extent, { stride, pad }, x.slice(2), call.outputShapes[0].slice(2));
  g.add('Conv', inputs, { kernel_shape: w.slice(2), strides, pads, dilations: [...dilate], group: groups }, output);
};

const deconvolution: Translate = (g, inputs, output, call) => {
  const { stride, pad, dilate, groups } = get<ConvGeometry>(call, 'geometry');
  const [x, w] = call.inputShapes;
  const out = call.outputShapes[0].slice(2);
  const padding = out.map((n, a) => {
    const natural = stride[a] * (x[2 + a] - 1) + dilate[a] * (w[2 + a] - 1) + 1 - 2 * pad[a];
    return n - natural;
  });
  g.add(
    'ConvTranspose',
    inputs,
    {
      kernel_shape: w.slice(2),
      strides: [...stride],
      pads: [...pad, ...pad],
      dilations: [...dilate],
      output_padding: padding,
      group: groups,
    },
    output,
  );
};

const reshapeTo = (g: GraphBuilder, x: string, shape: Shape, output?: string): string =>
  g.add('Reshape', [x, g.ints(shape)], {}, output);

const reduction =
  (op: string): Translate =>
  (g, [x], output, call) => {
    const axes = get<readonly number[]>(call, 'axes');
    if (axes.length === 0) g.add('Identity', [x], {}, output);
    else if (op === 'ReduceSum') g.add(op, [x, g.ints(axes)], { keepdims: 1 }, output);
    else g.add(op, [x], { axes: [...axes], keepdims: 1 }, output);
  };

/** Positions of a strided view in the flattened array. */
function positions({ shape, strides, offset }: { shape: Shape; strides: readonly number[]; offset: number }): number[] {
  return Array.from({ length: sizeOf(shape) }, (_, flat) => {
    let rest = flat;
    let at = offset;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += (rest % shape[axis]) * strides[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    return at;
  });
}

const axisOp =
  (op: string): Translate =>
  (g, inputs, output, call) => {
    g.add(op, inputs, { axis: get<number>(call, 'axis') }, output);
  };

export const OPERATORS: Readonly<Record<string, Translate>> = {
  add: plain('Add'),
  sub: plain('Sub'),
  mul: plain('Mul'),
  div: plain('Div'),
  affine(g, [x], output, call) {
    const [p, q] = [get<number>(call, 'p'), get<number>(call, 'q')];
    if (p === 1) g.add('Add', [x, g.float(q)], {}, output);
    else if (q === 0) g.add('Mul', [x, g.float(p)], {}, output);
    else g.add('Add', [g.add('Mul', [x, g.float(p)]), g.float(q)], {}, output);
  },
  pow(g, [x, y], output, call) {
    g.add('Pow', [x, y ?? g.float(get<number>(call, 'exponent'))], {}, output);
  },
  log: plain('Log'),
  exp: plain('Exp'),
  sqrt: plain('Sqrt'),
  rsqrt: (g, [x], output) => void g.add('Reciprocal', [g.add('Sqrt', [x])], {}, output),
  square: (g, [x], output) => void g.add('Mul', [x, x], {}, output),
  abs: plain('Abs'),
  sin: plain('Sin'),
  cos: plain('Cos'),
  tan: plain('Tan'),
  arcsin: plain('Asin'),
  arccos: plain('Acos'),
  arctan: plain('Atan'),
  sinh: plain('Sinh'),
  cosh: plain('Cosh'),
  erf: plain('Erf'),
  maximum: plain('Max'),
  minimum: plain('Min'),
  relu: plain('Relu'),
  sigmoid: plain('Sigmoid'),
  tanh: plain('Tanh'),
  leakyRelu: (g, [x], output, call) =>
    void g.add('LeakyRelu', [x], { alpha: { float: get<number>(call, 'slope') } }, output),
  elu: (g, [x], output, call) => void g.add('Elu', [x], { alpha: { float: get<number>(call, 'alpha') } }, output),
  prelu: plain('PRelu'),
  softplus(g, [x], output, call) {
    const beta = get<number>(call, 'beta');
    if (beta === 1) g.add('Softplus', [x], {}, output);
    else g.add('Div', [g.add('Softplus', [g.add('Mul', [x, g.float(beta)])]), g.float(beta)], {}, output);
  },
  clippedRelu: (g, [x], output, call) =>
    void g.add('Clip', [x, g.float(0), g.float(get<number>(call, 'z'))], {}, output),
  clip: (g, [x], output, call) =>
    void g.add('Clip', [x, g.float(get<number>(call, 'min')), g.float(get<number>(call, 'max'))], {}, output),
  softmax: axisOp('Softmax'),
  logSoftmax: axisOp('LogSoftmax'),
  logsumexp: reduction('ReduceLogSumExp'),
  sum: reduction('ReduceSum'),
  max: reduction('ReduceMax'),
  min: reduction('ReduceMin'),
  sumTo(g, [x], output, call) {
    const [from, to] = [call.inputShapes[0], call.outputShapes[0]];
    const missing = from.length - to.length;
    const axes = from.flatMap((d, i) => (i < missing || (to[i - missing] === 1 && d !== 1) ? [i] : []));
    reshapeTo(g, g.add('ReduceSum', [x, g.ints(axes)], { keepdims: 1 }), to, output);
  },
  matmul(g, [a, b], output, call) {
    const flipped = (name: string, shape: Shape, on: boolean): string => {
      if (!on) return name;
      const perm = shape.map((_, i) => i);
      [perm[perm.length - 1], perm[perm.length - 2]] = [perm[perm.length - 2], perm[perm.length - 1]];
      return g.add('Transpose', [name], { perm });
    };
    const [sa, sb] = call.inputShapes;
    g.add('MatMul', [flipped(a, sa, get(call, 'transA')), flipped(b, sb, get(call, 'transB'))], {}, output);
  },
  reshape: (g, [x], output, call) => void reshapeTo(g, x, call.outputShapes[0], output),
  transpose: (g, [x], output, call) =>
    void g.add('Transpose', [x], { perm: [...get<readonly number[]>(call, 'order')] }, output),
  broadcastTo: (g, [x], output, call) => void g.add('Expand', [x, g.ints(call.outputShapes[0])], {}, output),
  concat: axisOp('Concat'),
  slice(g, [x], output, call) {
    const [axis, start, length] = ['axis', 'start', 'length'].map((name) => get<number>(call, name));
    g.add('Slice', [x, g.ints([start]), g.ints([start + length]), g.ints([axis])], {}, output);
  },
  getItem(g, [x], output, call) {
    const view = get<{ shape: Shape; strides: readonly number[]; offset: number }>(call, 'view');
    const flat = reshapeTo(g, x, [-1]);
    const taken = g.add('Gather', [flat, g.ints(positions(view))], { axis: 0 });
    reshapeTo(g, taken, view.shape, output);
  },
  pad(g, [x], output, call) {
    const margins = get<readonly (readonly [number, number])[]>(call, 'margins');
    const pads = [...margins.map(([before]) => before), ...margins.map(([, after]) => after)];
    g.add('Pad', [x, g.ints(pads), g.float(get<number>(call, 'value'))], { mode: 'constant' }, output);
  },
  take: axisOp('Gather'),
  where(g, [condition, a, b], output) {
    g.add('Where', [g.add('Cast', [condition], { to: 9 }), a, b], {}, output);
  },
  cast: (g, [x], output, call) =>
    void g.add('Cast', [x], { to: get<string>(call, 'dtype') === 'int32' ? 6 : 1 }, output),
  copy: plain('Identity'),
  depth2space: (g, [x], output, call) =>
    void g.add('DepthToSpace', [x], { blocksize: get<number>(call, 'r'), mode: 'DCR' }, output),
  space2depth: (g, [x], output, call) => void g.add('SpaceToDepth', [x], { blocksize: get<number>(call, 'r') }, output),
  resizeImages(g, [x], output, call) {
    const aligned = get<boolean>(call, 'alignCorners');
    g.add(
      'Resize',
      [x, '', '', g.ints(call.outputShapes[0])],
      { mode: 'linear', coordinate_transformation_mode: aligned ? 'align_corners' : 'half_pixel' },
      output,
    );
  },
  convolution2D: convolution,
  deconvolution2D: deconvolution,
  maxPooling2D(g, [x], output, call) {
    const geometry = get<PoolGeometry>(call, 'geometry');
    const [from, to] = [call.inputShapes[0].slice(2), call.outputShapes[0].slice(2)];
    g.add('MaxPool', [x], windowAttributes(geometry.kernel, geometry, from, to), output);
  },
  averagePooling2D(g, [x], output, call) {
    const { kernel, stride, pad } = get<PoolGeometry>(call, 'geometry');
    g.add(
      'AveragePool',
      [x],
      { kernel_shape: [...kernel], strides: [...stride], pads: [...pad, ...pad], count_include_pad: 1 },
      output,
    );
  },
  unpooling2D(g, [x], output, call) {
    const { kernel, stride } = get<PoolGeometry>(call, 'geometry');
    const to = call.outputShapes[0];
    const whole = kernel.every((k, a) => k === stride[a] && to[2 + a] === k * call.inputShapes[0][2 + a]);
    if (!whole) throw new TypeError('windows side by side');
    g.add(
      'Resize',
      [x, '', '', g.ints(to)],
      { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
      output,
    );
  },
  fixedBatchNormalization(g, [x, gamma, beta, mean, variance], output, call) {
    const [from] = call.inputShapes;
    const eps = get<number>(call, 'eps');
    const usual = get<readonly number[]>(call, 'reduced').every((axis, i) => axis === (i === 0 ? 0 : i + 1));
    if (from.length < 2 || !usual) throw new TypeError('channels along axis 1');
    g.add('BatchNormalization', [x, gamma, beta, mean, variance], { epsilon: { float: eps } }, output);
  },
};

/** Mean and deviation over axes, of which layer and group normalisation are made: y = (x − μ)/√(σ² + ε), perhaps scaled. */
export function standardize(g: GraphBuilder, inputs: readonly string[], output: string, call: TracedCall): void {
  const axes = get<readonly number[]>(call, 'axes');
  const kept = reducedShape(call.inputShapes[0], axes, true);
  const [x, gamma, beta] = inputs;
  const mean = g.add('ReduceMean', [x], { axes: [...axes], keepdims: 1 });
  const centred = g.add('Sub', [x, mean]);
  const variance = g.add('ReduceMean', [g.add('Mul', [centred, centred])], { axes: [...axes], keepdims: 1 });
  const deviation = g.add('Sqrt', [g.add('Add', [variance, g.float(get<number>(call, 'eps'))])]);
  const relu = get<boolean>(call, 'relu');
  const end = relu ? undefined : output;
  const normal = g.add('Div', [centred, deviation], {}, gamma ? undefined : end);
  const scaled = gamma && g.add('Mul', [normal, reshapeTo(g, gamma, kept)]);
  const y = scaled ? g.add('Add', [scaled, reshapeTo(g, beta, kept)], {}, end) : normal;
  if (relu) g.add('Relu', [y], {}, output);
}
