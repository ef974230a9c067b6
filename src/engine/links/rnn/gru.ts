import type { InitializerLike } from '../../core/initializer.js';
import { Chain } from '../../core/link.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { sigmoid } from '../../functions/activation/sigmoid.js';
import { tanh } from '../../functions/activation/tanh.js';
import { Linear } from '../connection/linear.js';
import { HeldState } from './heldState.js';

export interface GRUOptions {
  init?: InitializerLike | null;
  innerInit?: InitializerLike | null;
  biasInit?: InitializerLike;
}

/** Weights of gated recurrent units, three of the input (W…) and three of the state (U…). */
abstract class GRUBase extends Chain {
  readonly W_r: Linear;
  readonly U_r: Linear;
  readonly W_z: Linear;
  readonly U_z: Linear;
  readonly W: Linear;
  readonly U: Linear;

  /** @param inSize null: known at the first input */
  constructor(
    inSize: number | null,
    readonly outSize: number,
    { init = null, innerInit = null, biasInit = 0 }: GRUOptions = {},
  ) {
    super();
    const upward = () => new Linear(inSize, outSize, { initialW: init, initialBias: biasInit });
    const lateral = () => new Linear(outSize, outSize, { initialW: innerInit, initialBias: biasInit });
    this.W_r = upward();
    this.U_r = lateral();
    this.W_z = upward();
    this.U_z = lateral();
    this.W = upward();
    this.U = lateral();
  }

  /** h′ = (1 − z)·h + z·tanh(W x + U (r·h)). Without h it counts as zeros that have no weights, not even biases. */
  protected step(h: Variable | null, x: Variable): Variable {
    const [z, candidate] = [this.W_z.forward(x), this.W.forward(x)];
    if (!h) return sigmoid(z).mul(tanh(candidate));
    const r = sigmoid(this.W_r.forward(x).add(this.U_r.forward(h)));
    const gate = sigmoid(z.add(this.U_z.forward(h)));
    const next = tanh(candidate.add(this.U.forward(r.mul(h))));
    return h.add(gate.mul(next.sub(h)));
  }
}

/** Gated recurrent units without a memory of their own: (h, x) → h′. */
export class StatelessGRU extends GRUBase {
  override forward(h: Operand, x: Operand): Variable {
    return this.step(asVariable(h), asVariable(x));
  }
}

/**
 * Gated recurrent units that remember their state from call to call: x (B, inSize) → h (B, outSize). After a backward the
 * state counts as a constant.
 *
 * @see Cho et al. 2014, arXiv:1409.1259
 */
export class StatefulGRU extends GRUBase {
  private readonly heldH = new HeldState();

  get h(): Variable | null {
    return this.heldH.get();
  }

  setState(h: Variable): void {
    this.heldH.set(h);
  }

  /** Forgets the state: the next call begins a sequence. */
  resetState(): void {
    this.heldH.set(null);
  }

  override forward(x: Operand): Variable {
    const h = this.step(this.h, asVariable(x));
    this.heldH.set(h);
    return h;
  }

  override dispose(): void {
    super.dispose();
    this.resetState();
  }
}

/** Another name of `StatefulGRU`. */
export class GRU extends StatefulGRU {}
