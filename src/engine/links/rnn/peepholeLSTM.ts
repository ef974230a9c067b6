import { Chain } from '../../core/link.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { sigmoid } from '../../functions/activation/sigmoid.js';
import { tanh } from '../../functions/activation/tanh.js';
import { interleavedGates } from '../../functions/rnn/lstm.js';
import { Linear } from '../connection/linear.js';
import { HeldState } from './heldState.js';
import { zeroState } from './lstm.js';

/**
 * LSTM units whose gates also see the cells: σ(i + peep_i c), σ(f + peep_f c), σ(o + peep_o c′). Remembers its state as `LSTM`
 * does.
 */
export class StatefulPeepholeLSTM extends Chain {
  readonly upward: Linear;
  readonly lateral: Linear;
  readonly peep_i: Linear;
  readonly peep_f: Linear;
  readonly peep_o: Linear;
  private readonly heldC = new HeldState();
  private readonly heldH = new HeldState();

  constructor(
    inSize: number | null,
    readonly outSize: number,
  ) {
    super();
    const peephole = () => new Linear(outSize, outSize, { nobias: true });
    this.upward = new Linear(inSize, 4 * outSize);
    this.lateral = new Linear(outSize, 4 * outSize, { nobias: true });
    this.peep_i = peephole();
    this.peep_f = peephole();
    this.peep_o = peephole();
  }

  setState(c: Variable, h: Variable): void {
    this.heldC.set(c);
    this.heldH.set(h);
  }

  resetState(): void {
    this.heldC.set(null);
    this.heldH.set(null);
  }

  override forward(x: Operand): Variable {
    const v = asVariable(x);
    const before = this.heldH.get();
    let gates = this.upward.forward(v);
    if (before) gates = gates.add(this.lateral.forward(before));
    const cells = this.heldC.get() ?? zeroState(v, v.shape[0], this.outSize);
    const [a, i, f, o] = interleavedGates(gates);
    const c = tanh(a)
      .mul(sigmoid(i.add(this.peep_i.forward(cells))))
      .add(sigmoid(f.add(this.peep_f.forward(cells))).mul(cells));
    const h = sigmoid(o.add(this.peep_o.forward(c))).mul(tanh(c));
    this.setState(c, h);
    return h;
  }

  override dispose(): void {
    super.dispose();
    this.resetState();
  }
}
