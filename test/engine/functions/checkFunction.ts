import { expect } from 'vitest';
import {
  type Backend,
  type DeviceArray,
  type DType,
  type Shape,
  sizeOf,
} from '../../../src/engine/backends/backend.js';
import { grad } from '../../../src/engine/core/backward.js';
import { setBackend } from '../../../src/engine/core/context.js';
import { seed } from '../../../src/engine/core/random.js';
import { scope } from '../../../src/engine/core/scoped.js';
import { broadcastShapes } from '../../../src/engine/core/shape.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import { Variable } from '../../../src/engine/core/variable.js';
import { float16ToNumber, numberToFloat16 } from '../../../src/engine/serializers/float16.js';
import type { TestedBackend } from '../backends.js';
import { createReferenceBackend, type ReferenceBackend } from '../reference/backend.js';
import { expectClose, type Tolerance } from '../reference/expectClose.js';
import { type HostArray, uniform } from '../reference/hostArray.js';

export interface FunctionCheck {
  /** float32 inputs are differentiated, int32 ones are not. */
  inputs: HostArray[];
  /** Inputs that are float32 and yet constants, by index. */
  constants?: number[];
  actual: (...xs: Variable[]) => Variable | Variable[];
  /** The value: an array, several, or a function of the inputs' elements (broadcast). None: only gradients and backends are compared. */
  expected?: HostArray | HostArray[] | ((elements: number[]) => number);
  /** How often it can be differentiated; 2 unless said. */
  order?: 0 | 1 | 2;
  /** float32 on the backend against the reference: value, and gradients. */
  forward?: Tolerance;
  backward?: Tolerance;
}

type Doubles = readonly number[] | Float64Array;

/** A point at which a function and its derivatives are taken: inputs, and the gradients that flow back. */
interface Point {
  readonly inputs: readonly Doubles[];
  readonly outputGrads: readonly Doubles[];
  readonly inputGradGrads: readonly Doubles[];
}

interface Result {
  readonly shapes: Shape[];
  readonly outputs: number[][];
  /** of the differentiated inputs; zeros where no path leads. */
  readonly gradients: number[][];
  /** of Σ ⟨gradient, its own incoming gradient⟩ in the differentiated inputs, then in the output gradients. */
  readonly secondGradients: number[][];
}

const reference = createReferenceBackend();

const isReference = (backend: Backend): backend is ReferenceBackend => backend.name === 'reference';

async function readAll(backend: Backend, variables: readonly Variable[]): Promise<number[][]> {
  return Promise.all(
    variables.map(async ({ data }) => {
      const values = isReference(backend) ? backend.readExactly(data.array) : Array.from(await data.toArray());
      data.dispose();
      return values;
    }),
  );
}

function upload(backend: Backend, shape: Shape, values: Doubles, dtype: DType): Tensor {
  if (dtype === 'float16') {
    const wide = upload(backend, shape, values, 'float32');
    const half = wide.cast('float16');
    wide.dispose();
    return half;
  }
  const array: DeviceArray = isReference(backend)
    ? backend.upload(dtype === 'int32' ? Int32Array.from(values) : Float64Array.from(values), shape)
    : backend.upload(dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values), shape);
  return new Tensor(backend, array);
}

