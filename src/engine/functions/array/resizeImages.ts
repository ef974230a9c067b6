import { FunctionNode } from '../../core/functionNode.js';
import { expectShape, expectType } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { upsampleNearest } from '../pooling/upsampleNearest.js';
import { asPair, type Pair, planeOf } from '../window.js';
import { take } from './take.js';

type Size = readonly [number, number];

class ResizeBilinear extends FunctionNode {
  constructor(
    private readonly size: Size,
    private readonly alignCorners: boolean,
  ) {
    super('resizeImages');
  }

  override forward([x]: Tensor[]): Tensor[] {
    return [new Tensor(x.backend, x.backend.resizeBilinear(x.array, this.size, this.alignCorners))];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    return new ResizeBilinearGrad(planeOf(this.inputs[0].shape), this.alignCorners).apply([gy]);
  }
}

class ResizeBilinearGrad extends FunctionNode {
  constructor(
    private readonly size: Size,
    private readonly alignCorners: boolean,
  ) {
    super('resizeImagesGrad');
  }

  override forward([gy]: Tensor[]): Tensor[] {
    return [new Tensor(gy.backend, gy.backend.resizeBilinearGrad(gy.array, this.size, this.alignCorners))];
  }

  override backward(_wanted: readonly number[], [ggx]: Variable[]): Variable[] {
    return new ResizeBilinear(planeOf(this.inputs[0].shape), this.alignCorners).apply([ggx]);
  }
}

/** Positions ⌊i·from/to⌋ along an axis, in whole numbers so that no rounding moves them. */
const nearest = (from: number, to: number): Int32Array =>
  Int32Array.from({ length: to }, (_, i) => Math.floor((i * from) / to));

/**
 * Resizes pictures (N, C, H, W), without antialiasing.
 *
 * @param size (height, width) of the result
 * @param options.mode 'bilinear', or 'nearest': ⌊i·in/out⌋
 * @param options.alignCorners bilinear only: the centres of the corner pixels coincide (default), or the corners do
 */
export function resizeImages(
  x: Operand,
  size: Pair,
  { mode = 'bilinear' as 'bilinear' | 'nearest', alignCorners = true } = {},
): Variable {
  const v = asVariable(x);
  const [height, width] = asPair(size);
  const fits = v.ndim === 4 && height > 0 && width > 0;
  expectType('resizeImages', fits, 'x (N, C, H, W) and a size above 0', { x: v });
  expectShape('resizeImages', [height, width]);
  if (mode === 'bilinear') return new ResizeBilinear([height, width], alignCorners).apply([v])[0];
  const [h, w] = planeOf(v.shape);
  if (height % h === 0 && width % w === 0) return upsampleNearest(v, [height / h, width / w]);
  const { backend } = v.data;
  const rows = Tensor.from(nearest(h, height), [height], backend);
  const columns = Tensor.from(nearest(w, width), [width], backend);
  return take(take(v, rows, 2), columns, 3);
}
