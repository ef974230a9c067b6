import type { FunctionNode } from '../functionNode.js';
import type { Tensor } from '../tensor.js';
import type { Variable } from '../variable.js';
import { HookList } from './hookList.js';

/** Watches every function that is applied or differentiated while it is active. */
export interface FunctionHook {
  /** Active hooks have different names. */
  readonly name: string;
  forwardPreprocess?(fn: FunctionNode, inputs: readonly Tensor[]): void;
  forwardPostprocess?(fn: FunctionNode, inputs: readonly Tensor[], outputs: readonly Tensor[]): void;
  /** A gradient of an output that nothing used is null. */
  backwardPreprocess?(fn: FunctionNode, gradOutputs: readonly (Variable | null)[]): void;
  backwardPostprocess?(
    fn: FunctionNode,
    gradOutputs: readonly (Variable | null)[],
    gradInputs: readonly (Variable | null)[],
  ): void;
}

/** The hooks that are active now. */
export const functionHooks = new HookList<FunctionHook>('usingFunctionHooks');

/**
 * Runs a synchronous body with hooks active.
 *
 * @example usingFunctionHooks([timer], () => model.forward(x)); console.log(timer.report())
 */
export const usingFunctionHooks = <T>(hooks: readonly FunctionHook[], body: () => T): T =>
  functionHooks.using(hooks, body);