/** Value and gradients up to an order, with everything else that was made freed. */
async function evaluate(
  backend: Backend,
  check: FunctionCheck,
  point: Point,
  order: 0 | 1 | 2,
  float: 'float32' | 'float16' = 'float32',
): Promise<Result> {
  setBackend(backend);
  seed(3); // random functions draw the same numbers at every evaluation
  const before = backend.memory().arrays;
  const { outputs, gradients, secondGradients, inputs } = scope(() => {
    const xs = check.inputs.map(({ shape, data }, i) => {
      const dtype = data instanceof Int32Array ? 'int32' : float;
      return new Variable(upload(backend, shape, point.inputs[i], dtype), { requiresGrad: isDifferentiated(check, i) });
    });
    const result = check.actual(...xs);
    const ys = Array.isArray(result) ? result : [result];
    const none: Variable[] = [];
    const found = { outputs: ys, gradients: none, secondGradients: none, inputs: xs };
    const zeros = (like: Variable) => new Variable(Tensor.zeros(like.shape, float, backend), { requiresGrad: false });
    if (order > 0) {
      const wanted = xs.filter((_, i) => isDifferentiated(check, i));
      const gys = ys.map(
        (y, i) =>
          new Variable(upload(backend, y.shape, point.outputGrads[i], y.dtype === 'float16' ? 'float16' : 'float32')),
      );
      const gxs = grad(ys, wanted, { gradOutputs: gys, enableDoubleBackprop: order > 1 });
      found.gradients = gxs.map((gx, i) => gx ?? zeros(wanted[i]));
      if (order > 1) {
        const ggxs = gxs.map(
          (_, i) => new Variable(upload(backend, wanted[i].shape, point.inputGradGrads[i], 'float32')),
        );
        const leaves = [...wanted, ...gys];
        const reached = gxs.flatMap((gx, i) => (gx ? [i] : []));
        const second = grad(
          reached.map((i) => gxs[i] as Variable),
          leaves,
          { gradOutputs: reached.map((i) => ggxs[i]), retainGraph: true },
        );
        found.secondGradients = second.map((g, i) => g ?? zeros(leaves[i]));
      }
    }
    // Copies, since one array may serve as several gradients and each is read and freed by itself.
    const own = (v: Variable): Variable => new Variable(v.data.copy(), { requiresGrad: false });
    return {
      outputs: found.outputs.map(own),
      gradients: found.gradients.map(own),
      secondGradients: found.secondGradients.map(own),
      inputs: found.inputs.map(own),
    };
  });
  const shapes = outputs.map((y) => y.shape);
  const unchanged = await readAll(backend, inputs);
  const read = {
    shapes,
    outputs: await readAll(backend, outputs),
    gradients: await readAll(backend, gradients),
    secondGradients: await readAll(backend, secondGradients),
  };
  for (const [i, values] of unchanged.entries())
    expectClose(`input ${i} afterwards`, values, point.inputs[i], { atol: 0, rtol: 0 });
  expect(backend.memory().arrays, `arrays left over on ${backend.name}`).toBe(before);
  return read;
}

const isDifferentiated = ({ inputs, constants = [] }: FunctionCheck, i: number): boolean =>
  !(inputs[i].data instanceof Int32Array) && !constants.includes(i);

const dot = (a: readonly Doubles[], b: readonly Doubles[]): number =>
  a.reduce((sum, x, i) => sum + Array.from(x).reduce((s, v, k) => s + v * b[i][k], 0), 0);

const random = (length: number): number[] => Array.from(uniform([length]).data);

/** a + step·direction. */
const moved = (a: readonly Doubles[], direction: readonly Doubles[], step: number): Doubles[] =>
  a.map((x, i) => Array.from(x, (v, k) => v + step * direction[i][k]));

const STEP = 1e-4;

/** Compares gradients with a central difference along one random direction, in double precision. */
async function checkNumerically(check: FunctionCheck, point: Point, order: 1 | 2): Promise<void> {
  const differentiated = check.inputs.flatMap((_, i) => (isDifferentiated(check, i) ? [i] : []));
  const analytic = await evaluate(reference, check, point, order);
  const inputDirection = point.inputs.map((x, i) =>
    isDifferentiated(check, i) ? random(x.length) : new Float64Array(x.length),
  );
  const gradDirection = point.outputGrads.map((g) => random(g.length));

  /** The scalar whose derivative is compared, at a step along the direction. */
  async function scalarAt(step: number): Promise<number> {
    const there = { ...point, inputs: moved(point.inputs, inputDirection, step) };
    if (order === 1) return dot((await evaluate(reference, check, there, 0)).outputs, point.outputGrads);
    const outputGrads = moved(point.outputGrads, gradDirection, step);
    return dot((await evaluate(reference, check, { ...there, outputGrads }, 1)).gradients, point.inputGradGrads);
  }
  const directions = differentiated.map((i) => inputDirection[i]);
  const predicted =
    order === 1
      ? dot(analytic.gradients, directions)
      : dot(analytic.secondGradients, [...directions, ...gradDirection]);
  const measured = ((await scalarAt(STEP)) - (await scalarAt(-STEP))) / (2 * STEP);
  const tolerance = order === 1 ? { atol: 1e-6, rtol: 1e-5 } : { atol: 1e-5, rtol: 1e-4 };
  expectClose(`${order === 1 ? 'gradient' : 'second gradient'} along a direction`, [predicted], [measured], tolerance);
}

