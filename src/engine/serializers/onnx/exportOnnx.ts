import { inference } from '../../core/config.js';
import { EngineError } from '../../core/errors.js';
import type { FunctionNode } from '../../core/functionNode.js';
import { type FunctionHook, usingFunctionHooks } from '../../core/hooks/functionHook.js';
import { runScope } from '../../core/scope.js';
import type { Tensor } from '../../core/tensor.js';
import { Variable } from '../../core/variable.js';
import { type OnnxConstant, type OnnxNode, type OnnxValue, writeOnnx } from './model.js';
import { type GraphBuilder, OPERATORS, standardize, type TracedCall } from './operators.js';

interface Traced extends TracedCall {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/** What ran for some inputs. */
interface Trace {
  readonly calls: readonly Traced[];
  readonly outputs: readonly Tensor[];
  /** Elements of arrays that neither are inputs nor were made by a function, in order of first use. */
  readonly constants: ReadonlyMap<Tensor, Promise<Float32Array | Int32Array>>;
}

class Tracer implements FunctionHook {
  readonly name = 'exportOnnx';
  readonly calls: Traced[] = [];
  readonly constants = new Map<Tensor, Promise<Float32Array | Int32Array>>();
  readonly #made: Set<Tensor>;

  constructor(inputs: readonly Tensor[]) {
    this.#made = new Set(inputs);
  }

  forwardPostprocess(fn: FunctionNode, inputs: readonly Tensor[], outputs: readonly Tensor[]): void {
    for (const x of inputs) if (!this.#made.has(x) && !this.constants.has(x)) this.constants.set(x, x.toArray());
    for (const y of outputs) this.#made.add(y);
    this.calls.push({
      label: fn.label,
      attributes: fn.attributes(),
      inputs,
      outputs,
      inputShapes: inputs.map((x) => x.shape),
      outputShapes: outputs.map((y) => y.shape),
    });
  }
}

type Model = (...xs: Variable[]) => Variable | readonly Variable[];

function trace(model: Model, inputs: readonly Tensor[]): Trace {
  const tracer = new Tracer(inputs);
  const outputs = runScope(
    () =>
      inference(() =>
        usingFunctionHooks([tracer], () => {
          const result = model(...inputs.map((x) => new Variable(x, { requiresGrad: false })));
          return (result instanceof Variable ? [result] : result).map((y) => y.data);
        }),
      ),
    () => ({ tensors: [], hasGraph: false }),
  );
  return { calls: tracer.calls, outputs, constants: tracer.constants };
}

/** Constants must not depend on the inputs: what was computed outside the graph would be frozen. */
async function expectConstant(first: Trace, second: Trace): Promise<void> {
  const [a, b] = [first, second].map((t) => [...t.constants.values()]);
  const same =
    a.length === b.length &&
    first.calls.length === second.calls.length &&
    (await Promise.all(a.map(async (values, i) => (await values).every(equals(await b[i]))))).every(Boolean);
  if (!same)
    throw new EngineError(
      'exportOnnx: the model computes something outside its functions that changes with the inputs (a comparison, a decision); such a graph holds for one input only',
    );
}

const equals =
  (others: ArrayLike<number>) =>
  (value: number, i: number): boolean =>
    Object.is(value, others[i]);

export interface ExportOnnxOptions {
  inputNames?: readonly string[];
  outputNames?: readonly string[];
}

/**
 * A model, as in use, as the bytes of an `.onnx` file (opset 13). It is run on examples of its inputs, whose shapes the file then
 * has, and what runs is written down.
 *
 * @param model  a function of variables, e.g. `(x) => net.forward(x)`
 * @param inputs examples, one tensor for each argument
 * @throws EngineError where a function has no counterpart, or the model decides by the values of its inputs
 */
export async function exportOnnx(
  model: Model,
  inputs: readonly Tensor[],
  { inputNames = inputs.map((_, i) => `input${i}`), outputNames = [] }: ExportOnnxOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const run = trace(model, inputs);
  const others = inputs.map((x) => (x.dtype === 'float32' ? x.unary('affine', 0.5, 0.25) : x.copy()));
  const check = trace(model, others);
  for (const x of others) x.dispose();
  await expectConstant(run, check);

  const names = new Map<Tensor, string>(inputs.map((x, i) => [x, inputNames[i]]));
  const constants: OnnxConstant[] = [];
  const nodes: OnnxNode[] = [];
  for (const [tensor, values] of run.constants) {
    const name = `c${constants.length}`;
    names.set(tensor, name);
    constants.push({ name, shape: tensor.shape, data: await values });
  }
  let made = 0;
  const fresh = (): string => `t${made++}`;
  const builder: GraphBuilder = {
    add(op, nodeInputs, attributes = {}, output = fresh()) {
      nodes.push({ op, inputs: nodeInputs, outputs: [output], attributes });
      return output;
    },
    ints(values) {
      const name = `c${constants.length}`;
      constants.push({ name, shape: [values.length], data: BigInt64Array.from(values, BigInt) });
      return name;
    },
    float(value) {
      const name = `c${constants.length}`;
      constants.push({ name, shape: [], data: Float32Array.of(value) });
      return name;
    },
  };
  for (const call of run.calls) {
    const output = fresh();
    names.set(call.outputs[0], output);
    translate(
      builder,
      call,
      call.inputs.map((x) => names.get(x) ?? missing(call)),
      output,
    );
  }
  const results = run.outputs.map((y, i): OnnxValue => {
    const name = outputNames[i] ?? `output${i}`;
    const source = names.get(y);
    if (source === undefined) throw new EngineError('exportOnnx: the model returns something that no function made');
    builder.add('Identity', [source], {}, name);
    return { name, type: onnxType(y), shape: y.shape };
  });
  const given = inputs.map((x, i): OnnxValue => ({ name: inputNames[i], type: onnxType(x), shape: x.shape }));
  return writeOnnx({ nodes, constants, inputs: given, outputs: results }, 'irodori');
}

function onnxType({ dtype }: Tensor): 'float32' | 'int32' {
  if (dtype === 'float16')
    throw new EngineError('exportOnnx: models in half precision are not written; load it as float32');
  return dtype;
}

function missing(call: TracedCall): never {
  throw new EngineError(
    `exportOnnx: ${call.label} takes a second result of a function, which the exporter does not know`,
  );
}

function translate(builder: GraphBuilder, call: Traced, inputs: readonly string[], output: string): void {
  const { label, attributes } = call;
  const operator = OPERATORS[label] ?? ('eps' in attributes && 'axes' in attributes ? standardize : undefined);
  if (!operator) throw new EngineError(`exportOnnx: the function ${label} has no counterpart in ONNX here`);
  try {
    operator(builder, inputs, output, call);
  } catch (error) {
    if (error instanceof TypeError)
      throw new EngineError(`exportOnnx: ${label} can only be exported with ${error.message}`);
    throw error;
  }
}
