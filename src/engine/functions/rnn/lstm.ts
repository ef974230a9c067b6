import { expectType, sameShape } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { sigmoid } from '../activation/sigmoid.js';
import { tanh } from '../activation/tanh.js';
import { concat } from '../array/concat.js';
import { reshape } from '../array/reshape.js';
import { separate } from '../array/separate.js';
import { slice } from '../array/slice.js';

/** a, i, f and o of (B, 4·U, …), whose gates are interleaved unit by unit. */
export function interleavedGates(x: Variable): Variable[] {
  const [batch, width, ...rest] = x.shape;
  return separate(reshape(x, [batch, width / 4, 4, ...rest]), 2);
}

/**
 * One step of long short-term memory units: c′ = tanh(a)·σ(i) + σ(f)·c, h = σ(o)·tanh(c′).
 *
 * @param c cell states (B, U, …)
 * @param x gate inputs (b, 4·U, …), interleaved: unit u has a, i, f, o in channels 4u … 4u + 3. With b < B only the first
 *          b states move on; the others keep their values and give no output
 * @returns [c′ (B, U, …), h (b, U, …)]
 * @see Hochreiter and Schmidhuber 1997; Zaremba et al. 2014, arXiv:1409.2329
 */
export function lstm(c: Operand, x: Operand): [c: Variable, h: Variable] {
  const [cells, gates] = [asVariable(c), asVariable(x)];
  const fits =
    gates.ndim >= 2 &&
    gates.ndim === cells.ndim &&
    gates.shape[0] <= cells.shape[0] &&
    gates.shape[1] === 4 * cells.shape[1] &&
    sameShape(gates.shape.slice(2), cells.shape.slice(2));
  expectType('lstm', fits, 'c (B, U, …) and x (b ≤ B, 4·U, …)', { c: cells, x: gates });
  const batch = gates.shape[0];
  const [a, i, f, o] = interleavedGates(gates);
  const moved = tanh(a)
    .mul(sigmoid(i))
    .add(sigmoid(f).mul(slice(cells, 0, 0, batch)));
  const h = sigmoid(o).mul(tanh(moved));
  const rest = cells.shape[0] - batch;
  return [rest === 0 ? moved : concat([moved, slice(cells, 0, batch, rest)], 0), h];
}
