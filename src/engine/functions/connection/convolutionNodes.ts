/** Convolution, its adjoint and its gradient in the weights: three maps that are each other's derivatives. */
import type { ConvGeometry } from '../../backends/backend.js';
import { config } from '../../core/config.js';
import { EngineError } from '../../core/errors.js';
import { FunctionNode } from '../../core/functionNode.js';
import { Tensor } from '../../core/tensor.js';
import type { Variable } from '../../core/variable.js';
import { ReluGrad } from '../activation/relu.js';
import { sum } from '../math/sum.js';
import { planeOf } from '../window.js';

type Size = readonly [number, number];

/** Bias gradient: the sum over all but the channels. */
const biasGrad = (gy: Variable): Variable => sum(gy, { axis: [0, 2, 3] });

/** What a convolution does on the way: reads max(x, 0); adds its last input to the result. */
export interface ConvolutionExtras {
  readonly reluInput: boolean;
  readonly adds: boolean;
}

/** What follows a convolution in the same pass: y·scale + shift, both (channels), instead of the bias; then max(·, 0). */
export interface Epilogue {
  readonly scale: Tensor;
  readonly shift: Tensor;
  readonly relu: boolean;
}

/** A convolution with an epilogue, for use after training: it has no gradient, so no graph may be recorded. */
export class EpilogueConvolution extends FunctionNode {
  constructor(
    label: string,
    private readonly transposed: boolean,
    private readonly geometry: ConvGeometry,
    private readonly outSize: Size,
    private readonly epilogue: Epilogue,
  ) {
    super(label);
    if (config.enableBackprop)
      throw new EngineError(`${label}: an epilogue has no gradient; use it inside inference() or noBackprop()`);
  }

  override forward([x, w]: Tensor[]): Tensor[] {
    const { geometry, outSize } = this;
    const { scale, shift, relu } = this.epilogue;
    const convolve = this.transposed ? x.backend.conv2dInput : x.backend.conv2d;
    const fusion = { scale: scale.array, relu };
    return [new Tensor(x.backend, convolve.call(x.backend, x.array, w.array, shift.array, geometry, outSize, fusion))];
  }

  override backward(): never {
    throw new EngineError(`${this.label}: an epilogue has no gradient`);
  }
}

const PLAIN: ConvolutionExtras = { reluInput: false, adds: false };

/** x (N, C, H, W), w (O, C/groups, kh, kw), perhaps bias (O), perhaps a term to add → (N, O, oh, ow). */
export class Convolution extends FunctionNode {
  constructor(
    label: string,
    private readonly geometry: ConvGeometry,
    private readonly outSize: Size,
    private readonly extras = PLAIN,
  ) {
    super(label);
  }

  override forward(inputs: Tensor[]): Tensor[] {
    this.retainInputs(0, 1);
    const { reluInput, adds } = this.extras;
    const [x, w, b] = adds ? inputs.slice(0, -1) : inputs;
    const add = adds ? inputs[inputs.length - 1].array : null;
    const fusion = { reluInput, add };
    const y = x.backend.conv2d(x.array, w.array, b?.array ?? null, this.geometry, this.outSize, fusion);
    return [new Tensor(x.backend, y)];
  }

  override backward(wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const { geometry } = this;
    const { reluInput, adds } = this.extras;
    const [x, w] = this.getRetainedInputs();
    return wanted.map((i) => {
      if (adds && i === this.inputs.length - 1) return gy;
      if (i === 2) return biasGrad(gy);
      return i === 0 ? inputGrad(geometry, gy, w, x, reluInput) : weightGrad(geometry, x, gy, w, reluInput);
    });
  }
}

function inputGrad(geometry: ConvGeometry, gy: Variable, w: Variable, x: Variable, masked: boolean): Variable {
  const node = new TransposedConvolution('convolutionInputGrad', geometry, planeOf(x.shape), masked);
  return node.apply(masked ? [gy, w, x] : [gy, w])[0];
}

function weightGrad(geometry: ConvGeometry, x: Variable, gy: Variable, w: Variable, reluInput: boolean): Variable {
  return new ConvolutionWeightGrad(geometry, planeOf(w.shape), reluInput).apply([x, gy])[0];
}

/**
 * x (N, O, h, w), w (O, C/groups, kh, kw), perhaps bias (C) → (N, C, outH, outW). If `masked`, the last input has the result's
 * shape, and the result is 0 where it is not above 0.
 */
export class TransposedConvolution extends FunctionNode {
  constructor(
    label: string,
    private readonly geometry: ConvGeometry,
    private readonly outSize: Size,
    private readonly masked = false,
  ) {
    super(label);
  }

  override forward(inputs: Tensor[]): Tensor[] {
    const last = inputs.length - 1;
    this.retainInputs(...(this.masked ? [0, 1, last] : [0, 1]));
    const [x, w, b] = this.masked ? inputs.slice(0, -1) : inputs;
    const mask = this.masked ? inputs[last].array : null;
    const y = x.backend.conv2dInput(x.array, w.array, b?.array ?? null, this.geometry, this.outSize, { mask });
    return [new Tensor(x.backend, y)];
  }

  override backward(wanted: readonly number[], [gy]: Variable[]): (Variable | null)[] {
    const { geometry } = this;
    const [x, w, mask] = this.getRetainedInputs();
    const gm = mask ? new ReluGrad().apply([mask, gy])[0] : gy;
    return wanted.map((i) => {
      if (mask && i === this.inputs.length - 1) return null;
      if (i === 2) return biasGrad(gm);
      return i === 0
        ? new Convolution('deconvolutionInputGrad', geometry, planeOf(x.shape)).apply([gm, w])[0]
        : weightGrad(geometry, gm, x, w, false);
    });
  }
}

/** x (N, C, H, W), read as max(x, 0) if `reluInput`, gy (N, O, oh, ow) → (O, C/groups, kh, kw). */
class ConvolutionWeightGrad extends FunctionNode {
  constructor(
    private readonly geometry: ConvGeometry,
    private readonly kernel: Size,
    private readonly reluInput: boolean,
  ) {
    super('convolutionWeightGrad');
  }

  override forward([x, gy]: Tensor[]): Tensor[] {
    this.retainInputs(0, 1);
    const { geometry, kernel, reluInput } = this;
    return [new Tensor(x.backend, x.backend.conv2dWeight(x.array, gy.array, geometry, kernel, reluInput))];
  }

  override backward(wanted: readonly number[], [ggw]: Variable[]): Variable[] {
    const { geometry, reluInput } = this;
    const [x, gy] = this.getRetainedInputs();
    const extras = { reluInput, adds: false };
    return wanted.map((i) =>
      i === 0
        ? inputGrad(geometry, gy, ggw, x, reluInput)
        : new Convolution('convolution2D', geometry, planeOf(gy.shape), extras).apply([x, ggw])[0],
    );
  }
}
