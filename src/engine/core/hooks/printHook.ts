import type { FunctionNode } from '../functionNode.js';
import type { Tensor } from '../tensor.js';
import type { Variable } from '../variable.js';
import type { FunctionHook } from './functionHook.js';

/** Prints every function with what it takes, and in backward with the gradients that come back. */
export class PrintHook implements FunctionHook {
  readonly name = 'PrintHook';

  /** @param print where lines go; default: the console */
  constructor(private readonly print: (line: string) => void = console.log) {}

  forwardPreprocess(fn: FunctionNode, inputs: readonly Tensor[]): void {
    this.print(`${fn.label}(${inputs.map(String).join(', ')})`);
  }

  backwardPreprocess(fn: FunctionNode, gradOutputs: readonly (Variable | null)[]): void {
    this.print(`${fn.label} backward(${gradOutputs.map((gy) => (gy ? String(gy.data) : 'none')).join(', ')})`);
  }
}
