import { expectSameShape, expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { sigmoid } from '../activation/sigmoid.js';
import { tanh } from '../activation/tanh.js';
import { splitAxis } from '../array/splitAxis.js';

/**
 * LSTM units of a tree's node: c = tanh(a)·σ(i) + Σ σ(fₖ)·cₖ over the children, h = σ(o)·tanh(c).
 *
 * @param cs cell states of the children, (B, U) each
 * @param x  gate inputs (B, (3 + children)·U): a, i, o, then an f for each child, one block after the other
 * @see Tai et al. 2015, Improved semantic representations from tree-structured LSTM networks, arXiv:1503.00075
 */
export function treeLstm(cs: readonly Operand[], x: Operand): [c: Variable, h: Variable] {
  const [children, gates] = [cs.map(asVariable), asVariable(x)];
  for (const child of children) expectSameShape('treeLstm', { 'child 0': children[0], 'another child': child });
  const blocks = children.length + 3;
  const fits =
    gates.ndim === 2 &&
    gates.shape[1] % blocks === 0 &&
    children.every((c) => c.ndim === 2 && c.shape[0] === gates.shape[0] && c.shape[1] * blocks === gates.shape[1]);
  expectType('treeLstm', fits, `x (B, ${blocks}·U) for ${children.length} children (B, U)`, {
    x: gates,
    ...(children[0] && { 'child 0': children[0] }),
  });
  const [a, i, o, ...forget] = splitAxis(gates, blocks, 1);
  const c = children.reduce((sum, child, k) => sum.add(sigmoid(forget[k]).mul(child)), tanh(a).mul(sigmoid(i)));
  return [c, sigmoid(o).mul(tanh(c))];
}
