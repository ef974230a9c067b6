import { Chain } from '../../core/link.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { sigmoid } from '../../functions/activation/sigmoid.js';
import { tanh } from '../../functions/activation/tanh.js';
import { splitAxis } from '../../functions/array/splitAxis.js';
import { Linear } from '../connection/linear.js';

/**
 * LSTM units of a tree whose nodes have any number of children, whose outputs are summed.
 *
 * @see Tai et al. 2015, arXiv:1503.00075
 */
export class ChildSumTreeLSTM extends Chain {
  readonly W_x: Linear;
  readonly W_h_aio: Linear;
  readonly W_h_f: Linear;

  constructor(
    inSize: number | null,
    readonly outSize: number,
  ) {
    super();
    this.W_x = new Linear(inSize, 4 * outSize);
    this.W_h_aio = new Linear(outSize, 3 * outSize, { nobias: true });
    this.W_h_f = new Linear(outSize, outSize, { nobias: true });
  }

  /**
   * @param children [c, h] of each child, (B, outSize) each; none at a leaf
   * @param x        (B, inSize)
   * @returns        [c, h] of the node
   */
  override forward(children: readonly (readonly [c: Variable, h: Variable])[], x: Operand): [c: Variable, h: Variable] {
    const [a, i, o, f] = splitAxis(this.W_x.forward(asVariable(x)), 4, 1);
    const total = children.length > 0 ? children.map(([, h]) => h).reduce((sum, h) => sum.add(h)) : null;
    const [ha, hi, ho] = total ? splitAxis(this.W_h_aio.forward(total), 3, 1) : [null, null, null];
    const plus = (gate: Variable, lateral: Variable | null): Variable => (lateral ? gate.add(lateral) : gate);
    let c = tanh(plus(a, ha)).mul(sigmoid(plus(i, hi)));
    for (const [cell, h] of children) c = c.add(sigmoid(f.add(this.W_h_f.forward(h))).mul(cell));
    return [c, sigmoid(plus(o, ho)).mul(tanh(c))];
  }
}
