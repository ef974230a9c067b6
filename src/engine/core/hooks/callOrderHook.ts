import type { FunctionNode } from '../functionNode.js';
import { formatShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { FunctionHook } from './functionHook.js';

/** Writes down which functions ran, in order, with shapes: the cheapest test against accidental changes of a graph. */
export class CallOrderHook implements FunctionHook {
  readonly name = 'CallOrderHook';
  /** "convolution2D (1, 3, 8, 8) (4, 3, 3, 3) → (1, 4, 6, 6)", or "… backward". */
  readonly calls: string[] = [];

  forwardPostprocess(fn: FunctionNode, inputs: readonly Tensor[], outputs: readonly Tensor[]): void {
    const shapes = (list: readonly Tensor[]): string => list.map((t) => formatShape(t.shape)).join(' ');
    this.calls.push(`${fn.label} ${shapes(inputs)} → ${shapes(outputs)}`);
  }

  backwardPostprocess(fn: FunctionNode): void {
    this.calls.push(`${fn.label} backward`);
  }
}
