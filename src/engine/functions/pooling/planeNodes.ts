/** Picking cells of each (H, W) plane by their positions, and the adjoint. */
import { FunctionNode } from '../../core/functionNode.js';
import { Tensor } from '../../core/tensor.js';
import type { Variable } from '../../core/variable.js';
import { planeOf } from '../window.js';

/** x (N, C, H, W), int32 positions (N, C, h, w) → (N, C, h, w). */
export class GatherPlane extends FunctionNode {
  constructor() {
    super('gatherPlane');
  }

  override forward([x, indices]: Tensor[]): Tensor[] {
    this.retainInputs(1);
    return [new Tensor(x.backend, x.backend.gatherPlane(x.array, indices.array))];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): (Variable | null)[] {
    const [indices] = this.getRetainedInputs();
    return [new ScatterPlane(planeOf(this.inputs[0].shape)).apply([gy, indices])[0], null];
  }
}

/** x (N, C, h, w), int32 positions (N, C, h, w) → (N, C, size): zeros, with x added at its positions. */
export class ScatterPlane extends FunctionNode {
  constructor(private readonly size: readonly [number, number]) {
    super('scatterPlane');
  }

  override forward([x, indices]: Tensor[]): Tensor[] {
    this.retainInputs(1);
    return [new Tensor(x.backend, x.backend.scatterPlane(x.array, indices.array, this.size))];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): (Variable | null)[] {
    const [indices] = this.getRetainedInputs();
    return [new GatherPlane().apply([gy, indices])[0], null];
  }
}
