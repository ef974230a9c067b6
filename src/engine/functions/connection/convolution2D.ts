import { expectType, formatShape, sameShape } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { asPair, type Pair, planeOf, windowCount } from '../window.js';
import { Convolution, type Epilogue, EpilogueConvolution } from './convolutionNodes.js';

export interface Convolution2DOptions {
  stride?: Pair;
  /** Zeros around x. */
  pad?: Pair;
  /** Round the output size up, so that every pixel is read. */
  coverAll?: boolean;
  dilate?: Pair;
  groups?: number;
  /** Convolves max(x, 0), as after `relu`, without a pass over x of its own. */
  reluInput?: boolean;
  /** Added to the result, of its shape: the other branch of a residual connection. */
  residual?: Operand | null;
  /** For use after training: a normalisation and relu in the same pass, instead of the bias. No graph may be recorded. */
  epilogue?: Epilogue | null;
}

/**
 * Two-dimensional convolution (cross-correlation).
 *
 * @param x (N, C, H, W)
 * @param w (O, C/groups, kh, kw)
 * @param b (O) or null
 * @returns (N, O, oh, ow), oh = ⌊(H + 2·pad − dilate·(kh − 1) − 1) / stride⌋ + 1
 */
export function convolution2D(
  x: Operand,
  w: Operand,
  b: Operand | null = null,
  {
    stride = 1,
    pad = 0,
    coverAll = false,
    dilate = 1,
    groups = 1,
    reluInput = false,
    residual = null,
    epilogue = null,
  }: Convolution2DOptions = {},
): Variable {
  const label = 'convolution2D';
  const inputs = (b === null ? [x, w] : [x, w, b]).map(asVariable);
  const [vx, vw, vb] = inputs;
  const named: Record<string, Variable> = vb ? { x: vx, w: vw, b: vb } : { x: vx, w: vw };
  expectType(label, vx.ndim === 4 && vw.ndim === 4, 'x (N, C, H, W) and w (O, C/groups, kh, kw)', named);
  const connected = vx.shape[1] === vw.shape[1] * groups && vw.shape[0] % groups === 0;
  expectType(
    label,
    connected,
    `x.shape[1] = w.shape[1]·${groups} and w.shape[0] divisible by groups = ${groups}`,
    named,
  );
  if (vb) expectType(label, vb.ndim === 1 && vb.shape[0] === vw.shape[0], 'one bias for each output channel', named);
  const geometry = { stride: asPair(stride), pad: asPair(pad), dilate: asPair(dilate), groups };
  const outSize = windowCount(label, planeOf(vx.shape), { ...geometry, kernel: planeOf(vw.shape) }, coverAll);
  if (epilogue) return new EpilogueConvolution(label, false, geometry, outSize, epilogue).apply([vx, vw])[0];
  const extras = { reluInput, adds: residual !== null };
  if (residual !== null) {
    const term = asVariable(residual);
    const shape = [vx.shape[0], vw.shape[0], ...outSize];
    expectType(label, sameShape(term.shape, shape), `a residual of the result's shape ${formatShape(shape)}`, {
      ...named,
      residual: term,
    });
    inputs.push(term);
  }
  return new Convolution(label, geometry, outSize, extras).apply(inputs)[0];
}
