/** The sum over windows and its adjoint, which spreads a value over a window. */
import type { PoolGeometry } from '../../backends/backend.js';
import { FunctionNode } from '../../core/functionNode.js';
import { Tensor } from '../../core/tensor.js';
import type { Variable } from '../../core/variable.js';
import { planeOf } from '../window.js';

type Size = readonly [number, number];

/** (N, C, H, W) → scale · sum of each window. */
export class SumPooling extends FunctionNode {
  constructor(
    label: string,
    private readonly geometry: PoolGeometry,
    private readonly outSize: Size,
    private readonly scale: number,
  ) {
    super(label);
  }

  override forward([x]: Tensor[]): Tensor[] {
    return [new Tensor(x.backend, x.backend.sumPool2d(x.array, this.geometry, this.outSize, this.scale))];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    return new SpreadPooling(`${this.label}Grad`, this.geometry, planeOf(this.inputs[0].shape), this.scale).apply([gy]);
  }
}

/** (N, C, h, w) → every value times scale, added to all cells of its window. */
export class SpreadPooling extends FunctionNode {
  constructor(
    label: string,
    private readonly geometry: PoolGeometry,
    private readonly size: Size,
    private readonly scale: number,
  ) {
    super(label);
  }

  override forward([gy]: Tensor[]): Tensor[] {
    return [new Tensor(gy.backend, gy.backend.sumPool2dGrad(gy.array, this.geometry, this.size, this.scale))];
  }

  override backward(_wanted: readonly number[], [ggx]: Variable[]): Variable[] {
    return new SumPooling(`${this.label}Grad`, this.geometry, planeOf(this.inputs[0].shape), this.scale).apply([ggx]);
  }
}
