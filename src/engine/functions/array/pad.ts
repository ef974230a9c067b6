import { stridesOf } from '../../backends/backend.js';
import { TypeCheckError } from '../../core/errors.js';
import { FunctionNode } from '../../core/functionNode.js';
import { formatShape } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { getItem } from './getItem.js';

/** Elements before and after along an axis. */
type Margins = readonly [number, number];

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

/**
 * Surrounds x with a constant.
 *
 * @param width one number for every side; [before, after] for every axis; or a pair for each axis
 */
export function pad(
  x: Operand,
  width: number | Margins | readonly (readonly number[])[],
  { constantValue = 0 } = {},
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
  return new Pad(list as readonly Margins[], constantValue).apply([v])[0];
}
