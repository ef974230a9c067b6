import { config, usingConfig } from './config.js';
import { checkFinite } from './debug.js';
import { EngineError, TypeCheckError } from './errors.js';
import type { FunctionNode } from './functionNode.js';
import { functionHooks } from './hooks/functionHook.js';
import { closeScope, moveTo, openScope } from './scope.js';
import { formatShape, sameShape } from './shape.js';
import { Tensor } from './tensor.js';
import { Variable, type VariableNode } from './variable.js';

export interface BackwardOptions {
  /** Keep gradients of intermediate variables in `grad`. */
  retainGrad?: boolean;
  /** Keep the activations, so that backward can walk the graph again. Implied by `enableDoubleBackprop`. */
  retainGraph?: boolean;
  /** Record the graph of the gradients themselves. */
  enableDoubleBackprop?: boolean;
  /** Multiplies the seed of a loss. */
  lossScale?: number;
}

/** Gradients under way, and how many places hold each tensor, so that the last one frees it. */
class GradientTable {
  readonly #grads = new Map<VariableNode, Variable>();
  readonly #holders = new Map<Tensor, number>();

  get(node: VariableNode): Variable | null {
    return this.#grads.get(node) ?? null;
  }

  nodes(): IterableIterator<[VariableNode, Variable]> {
    return this.#grads.entries();
  }

  hold(tensor: Tensor): void {
    this.#holders.set(tensor, (this.#holders.get(tensor) ?? 0) + 1);
  }

