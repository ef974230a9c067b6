import { expectSameShape, expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { sigmoid } from '../activation/sigmoid.js';
import { tanh } from '../activation/tanh.js';
import { interleavedGates } from './lstm.js';

/**
 * LSTM units with two children: c = tanh(a₁ + a₂)·σ(i₁ + i₂) + σ(f₁)·c₁ + σ(f₂)·c₂, h = σ(o₁ + o₂)·tanh(c).
 *
 * @param c1, c2 cell states (B, U)
 * @param x1, x2 gate inputs (B, 4·U), interleaved as in `lstm`
 * @see Zhu et al. 2015, Long short-term memory over tree structures, arXiv:1503.04881
 */
export function slstm(c1: Operand, c2: Operand, x1: Operand, x2: Operand): [c: Variable, h: Variable] {
  const [va, vb, ga, gb] = [c1, c2, x1, x2].map(asVariable);
  expectSameShape('slstm', { c1: va, c2: vb });
  expectSameShape('slstm', { x1: ga, x2: gb });
  const fits = ga.ndim === 2 && ga.shape[0] === va.shape[0] && ga.shape[1] === 4 * va.shape[1];
  expectType('slstm', fits, 'c1 (B, U) and x1 (B, 4·U)', { c1: va, x1: ga });
  const [first, second] = [interleavedGates(ga), interleavedGates(gb)];
  const [a, i, , o] = first.map((gate, k) => gate.add(second[k]));
  const c = tanh(a).mul(sigmoid(i)).add(sigmoid(first[2]).mul(va)).add(sigmoid(second[2]).mul(vb));
  return [c, sigmoid(o).mul(tanh(c))];
}
