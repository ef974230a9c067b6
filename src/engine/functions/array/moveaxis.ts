import { TypeCheckError } from '../../core/errors.js';
import { normalizeAxis } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { transpose } from './transpose.js';

/** Moves axes from `source` to `destination` positions; the others keep their order. */
export function moveaxis(
  x: Operand,
  source: number | readonly number[],
  destination: number | readonly number[],
): Variable {
  const v = asVariable(x);
  const [from, to] = [source, destination].map((axes) =>
    (typeof axes === 'number' ? [axes] : axes).map((axis) => normalizeAxis('moveaxis', axis, v.ndim)),
  );
  if (from.length !== to.length)
    throw new TypeCheckError(
      `moveaxis: expected as many destinations as sources, but they are ${to.length} and ${from.length}`,
    );
  const rest = v.shape.map((_, i) => i).filter((i) => !from.includes(i));
  const order = v.shape.map((_, i) => (to.includes(i) ? from[to.indexOf(i)] : (rest.shift() ?? -1)));
  return transpose(v, order);
}
