import { config } from './config.js';
import { checkFinite, stackHere } from './debug.js';
import { EngineError, TypeCheckError } from './errors.js';
import { functionHooks } from './hooks/functionHook.js';
import { noteResults } from './leaks.js';
import { closeScope, openScope } from './scope.js';
import { formatShape } from './shape.js';
import type { Tensor } from './tensor.js';
import { Variable, type VariableNode } from './variable.js';

const NONE: readonly never[] = [];

const isHalf = (tensor: Tensor): boolean => tensor.dtype === 'float16';

/**
 * What the graph knows of a function. An object of its own: subclasses differ in shape, and V8 fills in fields of objects of
 * many shapes several times more slowly.
 */
class Vertex {
  rank = 0;
  inputs: readonly VariableNode[] = NONE;
  outputs: readonly VariableNode[] = NONE;
  callSite: string | null = null;
  retainedInputs: readonly number[] = NONE;
  retainedOutputs: readonly number[] = NONE;
  released = false;

  constructor(readonly label: string) {}
}

/**
 * One application of a differentiable function. `forward` computes on tensors and says what to retain; `backward` is
 * written with differentiable functions of variables, so it can be differentiated again.
 */
export abstract class FunctionNode {
  declare private readonly vertex: Vertex;

  constructor(label: string) {
    this.vertex = new Vertex(label);
  }

  /** What messages and pictures of the graph call it. */
  get label(): string {
    return this.vertex.label;
  }

  /** Highest rank of its inputs. */
  get rank(): number {
    return this.vertex.rank;
  }

  get inputs(): readonly VariableNode[] {
    return this.vertex.inputs;
  }

  get outputs(): readonly VariableNode[] {
    return this.vertex.outputs;
  }

  /** Where the user called the function; in debug mode only. */
  get callSite(): string | null {
    return this.vertex.callSite;
  }

  /**
   * Whether `forward` takes half precision as it is. Else it gets float32 in its place, and its results are stored in half
   * precision again: so every function may be used in either.
   */
  protected get takesHalf(): boolean {
    return false;
  }

  /** Computes the outputs. Temporaries made here are freed at its end. */
  abstract forward(inputs: Tensor[]): Tensor[];

  /**
   * The gradients of the inputs `wanted` (indexes), in that order or one per input; null means zero. A gradient of an
   * output that nothing used is null.
   */
  abstract backward(wanted: readonly number[], gradOutputs: (Variable | null)[]): (Variable | null)[];

  /** Called in forward: these inputs are needed by backward. */
  protected retainInputs(...indexes: number[]): void {
    this.vertex.retainedInputs = indexes;
  }

  /** Called in forward: these outputs are needed by backward. */
  protected retainOutputs(...indexes: number[]): void {
    this.vertex.retainedOutputs = indexes;
  }

  protected getRetainedInputs(): Variable[] {
    return this.vertex.retainedInputs.map((i) => this.#retained(this.inputs[i]));
  }

  protected getRetainedOutputs(): Variable[] {
    return this.vertex.retainedOutputs.map((i) => this.#retained(this.outputs[i]));
  }

  #retained(node: VariableNode): Variable {
    if (!node.data || this.vertex.released)
      throw new EngineError(
        `${this.label}: backward through a graph that an earlier backward() consumed; pass { retainGraph: true } to that one`,
      );
    return new Variable(node.data, { node });
  }

  /** What the function was made with besides its inputs: geometry, axes, constants. */
  attributes(): Record<string, unknown> {
    const { vertex: _vertex, ...own } = this;
    return own;
  }

  /** Whether a backward that went through it has let go of what it retained. */
  get isReleased(): boolean {
    return this.vertex.released;
  }

  /** Nodes whose data this function retains. */
  retainedNodes(): VariableNode[] {
    const { inputs, outputs, retainedInputs, retainedOutputs } = this.vertex;
    return [...retainedInputs.map((i) => inputs[i]), ...retainedOutputs.map((i) => outputs[i])];
  }

  /** Computes the outputs and records the graph, if that is on and an input requires a gradient. */
  apply(inputs: readonly Variable[]): Variable[] {
    const { vertex } = this;
    const tensors = inputs.map((v) => v.data);
    const hooked = !functionHooks.isEmpty;
    if (hooked) for (const hook of functionHooks) hook.forwardPreprocess?.(this, tensors);
    const scope = openScope();
    let results: Tensor[] = [];
    try {
      results = tensors.some(isHalf) && !this.takesHalf ? this.#forwardHalf(inputs, tensors) : this.forward(tensors);
    } finally {
      closeScope(scope, results);
    }
    noteResults(results, this.label);
    if (hooked) for (const hook of functionHooks) hook.forwardPostprocess?.(this, tensors, results);
    if (config.debug) {
      vertex.callSite = stackHere();
      for (const out of results) checkFinite(out, `output of ${this.label}`, vertex.callSite);
    }
    const requiresGrad = inputs.some((v) => v.requiresGrad);
    const outputs = results.map((tensor) => new Variable(tensor, { requiresGrad }));
    if (!config.enableBackprop || !requiresGrad) return outputs;

    vertex.inputs = inputs.map((v) => v.node);
    for (const { rank } of vertex.inputs) if (rank > vertex.rank) vertex.rank = rank;
    vertex.outputs = outputs.map((v) => v.node);
    for (const node of vertex.outputs) {
      node.creator = this;
      node.leafData = null;
      node.rank = vertex.rank + 1;
    }
    for (const i of vertex.retainedInputs) this.#retain(vertex.inputs[i], tensors[i]);
    for (const i of vertex.retainedOutputs) this.#retain(vertex.outputs[i], results[i]);
    return outputs;
  }

  #forwardHalf(inputs: readonly Variable[], tensors: readonly Tensor[]): Tensor[] {
    if (inputs.some(({ dtype, requiresGrad }) => dtype === 'float32' && requiresGrad))
      throw new TypeCheckError(
        `${this.label}: float16 and float32 mix only with constants, but the inputs are ${tensors.map((t) => `${t.dtype} ${formatShape(t.shape)}`).join(', ')}; cast one`,
      );
    const wide = tensors.map((t) => (isHalf(t) ? t.cast('float32') : t));
    return this.forward(wide).map((y) => (y.dtype === 'float32' ? y.cast('float16') : y));
  }

  #retain(node: VariableNode, tensor: Tensor): void {
    node.data = tensor;
    tensor.retainers++;
  }

  /** Lets go of what was retained; frees activations that no other function retains, but for those of `roots`. */
  release(roots: ReadonlySet<VariableNode>): void {
    if (this.vertex.released) return;
    for (const node of this.retainedNodes()) {
      const tensor = node.data;
      if (!tensor) continue;
      tensor.retainers--;
      if (tensor.retainers > 0) continue;
      node.data = null;
      // A scalar is often a loss that somebody still reports.
      if (tensor.heldByGraph || (node.creator && tensor.size > 1 && !roots.has(node))) tensor.dispose();
    }
    this.vertex.released = true;
  }
}
