import { EngineError } from '../../core/errors.js';
import type { InitializerLike } from '../../core/initializer.js';
import { Chain } from '../../core/link.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, Variable } from '../../core/variable.js';
import { concat } from '../../functions/array/concat.js';
import { slice } from '../../functions/array/slice.js';
import { lstm } from '../../functions/rnn/lstm.js';
import { Linear } from '../connection/linear.js';
import { HeldState } from './heldState.js';

export interface LSTMOptions {
  lateralInit?: InitializerLike | null;
  upwardInit?: InitializerLike | null;
  /** Biases of cell input, input gate and output gate. */
  biasInit?: number;
  forgetBiasInit?: number;
}

/** Zeros of a batch of states. */
export const zeroState = (like: Variable, batch: number, size: number): Variable =>
  new Variable(Tensor.zeros([batch, size], 'float32', like.data.backend), { requiresGrad: false });

/** Weights of LSTM units: `upward` of the input, `lateral` of the last output. */
abstract class LSTMBase extends Chain {
  readonly upward: Linear;
  readonly lateral: Linear;

  /** @param inSize null: known at the first input */
  constructor(
    inSize: number | null,
    readonly outSize: number,
    { lateralInit = null, upwardInit = null, biasInit = 0, forgetBiasInit = 1 }: LSTMOptions = {},
  ) {
    super();
    const biases = Float32Array.from({ length: 4 * outSize }, (_, i) => (i % 4 === 2 ? forgetBiasInit : biasInit));
    this.upward = new Linear(inSize, 4 * outSize, { initialW: upwardInit, initialBias: biases });
    this.lateral = new Linear(outSize, 4 * outSize, { nobias: true, initialW: lateralInit });
  }
}

/** LSTM units without a memory of their own: (c, h, x) → [c′, h′]; null states are zeros. */
export class StatelessLSTM extends LSTMBase {
  override forward(c: Variable | null, h: Variable | null, x: Operand): [c: Variable, h: Variable] {
    const v = asVariable(x);
    let gates = this.upward.forward(v);
    if (h) gates = gates.add(this.lateral.forward(h));
    return lstm(c ?? zeroState(v, v.shape[0], this.outSize), gates);
  }
}

/**
 * LSTM units that remember their state from call to call: x (b, inSize) → h (b, outSize). A batch may shrink while a
 * sequence goes on (longest first); states of those that ended stay. After a backward the state counts as a constant.
 */
export class LSTM extends LSTMBase {
  private readonly heldC = new HeldState();
  private readonly heldH = new HeldState();

  get c(): Variable | null {
    return this.heldC.get();
  }

  get h(): Variable | null {
    return this.heldH.get();
  }

  /** Sets the state to go on from. */
  setState(c: Variable, h: Variable): void {
    this.heldC.set(c);
    this.heldH.set(h);
  }

  /** Forgets the state: the next call begins a sequence. */
  resetState(): void {
    this.heldC.set(null);
    this.heldH.set(null);
  }

  override forward(x: Operand): Variable {
    const v = asVariable(x);
    const batch = v.shape[0];
    const before = this.h;
    if (before && before.shape[0] < batch)
      throw new EngineError(
        `LSTM: the batch grew from ${before.shape[0]} to ${batch} within a sequence; call resetState() to begin a new one`,
      );
    let gates = this.upward.forward(v);
    if (before) gates = gates.add(this.lateral.forward(slice(before, 0, 0, batch)));
    const [c, h] = lstm(this.c ?? zeroState(v, batch, this.outSize), gates);
    const rest = before ? before.shape[0] - batch : 0;
    this.heldC.set(c);
    this.heldH.set(before && rest > 0 ? concat([h, slice(before, 0, batch, rest)], 0) : h);
    return h;
  }

  override dispose(): void {
    super.dispose();
    this.resetState();
  }
}
