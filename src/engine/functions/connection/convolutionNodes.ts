/** Convolution, its adjoint and its gradient in the weights: three maps that are each other's derivatives. */
import type { ConvGeometry } from '../../backends/backend.js';
import { FunctionNode } from '../../core/functionNode.js';
import { Tensor } from '../../core/tensor.js';
import type { Variable } from '../../core/variable.js';
import { sum } from '../math/sum.js';
import { planeOf } from '../window.js';

type Size = readonly [number, number];

/** Bias gradient: the sum over all but the channels. */
const biasGrad = (gy: Variable): Variable => sum(gy, { axis: [0, 2, 3] });

/** x (N, C, H, W), w (O, C/groups, kh, kw), perhaps bias (O) → (N, O, oh, ow). */
export class Convolution extends FunctionNode {
  constructor(
    label: string,
    private readonly geometry: ConvGeometry,
    private readonly outSize: Size,
  ) {
    super(label);
  }

  override forward([x, w, b]: Tensor[]): Tensor[] {
    this.retainInputs(0, 1);
    const y = x.backend.conv2d(x.array, w.array, b?.array ?? null, this.geometry, this.outSize);
    return [new Tensor(x.backend, y)];
  }

  override backward(wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const { geometry } = this;
    const [x, w] = this.getRetainedInputs();
    return wanted.map((i) => {
      if (i === 2) return biasGrad(gy);
      return i === 0
        ? new TransposedConvolution('convolutionInputGrad', geometry, planeOf(x.shape)).apply([gy, w])[0]
        : new ConvolutionWeightGrad(geometry, planeOf(w.shape)).apply([x, gy])[0];
    });
  }
}

/** x (N, O, h, w), w (O, C/groups, kh, kw), perhaps bias (C) → (N, C, outH, outW). */
export class TransposedConvolution extends FunctionNode {
  constructor(
    label: string,
    private readonly geometry: ConvGeometry,
    private readonly outSize: Size,
  ) {
    super(label);
  }

  override forward([x, w, b]: Tensor[]): Tensor[] {
    this.retainInputs(0, 1);
    const y = x.backend.conv2dInput(x.array, w.array, b?.array ?? null, this.geometry, this.outSize);
    return [new Tensor(x.backend, y)];
  }

  override backward(wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const { geometry } = this;
    const [x, w] = this.getRetainedInputs();
    return wanted.map((i) => {
      if (i === 2) return biasGrad(gy);
      return i === 0
        ? new Convolution('deconvolutionInputGrad', geometry, planeOf(x.shape)).apply([gy, w])[0]
        : new ConvolutionWeightGrad(geometry, planeOf(w.shape)).apply([gy, x])[0];
    });
  }
}

/** x (N, C, H, W), gy (N, O, oh, ow) → (O, C/groups, kh, kw). */
class ConvolutionWeightGrad extends FunctionNode {
  constructor(
    private readonly geometry: ConvGeometry,
    private readonly kernel: Size,
  ) {
    super('convolutionWeightGrad');
  }

  override forward([x, gy]: Tensor[]): Tensor[] {
    this.retainInputs(0, 1);
    return [new Tensor(x.backend, x.backend.conv2dWeight(x.array, gy.array, this.geometry, this.kernel))];
  }

  override backward(wanted: readonly number[], [ggw]: Variable[]): Variable[] {
    const { geometry } = this;
    const [x, gy] = this.getRetainedInputs();
    return wanted.map((i) =>
      i === 0
        ? new TransposedConvolution('convolutionInputGrad', geometry, planeOf(x.shape)).apply([gy, ggw])[0]
        : new Convolution('convolution2D', geometry, planeOf(gy.shape)).apply([x, ggw])[0],
    );
  }
}
