import { config } from './config.js';
import { checkFinite } from './debug.js';
import { EngineError } from './errors.js';
import { functionHooks } from './hooks/functionHook.js';
import { runScope } from './scope.js';
import type { Tensor } from './tensor.js';
import { Variable, type VariableNode } from './variable.js';

/**
 * One application of a differentiable function. `forward` computes on tensors and says what to retain; `backward` is
 * written with differentiable functions of variables, so it can be differentiated again.
 */
export abstract class FunctionNode {
  rank = 0;
  inputs: readonly VariableNode[] = [];
  outputs: readonly VariableNode[] = [];
  /** Where the user called the function; in debug mode only. */
  callSite: string | null = null;
  #retainedInputs: readonly number[] = [];
  #retainedOutputs: readonly number[] = [];
  #released = false;

  constructor(readonly label: string) {}

  /** Computes the outputs. Temporaries made here are freed at its end. */
  abstract forward(inputs: Tensor[]): Tensor[];

  /**
   * The gradients of the inputs `wanted` (indexes), in that order or one per input; null means zero. A gradient of an
   * output that nothing used is null.
   */
  abstract backward(wanted: readonly number[], gradOutputs: (Variable | null)[]): (Variable | null)[];

  /** Called in forward: these inputs are needed by backward. */
  protected retainInputs(...indexes: number[]): void {
    this.#retainedInputs = indexes;
  }

  /** Called in forward: these outputs are needed by backward. */
  protected retainOutputs(...indexes: number[]): void {
    this.#retainedOutputs = indexes;
  }

  protected getRetainedInputs(): Variable[] {
    return this.#retainedInputs.map((i) => this.#retained(this.inputs[i]));
  }

  protected getRetainedOutputs(): Variable[] {
    return this.#retainedOutputs.map((i) => this.#retained(this.outputs[i]));
  }

  #retained(node: VariableNode): Variable {
    if (!node.data || this.#released)
      throw new EngineError(
        `${this.label}: backward through a graph that an earlier backward() consumed; pass { retainGraph: true } to that one`,
      );
    return new Variable(node.data, { node });
  }

  /** What the function was made with besides its inputs: geometry, axes, constants. */
  attributes(): Record<string, unknown> {
    const { rank: _rank, inputs: _inputs, outputs: _outputs, callSite: _site, label: _label, ...own } = this;
    return own;
  }

  /** Whether a backward that went through it has let go of what it retained. */
  get isReleased(): boolean {
    return this.#released;
  }

  /** Nodes whose data this function retains. */
  retainedNodes(): VariableNode[] {
    return [...this.#retainedInputs.map((i) => this.inputs[i]), ...this.#retainedOutputs.map((i) => this.outputs[i])];
  }

  /** Computes the outputs and records the graph, if that is on and an input requires a gradient. */
  apply(inputs: readonly Variable[]): Variable[] {
    const tensors = inputs.map((v) => v.data);
    for (const hook of functionHooks) hook.forwardPreprocess?.(this, tensors);
    const results = runScope(
      () => this.forward(tensors),
      (outs) => ({ tensors: outs, hasGraph: false }),
    );
    for (const hook of functionHooks) hook.forwardPostprocess?.(this, tensors, results);
    if (config.debug) {
      this.callSite = new Error().stack ?? null;
      for (const out of results) checkFinite(out, `output of ${this.label}`, this.callSite);
    }
    const requiresGrad = inputs.some((v) => v.requiresGrad);
    const outputs = results.map((tensor) => new Variable(tensor, { requiresGrad }));
    if (!config.enableBackprop || !requiresGrad) return outputs;

    this.inputs = inputs.map((v) => v.node);
    this.rank = Math.max(...this.inputs.map((n) => n.rank));
    this.outputs = outputs.map((v) => v.node);
    for (const node of this.outputs) {
      node.creator = this;
      node.leafData = null;
      node.rank = this.rank + 1;
    }
    for (const i of this.#retainedInputs) this.#retain(this.inputs[i], tensors[i]);
    for (const i of this.#retainedOutputs) this.#retain(this.outputs[i], results[i]);
    return outputs;
  }

  #retain(node: VariableNode, tensor: Tensor): void {
    node.data = tensor;
    tensor.retainers++;
  }

  /** Lets go of what was retained; frees activations that no other function retains, but for those of `roots`. */
  release(roots: ReadonlySet<VariableNode>): void {
    if (this.#released) return;
    for (const node of this.retainedNodes()) {
      const tensor = node.data;
      if (!tensor) continue;
      tensor.retainers--;
      if (tensor.retainers > 0) continue;
      node.data = null;
      // A scalar is often a loss that somebody still reports.
      if (node.creator && tensor.size > 1 && !roots.has(node)) tensor.dispose();
    }
    this.#released = true;
  }
}
