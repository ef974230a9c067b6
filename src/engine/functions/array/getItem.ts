import { type Shape, stridesOf } from '../../backends/backend.js';
import { TypeCheckError } from '../../core/errors.js';
import { FunctionNode } from '../../core/functionNode.js';
import { formatShape } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

/** A range of positions as Python's `start:stop:step`; negative positions count from the end. */
export interface Range {
  start?: number;
  stop?: number;
  step?: number;
}

/** A position (drops the axis), a range, null for a new axis, or '...' for the axes not named. */
export type Index = number | Range | null | '...';

/** Elements of an array at offset + Σ iₖ·stridesₖ, all distinct. */
interface View {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
}

class GetItem extends FunctionNode {
  constructor(private readonly view: View) {
    super('getItem');
  }

  override forward([x]: Tensor[]): Tensor[] {
    return [x.gather(this.view.shape, this.view.strides, this.view.offset)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    return new GetItemGrad(this.view, this.inputs[0].shape).apply([gy]);
  }
}

class GetItemGrad extends FunctionNode {
  constructor(
    private readonly view: View,
    private readonly shape: Shape,
  ) {
    super('getItemGrad');
  }

  override forward([gy]: Tensor[]): Tensor[] {
    const gx = Tensor.zeros(this.shape, gy.dtype, gy.backend);
    gy.backend.scatterStrided(gx.array, gy.array, this.view.strides, this.view.offset);
    return [gx];
  }

  override backward(_wanted: readonly number[], [ggx]: Variable[]): Variable[] {
    return new GetItem(this.view).apply([ggx]);
  }
}

/** First position, length and step of a range along an axis of a length, clamped as Python's slices. */
function resolveRange({ start, stop, step = 1 }: Range, length: number): [number, number, number] {
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const clamp = (i: number): number => Math.min(Math.max(i < 0 ? i + length : i, low), high);
  const first = start === undefined ? (step > 0 ? 0 : length - 1) : clamp(start);
  const end = stop === undefined ? (step > 0 ? length : -1) : clamp(stop);
  return [first, Math.max(0, Math.ceil((end - first) / step)), step];
}

function viewOf(shape: Shape, indices: readonly Index[]): View {
  const refuse = (why: string): never => {
    throw new TypeCheckError(
      `getItem: ${why}, but x is ${formatShape(shape)} and the index is ${JSON.stringify(indices)}`,
    );
  };
  const named = indices.filter((index) => index !== null && index !== '...').length;
  if (named > shape.length || indices.filter((index) => index === '...').length > 1)
    refuse('expected at most one index for each axis and one "..."');
  const rest = new Array<Index>(shape.length - named).fill({});
  const full = indices.includes('...')
    ? indices.flatMap((index): Index[] => (index === '...' ? rest : [index]))
    : [...indices, ...rest];
  const strides = stridesOf(shape);
  const view = { shape: [] as number[], strides: [] as number[], offset: 0 };
  let axis = 0;
  for (const index of full) {
    if (index === null || index === '...') {
      view.shape.push(1);
      view.strides.push(0);
    } else if (typeof index === 'number') {
      const position = index < 0 ? index + shape[axis] : index;
      if (!Number.isInteger(index) || position < 0 || position >= shape[axis])
        refuse(`position ${index} lies outside axis ${axis}`);
      view.offset += position * strides[axis++];
    } else {
      if (index.step === 0) refuse('a step of 0 goes nowhere');
      const [start, length, step] = resolveRange(index, shape[axis]);
      view.shape.push(length);
      view.strides.push(step * strides[axis]);
      if (length > 0) view.offset += start * strides[axis];
      axis++;
    }
  }
  return view;
}

/** The adjoint of `getItem`: zeros of a shape, with gy at the indices. */
export const embedItem = (gy: Variable, shape: Shape, indices: readonly Index[]): Variable =>
  new GetItemGrad(viewOf(shape, indices), shape).apply([gy])[0];

/**
 * Basic indexing as NumPy's `x[…]`.
 *
 * @example F.getItem(x, [0, '...', { step: -1 }]) // x[0, ..., ::-1]
 */
export function getItem(x: Operand, indices: readonly Index[]): Variable {
  const v = asVariable(x);
  return new GetItem(viewOf(v.shape, indices)).apply([v])[0];
}
