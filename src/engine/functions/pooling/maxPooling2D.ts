import type { PoolGeometry } from '../../backends/backend.js';
import { FunctionNode } from '../../core/functionNode.js';
import { expectType } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { asPair, type Pair, planeOf, windowCount } from '../window.js';
import { ScatterPlane } from './planeNodes.js';

class MaxPooling2D extends FunctionNode {
  constructor(
    private readonly geometry: PoolGeometry,
    private readonly outSize: readonly [number, number],
  ) {
    super('maxPooling2D');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainOutputs(1);
    const { y, indices } = x.backend.maxPool2d(x.array, this.geometry, this.outSize);
    return [new Tensor(x.backend, y), new Tensor(x.backend, indices)];
  }

  override backward(_wanted: readonly number[], [gy]: (Variable | null)[]): (Variable | null)[] {
    const [indices] = this.getRetainedOutputs();
    return [gy && new ScatterPlane(planeOf(this.inputs[0].shape)).apply([gy, indices.detach()])[0]];
  }
}

export interface MaxPooling2DOptions {
  /** Default: the window size. */
  stride?: Pair | null;
  pad?: Pair;
  /** Round the output size up, so that every pixel is read (default). */
  coverAll?: boolean;
}

function pool(x: Operand, ksize: Pair, { stride = null, pad = 0, coverAll = true }: MaxPooling2DOptions): Variable[] {
  const v = asVariable(x);
  expectType('maxPooling2D', v.ndim === 4, 'x (N, C, H, W)', { x: v });
  const geometry = { kernel: asPair(ksize), stride: asPair(stride ?? ksize), pad: asPair(pad) };
  const outSize = windowCount('maxPooling2D', planeOf(v.shape), geometry, coverAll);
  return new MaxPooling2D(geometry, outSize).apply([v]);
}

/**
 * Maximum of each window of (N, C, H, W); cells outside the picture never win. The gradient goes to the first maximum.
 * Sizes are rounded up unless `coverAll` is off; with a stride above the window size, `coverAll` can make a last window
 * that lies wholly outside, whose value is −∞ (as Chainer has it).
 *
 * @param ksize window size
 */
export const maxPooling2D = (x: Operand, ksize: Pair, options: MaxPooling2DOptions = {}): Variable =>
  pool(x, ksize, options)[0];

/** `maxPooling2D` and where the maxima were: int32 positions y·W + x, for `upsampling2D`. */
export function maxPooling2DWithIndices(
  x: Operand,
  ksize: Pair,
  options: MaxPooling2DOptions = {},
): { y: Variable; indices: Variable } {
  const [y, indices] = pool(x, ksize, options);
  return { y, indices: indices.detach() };
}
