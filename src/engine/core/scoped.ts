import { type Escapes, runScope } from './scope.js';
import { Tensor } from './tensor.js';
import { Variable } from './variable.js';

function collect(value: unknown, tensors: Set<Tensor>, seen: Set<object>): boolean {
  if (value instanceof Tensor) {
    tensors.add(value);
    return false;
  }
  if (value instanceof Variable) {
    if (value.isInitialized) tensors.add(value.data);
    if (value.grad) tensors.add(value.grad);
    return value.creator !== null;
  }
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value) || seen.has(value)) return false;
  seen.add(value);
  const inside =
    Array.isArray(value) || value instanceof Set ? value : value instanceof Map ? value.values() : Object.values(value);
  let hasGraph = false;
  for (const item of inside) hasGraph = collect(item, tensors, seen) || hasGraph;
  return hasGraph;
}

function escapesOf(result: unknown): Escapes {
  const tensors = new Set<Tensor>();
  const hasGraph = collect(result, tensors, new Set());
  return { tensors, hasGraph };
}

/**
 * Runs a synchronous body and frees every tensor made in it, but for those in its result (variables and tensors, also
 * inside arrays and plain objects) and those kept. When a result has a graph, what the graph retains lives on with it.
 *
 * @example const y = scope(() => model.forward(x)); // the activations are gone, y is not
 */
export const scope = <T>(body: () => T): T => runScope(body, escapesOf);
