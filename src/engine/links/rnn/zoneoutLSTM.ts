import { Chain } from '../../core/link.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { sigmoid } from '../../functions/activation/sigmoid.js';
import { tanh } from '../../functions/activation/tanh.js';
import { zoneout } from '../../functions/noise/zoneout.js';
import { interleavedGates } from '../../functions/rnn/lstm.js';
import { Linear } from '../connection/linear.js';
import { HeldState } from './heldState.js';
import { zeroState } from './lstm.js';

/**
 * LSTM units that in training keep some cells and outputs as they were. Remembers its state as `LSTM` does.
 *
 * @see Krueger et al. 2016, arXiv:1606.01305
 */
export class StatefulZoneoutLSTM extends Chain {
  readonly upward: Linear;
  readonly lateral: Linear;
  private readonly ratios: { c: number; h: number };
  private readonly heldC = new HeldState();
  private readonly heldH = new HeldState();

  constructor(
    inSize: number | null,
    readonly outSize: number,
    { cRatio = 0.5, hRatio = 0.5 } = {},
  ) {
    super();
    this.ratios = { c: cRatio, h: hRatio };
    this.upward = new Linear(inSize, 4 * outSize);
    this.lateral = new Linear(outSize, 4 * outSize, { nobias: true });
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
    const zeros = () => zeroState(v, v.shape[0], this.outSize);
    const [cells, before] = [this.heldC.get() ?? zeros(), this.heldH.get()];
    let gates = this.upward.forward(v);
    if (before) gates = gates.add(this.lateral.forward(before));
    const [a, i, f, o] = interleavedGates(gates);
    const moved = tanh(a).mul(sigmoid(i)).add(sigmoid(f).mul(cells));
    const c = zoneout(cells, moved, { ratio: this.ratios.c });
    const h = zoneout(before ?? zeros(), sigmoid(o).mul(tanh(moved)), { ratio: this.ratios.h });
    this.setState(c, h);
    return h;
  }

  override dispose(): void {
    super.dispose();
    this.resetState();
  }
}
