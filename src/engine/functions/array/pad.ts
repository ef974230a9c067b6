import { stridesOf } from '../../backends/backend.js';
import { TypeCheckError } from '../../core/errors.js';
import { FunctionNode } from '../../core/functionNode.js';
import { formatShape } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { getItem } from './getItem.js';
import { take } from './take.js';

/** Elements before and after along an axis. */
type Margins = readonly [number, number];

/** What surrounds an array: one value; the nearest element; a mirror image without (reflect) or with (symmetric) the edge; the array again. */
export type PadMode = 'constant' | 'edge' | 'reflect' | 'symmetric' | 'wrap';

class Pad extends FunctionNode {
  constructor(
    private readonly margins: readonly Margins[],
    private readonly value: number,
  ) {
    super('pad');
  }

  override forward([x]: Tensor[]): Tensor[] {
    const shape = x.shape.map((d, i) => d + this.margins[i][0] + this.margins[i][1]);
    const strides = stridesOf(shape);
    const y = Tensor.full(shape, this.value, x.dtype, x.backend);
    const offset = strides.reduce((sum, stride, i) => sum + stride * this.margins[i][0], 0);
    x.backend.scatterStrided(y.array, x.array, strides, offset);
    return [y];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const { shape } = this.inputs[0];
    return [
      getItem(
        gy,
        shape.map((d, i) => ({ start: this.margins[i][0], stop: this.margins[i][0] + d })),
      ),
    ];
  }
}

/** Which element of an axis of a length stands at a position outside or inside. */
function sourceOf(position: number, length: number, mode: Exclude<PadMode, 'constant'>): number {
  const modulo = (a: number, n: number): number => ((a % n) + n) % n;
  if (mode === 'edge') return Math.min(Math.max(position, 0), length - 1);
  if (mode === 'wrap') return modulo(position, length);
  const period = mode === 'reflect' ? Math.max(2 * (length - 1), 1) : 2 * length;
  const phase = modulo(position, period);
  return phase < length ? phase : period - phase - (mode === 'symmetric' ? 1 : 0);
}

/**
 * Surrounds x. Gradients of an element that appears several times add up (in Chainer they are only cropped, which is
 * wrong for all modes but 'constant').
 *
 * @param width         one number for every side; [before, after] for every axis; or a pair for each axis
 * @param options.mode  'constant', or NumPy's 'edge', 'reflect', 'symmetric' or 'wrap'
 */
export function pad(
  x: Operand,
  width: number | Margins | readonly (readonly number[])[],
  { mode = 'constant' as PadMode, constantValue = 0 } = {},
): Variable {
  const v = asVariable(x);
  const list =
    typeof width === 'number'
      ? v.shape.map(() => [width, width])
      : typeof width[0] === 'number'
        ? v.shape.map(() => width as Margins)
        : (width as readonly (readonly number[])[]);
  const valid = list.length === v.ndim && list.every((m) => m.length === 2 && m.every((n) => n >= 0));
  if (!valid)
    throw new TypeCheckError(
      `pad: expected [before, after] ≥ 0 for each axis, but x is ${formatShape(v.shape)} and the width is ${JSON.stringify(width)}`,
    );
  if (mode === 'constant') return new Pad(list as readonly Margins[], constantValue).apply([v])[0];
  return list.reduce((y: Variable, [before, after], axis) => {
    const length = v.shape[axis];
    if (before + after === 0) return y;
    if (length === 0)
      throw new TypeCheckError(
        `pad: mode '${mode}' needs elements along axis ${axis}, but x is ${formatShape(v.shape)}`,
      );
    const at = Int32Array.from({ length: before + length + after }, (_, i) => sourceOf(i - before, length, mode));
    return take(y, Tensor.from(at, [at.length], v.data.backend), axis);
  }, v);
}