/** What an element-wise description gives for the inputs. */
function elementwise(inputs: readonly HostArray[], f: (elements: number[]) => number): HostArray {
  const shape = broadcastShapes('expected', ...inputs.map((x) => x.shape));
  const data = Float64Array.from({ length: sizeOf(shape) }, (_, flat) => {
    const elements = inputs.map((x) => {
      let rest = flat;
      let at = 0;
      let stride = 1;
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        const index = rest % shape[axis];
        rest = Math.floor(rest / shape[axis]);
        const d = x.shape[axis - shape.length + x.shape.length];
        if (d === undefined) continue;
        if (d !== 1) at += index * stride;
        stride *= d;
      }
      return x.data[at];
    });
    return f(elements);
  });
  return { shape, data: data as unknown as Float32Array };
}

/**
 * Checks a function: its value against `expected`, its gradient and second gradient against finite differences (both in
 * double precision on the reference backend), then everything on a backend against the reference. Inputs must stay as they
 * were and nothing may leak.
 */
export async function checkFunction(backend: TestedBackend, check: FunctionCheck): Promise<void> {
  const { order = 2, expected } = check;
  const inputs = check.inputs.map(({ data }) => Float64Array.from(data));
  const plain: Point = { inputs, outputGrads: [], inputGradGrads: [] };
  const { shapes, outputs } = await evaluate(reference, check, plain, 0);

  if (expected) {
    const wanted =
      typeof expected === 'function'
        ? [elementwise(check.inputs, expected)]
        : Array.isArray(expected)
          ? expected
          : [expected];
    expect(shapes, 'shapes').toEqual(wanted.map((w) => w.shape));
    for (const [i, w] of wanted.entries()) expectClose(`output ${i}`, outputs[i], w.data, { atol: 1e-6, rtol: 1e-6 });
  }

  const point: Point = {
    inputs,
    outputGrads: shapes.map((shape) => random(sizeOf(shape))),
    inputGradGrads: inputs.filter((_, i) => isDifferentiated(check, i)).map((x) => random(x.length)),
  };
  if (order >= 1) await checkNumerically(check, point, 1);
  if (order >= 2) await checkNumerically(check, point, 2);

  const device = await backend.create();
  const exact = await evaluate(reference, check, point, order);
  const got = await evaluate(device, check, point, order);
  const { forward = { atol: 1e-5, rtol: 1e-5 }, backward = { atol: 1e-4, rtol: 1e-4 } } = check;
  expect(got.shapes, `shapes on ${backend.name}`).toEqual(exact.shapes);
  const compare = (what: string, a: number[][], b: number[][], tolerance: Tolerance): void => {
    for (const [i, values] of a.entries()) expectClose(`${what} ${i} on ${backend.name}`, values, b[i], tolerance);
  };
  compare('output', got.outputs, exact.outputs, forward);
  compare('gradient', got.gradients, exact.gradients, backward);
  compare('second gradient', got.secondGradients, exact.secondGradients, backward);
  if (backend.name === 'cpu') await checkHalf(device, check, point);
}

/** Half precision keeps 11 bits; what an operation rounds, the next may magnify. */
const HALF_VALUE: Tolerance = { atol: 1e-2, rtol: 2e-2 };
const HALF_GRADIENT: Tolerance = { atol: 3e-2, rtol: 5e-2 };

/** The function on arrays in half precision, against the reference on the same rounded numbers: value and gradient. */
async function checkHalf(device: Backend, check: FunctionCheck, point: Point): Promise<void> {
  const round = (values: Doubles): Doubles => Float64Array.from(values, (v) => float16ToNumber(numberToFloat16(v)));
  const rounded: Point = {
    inputs: point.inputs.map((x, i) => (check.inputs[i].data instanceof Int32Array ? x : round(x))),
    outputGrads: point.outputGrads.map(round),
    inputGradGrads: point.inputGradGrads,
  };
  const order = check.order === 0 ? 0 : 1;
  const exact = await evaluate(reference, check, rounded, order);
  const got = await evaluate(device, check, rounded, order, 'float16');
  for (const [i, values] of got.outputs.entries())
    expectClose(`output ${i} in half precision`, values, exact.outputs[i], HALF_VALUE);
  for (const [i, values] of got.gradients.entries())
    expectClose(`gradient ${i} in half precision`, values, exact.gradients[i], HALF_GRADIENT);
}