  letGo(tensor: Tensor): void {
    const left = (this.#holders.get(tensor) ?? 1) - 1;
    this.#holders.set(tensor, left);
    if (left === 0) {
      this.#holders.delete(tensor);
      if (tensor.retainers === 0) tensor.dispose();
    }
  }

  isShared(tensor: Tensor): boolean {
    return (this.#holders.get(tensor) ?? 0) > 1;
  }

  accumulate(node: VariableNode, grad: Variable): void {
    const old = this.#grads.get(node);
    const total = old ? sumOf(old, grad) : grad;
    this.hold(total.data);
    this.#grads.set(node, total);
    if (old) {
      this.letGo(old.data);
      if (!this.#holders.has(grad.data)) grad.data.dispose();
    }
  }

  take(node: VariableNode): Variable | null {
    const grad = this.#grads.get(node) ?? null;
    this.#grads.delete(node);
    return grad;
  }
}

/** Set by the arithmetic functions, which import this module. */
let add: (a: Variable, b: Variable) => Variable;
export const setGradientSum = (sum: typeof add): void => {
  add = sum;
};
const sumOf = (a: Variable, b: Variable): Variable => add(a, b);

/** Functions reachable from the outputs, highest rank first; ties in the order of discovery. */
class FunctionQueue {
  readonly #byRank: FunctionNode[][] = [];
  readonly #seen = new Set<FunctionNode>();

  push(fn: FunctionNode | null): void {
    if (!fn || this.#seen.has(fn)) return;
    this.#seen.add(fn);
    this.#byRank[fn.rank] ??= [];
    this.#byRank[fn.rank].push(fn);
  }

  /** A function's inputs have lower ranks, so what is pushed meanwhile never comes too late. */
  pop(): FunctionNode | null {
    while (this.#byRank.length > 0) {
      const fn = this.#byRank.at(-1)?.shift();
      if (fn) return fn;
      this.#byRank.pop();
    }
    return null;
  }
}

function seed(output: Variable, lossScale: number): Variable {
  if (output.size !== 1)
    throw new EngineError(
      `backward: the root has shape ${formatShape(output.shape)}; set its grad first, or reduce it to one element (F.sum, F.mean)`,
    );
  return new Variable(Tensor.full(output.shape, lossScale, output.dtype, output.data.backend), { requiresGrad: false });
}

/** Runs one function's backward and checks what it returned. */
function callBackward(fn: FunctionNode, wanted: readonly number[], gys: (Variable | null)[]): (Variable | null)[] {
  let grads: (Variable | null)[];
  const hooked = !functionHooks.isEmpty;
  if (hooked) for (const hook of functionHooks) hook.backwardPreprocess?.(fn, gys);
  try {
    grads = fn.backward(wanted, gys);
  } catch (error) {
    if (error instanceof Error && fn.callSite)
      error.message += `\nin backward of ${fn.label}, called ${fn.callSite.replace(/^Error:?\s*/, '')}`;
    throw error;
  }
  if (grads.length !== wanted.length && grads.length === fn.inputs.length) grads = wanted.map((i) => grads[i]);
  if (grads.length !== wanted.length)
    throw new EngineError(`${fn.label}: backward returned ${grads.length} gradients for ${wanted.length} inputs`);
  if (hooked) for (const hook of functionHooks) hook.backwardPostprocess?.(fn, gys, grads);
  for (let i = 0; i < wanted.length; i++) {
    const gx = grads[i];
    if (!gx) continue;
    const { shape, dtype } = fn.inputs[wanted[i]];
    if (gx.dtype !== dtype)
      throw new TypeCheckError(`${fn.label}: backward gave ${gx.dtype} for input ${wanted[i]} of ${dtype}`);
    if (!sameShape(gx.shape, shape))
      throw new TypeCheckError(
        `${fn.label}: backward gave ${formatShape(gx.shape)} for input ${wanted[i]} of shape ${formatShape(shape)}`,
      );
    if (config.debug) checkFinite(gx.data, `gradient of input ${wanted[i]} of ${fn.label}`, fn.callSite);
  }
  return grads;
}

function dataOf(variables: readonly (Variable | null)[]): Tensor[] {
  const tensors: Tensor[] = [];
  for (const v of variables) if (v) tensors.push(v.data);
  return tensors;
}

/** Walks the graph from the roots, functions of higher rank first, and leaves the gradients in a table. */
function walk(
  roots: readonly Variable[],
  seeds: readonly Variable[],
  options: Required<Pick<BackwardOptions, 'enableDoubleBackprop' | 'retainGrad' | 'retainGraph'>>,
  wants: (node: VariableNode) => boolean,
): GradientTable {
  const table = new GradientTable();
  const queue = new FunctionQueue();
  const keepGraph = options.retainGraph || options.enableDoubleBackprop;
  const rootNodes = new Set(roots.map((y) => y.node));
  for (let i = 0; i < roots.length; i++) {
    table.hold(seeds[i].data); // the caller's
    table.accumulate(roots[i].node, seeds[i]);
    queue.push(roots[i].creator);
  }
  for (let fn = queue.pop(); fn; fn = queue.pop()) {
    const { outputs, inputs } = fn;
    const gys = outputs.map((node) => (options.retainGrad || !node.creator ? table.get(node) : table.take(node)));
    const wanted: number[] = [];
    for (let i = 0; i < inputs.length; i++) if (wants(inputs[i])) wanted.push(i);
    if (wanted.length > 0 && gys.some((gy) => gy !== null)) {
      const scope = openScope();
      let grads: (Variable | null)[] = [];
      try {
        grads = callBackward(fn, wanted, gys);
      } finally {
        closeScope(scope, dataOf(grads), options.enableDoubleBackprop);
      }
      for (const gx of grads) if (gx) table.hold(gx.data);
      for (let k = 0; k < wanted.length; k++) {
        const gx = grads[k];
        if (gx) table.accumulate(inputs[wanted[k]], gx);
      }
      for (const gx of grads) if (gx) table.letGo(gx.data);
      for (const i of wanted) queue.push(inputs[i].creator);
    }
    if (!options.retainGrad && !options.enableDoubleBackprop) for (const gy of gys) if (gy) table.letGo(gy.data);
    if (!keepGraph) fn.release(rootNodes);
  }
  return table;
}

/**
 * Back-propagates from the outputs and adds the gradients to `grad` of every leaf that requires one. An output of one
 * element is seeded with 1; others need their `grad` set. What functions retained is freed on the way.
 */
export function backprop(outputs: readonly Variable[], options: BackwardOptions = {}): void {
  const { retainGrad = false, retainGraph = false, enableDoubleBackprop = false, lossScale = 1 } = options;
  const given = outputs.map((y) => y.gradVar);
  const seeds = outputs.map((y, i) => given[i] ?? seed(y, lossScale));
  usingConfig({ enableBackprop: enableDoubleBackprop }, () => {
    const table = walk(outputs, seeds, { retainGrad, retainGraph, enableDoubleBackprop }, (node) => node.requiresGrad);
    for (const [node, grad] of table.nodes()) {
      if (node.creator)
        node.grad = grad; // left in the table only with retainGrad
      else if (node.requiresGrad) settleLeaf(node, grad, table, enableDoubleBackprop);
    }
  });
  for (let i = 0; i < outputs.length; i++) {
    if (retainGrad || !outputs[i].creator) continue;
    outputs[i].gradVar = null;
    if (!given[i] && !enableDoubleBackprop) seeds[i].data.dispose();
  }
}

/** Stores a leaf's gradient: added to the one it had, never sharing memory with another's, as long-lived as the leaf. */
function settleLeaf(node: VariableNode, grad: Variable, table: GradientTable, withGraph: boolean): void {
  const old = node.grad;
  let total = old && old !== grad ? sumOf(old, grad) : grad;
  if (total === grad && table.isShared(grad.data) && !withGraph)
    total = new Variable(grad.data.copy(), { requiresGrad: false });
  node.grad = total;
  if (!withGraph) {
    if (old && old !== total) old.data.dispose();
    moveTo(total.data, node.leafData?.owner ?? null);
  }
  if (total !== grad) table.letGo(grad.data);
}

export interface GradOptions {
  /** Gradients of the outputs; ones where missing. */
  gradOutputs?: readonly (Variable | null)[] | null;
  /** Added to the gradients of the inputs; null: nothing. */
  gradInputs?: readonly (Variable | null)[] | null;
  /** Also sets `grad` of the inputs; what they had is replaced. */
  setGrad?: boolean;
  /** Multiplies the ones that stand for missing gradients of outputs. */
  lossScale?: number;
  retainGraph?: boolean;
  enableDoubleBackprop?: boolean;
}

/** Gradients of the outputs in the inputs, without touching anybody's `grad` unless told; null where no path leads. */
export function grad(
  outputs: readonly Variable[],
  inputs: readonly Variable[],
  options: GradOptions = {},
): (Variable | null)[] {
  const { gradOutputs = null, gradInputs = null, setGrad = false, lossScale = 1 } = options;
  const { enableDoubleBackprop = false, retainGraph = enableDoubleBackprop } = options;
  const seeds = outputs.map(
    (y, i) =>
      gradOutputs?.[i] ??
      new Variable(Tensor.full(y.shape, lossScale, y.dtype, y.data.backend), { requiresGrad: false }),
  );
  const targets = new Set(inputs.map((x) => x.node));
  const onPath = new Map<VariableNode, boolean>();
  const leadsToTarget = (node: VariableNode): boolean => {
    const known = onPath.get(node);
    if (known !== undefined) return known;
    // Depth first without recursion: graphs are thousands of functions deep.
    const stack: VariableNode[] = [node];
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      const parents = top.creator?.inputs ?? [];
      const unknown = parents.filter((p) => !onPath.has(p));
      if (unknown.length > 0 && !onPath.has(top)) {
        stack.push(...unknown);
        continue;
      }
      onPath.set(top, targets.has(top) || parents.some((p) => onPath.get(p) === true));
      stack.pop();
    }
    return onPath.get(node) === true;
  };
  return usingConfig({ enableBackprop: enableDoubleBackprop }, () => {
    const table = walk(outputs, seeds, { retainGrad: true, retainGraph, enableDoubleBackprop }, leadsToTarget);
    const reached = inputs.map((x) => table.get(x.node));
    const found = reached.map((g, i) => {
      const given = gradInputs?.[i] ?? null;
      return g && given ? sumOf(g, given) : (g ?? given);
    });
    if (setGrad)
      for (const [i, x] of inputs.entries()) {
        if (x.gradVar !== found[i]) x.cleargrad();
        x.gradVar = found[i];
        const g = found[i];
        if (g && !enableDoubleBackprop) moveTo(g.data, x.node.leafData?.owner ?? null);
      }
    if (!enableDoubleBackprop) {
      const wanted = new Set(found.map((g) => g?.data));
      for (const [, g] of table.nodes())
        if (!wanted.has(g.data) && !seeds.some((s) => s.data === g.data)) g.data.dispose();
    }
    return found;
  });
}
