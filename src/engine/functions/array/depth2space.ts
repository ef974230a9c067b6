/** Channels to pixels and back, in Chainer's block-major channel order (not PyTorch's pixel_shuffle). */
import { FunctionNode } from '../../core/functionNode.js';
import { expectType } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

class Depth2Space extends FunctionNode {
  constructor(private readonly r: number) {
    super('depth2space');
  }

  override forward([x]: Tensor[]): Tensor[] {
    const { r } = this;
    const [n, c, h, w] = x.shape;
    const blocks = x.reshape([n, r, r, c / r ** 2, h, w]);
    return [blocks.transpose([0, 3, 4, 1, 5, 2]).reshape([n, c / r ** 2, h * r, w * r])];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    return [space2depth(gy, this.r)];
  }
}

class Space2Depth extends FunctionNode {
  constructor(private readonly r: number) {
    super('space2depth');
  }

  override forward([x]: Tensor[]): Tensor[] {
    const { r } = this;
    const [n, c, h, w] = x.shape;
    const blocks = x.reshape([n, c, h / r, r, w / r, r]);
    return [blocks.transpose([0, 3, 5, 1, 2, 4]).reshape([n, c * r ** 2, h / r, w / r])];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    return [depth2space(gy, this.r)];
  }
}

/**
 * (N, r²·C, H, W) → (N, C, r·H, r·W): y[n, c, r·h + i, r·w + j] = x[n, (i·r + j)·C + c, h, w].
 *
 * @see Shi et al. 2016, Real-time single image and video super-resolution, arXiv:1609.05158
 */
export function depth2space(x: Operand, r: number): Variable {
  const v = asVariable(x);
  const fits = v.ndim === 4 && v.shape[1] % r ** 2 === 0;
  expectType('depth2space', fits, `(N, C, H, W) with C divisible by ${r ** 2}`, { x: v });
  return new Depth2Space(r).apply([v])[0];
}

/** (N, C, r·H, r·W) → (N, r²·C, H, W): the inverse of `depth2space`. */
export function space2depth(x: Operand, r: number): Variable {
  const v = asVariable(x);
  const fits = v.ndim === 4 && v.shape[2] % r === 0 && v.shape[3] % r === 0;
  expectType('space2depth', fits, `(N, C, H, W) with H and W divisible by ${r}`, { x: v });
  return new Space2Depth(r).apply([v])[0];
}
