import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { asPair, expectOutsize, type Pair, planeOf, windowSpan } from '../window.js';
import { type Epilogue, EpilogueConvolution, TransposedConvolution } from './convolutionNodes.js';

export interface Deconvolution2DOptions {
  stride?: Pair;
  pad?: Pair;
  /** Size of the result where several belong to the geometry; null: the smallest, s·(h − 1) + d·(k − 1) + 1 − 2·pad. */
  outsize?: Pair | null;
  dilate?: Pair;
  groups?: number;
  /** As in `convolution2D`. */
  epilogue?: Epilogue | null;
}

/**
 * Two-dimensional transposed convolution, the adjoint of `convolution2D`.
 *
 * @param x (N, C, H, W)
 * @param w (C, O/groups, kh, kw)
 * @param b (O) or null
 * @returns (N, O, outsize)
 */
export function deconvolution2D(
  x: Operand,
  w: Operand,
  b: Operand | null = null,
  { stride = 1, pad = 0, outsize = null, dilate = 1, groups = 1, epilogue = null }: Deconvolution2DOptions = {},
): Variable {
  const label = 'deconvolution2D';
  const inputs = (b === null ? [x, w] : [x, w, b]).map(asVariable);
  const [vx, vw, vb] = inputs;
  const named: Record<string, Variable> = vb ? { x: vx, w: vw, b: vb } : { x: vx, w: vw };
  expectType(label, vx.ndim === 4 && vw.ndim === 4, 'x (N, C, H, W) and w (C, O/groups, kh, kw)', named);
  const connected = vx.shape[1] === vw.shape[0] && vx.shape[1] % groups === 0;
  expectType(label, connected, `x.shape[1] = w.shape[0], divisible by groups = ${groups}`, named);
  if (vb)
    expectType(label, vb.ndim === 1 && vb.shape[0] === vw.shape[1] * groups, 'one bias for each output channel', named);
  const geometry = { stride: asPair(stride), pad: asPair(pad), dilate: asPair(dilate), groups };
  const window = { ...geometry, kernel: planeOf(vw.shape) };
  const input = planeOf(vx.shape);
  const outSize = outsize === null ? windowSpan(label, input, window, false) : asPair(outsize);
  expectOutsize(label, outSize, input, window, false);
  if (epilogue) return new EpilogueConvolution(label, true, geometry, outSize, epilogue).apply([vx, vw])[0];
  return new TransposedConvolution(label, geometry, outSize).apply(inputs)[0];
}
