/** Stacked recurrent links over lists of sequences of any lengths. */
import { EngineError } from '../../core/errors.js';
import { ChainList, Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, Variable } from '../../core/variable.js';
import { permutate } from '../../functions/array/permutate.js';
import { transposeSequence } from '../../functions/array/transposeSequence.js';
import { type NStepResult, nStepBigru, nStepGru } from '../../functions/rnn/nStepGru.js';
import { nStepBilstm, nStepLstm } from '../../functions/rnn/nStepLstm.js';
import { nStepBirnn, nStepRnn } from '../../functions/rnn/nStepRnn.js';
import { Normal } from '../../initializers/normal.js';

/** Weights w0, w1, … and biases b0, b1, … of a layer in one direction. */
class RecurrentLayer extends Link {
  readonly weights: Parameter[] = [];
  readonly biases: Parameter[] = [];

  /** Half of the weights are of the input, half of the state. */
  constructor(count: number, inSize: number, outSize: number) {
    super();
    for (let i = 0; i < count; i++) {
      const width = i < count / 2 ? inSize : outSize;
      this.weights.push(new Parameter(new Normal(Math.sqrt(1 / width)), [outSize, width], `w${i}`));
      this.biases.push(new Parameter(0, [outSize], `b${i}`));
    }
  }

  protected override ownParams(): [string, Parameter][] {
    const named = (list: Parameter[], letter: string) => list.map((p, i): [string, Parameter] => [`${letter}${i}`, p]);
    return [...named(this.biases, 'b'), ...named(this.weights, 'w')];
  }

  override forward(): never {
    throw new EngineError('RecurrentLayer: only the link around it can be applied');
  }
}

abstract class NStepBase extends ChainList<RecurrentLayer> {
  /** @param weightCount for each layer and direction */
  constructor(
    readonly nLayers: number,
    inSize: number,
    readonly outSize: number,
    readonly dropout: number,
    readonly directions: 1 | 2,
    weightCount: number,
  ) {
    super(
      ...Array.from({ length: nLayers * directions }, (_, row) => {
        const width = row < directions ? inSize : outSize * directions;
        return new RecurrentLayer(weightCount, width, outSize);
      }),
    );
  }

  protected get ws(): Parameter[][] {
    return this.links.map((layer) => layer.weights);
  }

  protected get bs(): Parameter[][] {
    return this.links.map((layer) => layer.biases);
  }

  /** Sorts the sequences, longest first, and puts states and outputs back into the caller's order. */
  protected inOrder(
    states: readonly (Operand | null)[],
    xs: readonly Operand[],
    run: (states: Variable[], steps: Variable[]) => { states: Variable[]; outputs: Variable[] },
  ): { states: Variable[]; outputs: Variable[] } {
    const sequences = xs.map(asVariable);
    if (sequences.length === 0) throw new EngineError(`${this.constructor.name}: expected at least one sequence`);
    const order = sequences.map((_, i) => i).sort((a, b) => sequences[b].shape[0] - sequences[a].shape[0] || a - b);
    const shape = [this.nLayers * this.directions, xs.length, this.outSize];
    const zeros = () =>
      new Variable(Tensor.zeros(shape, 'float32', sequences[0].data.backend), { requiresGrad: false });
    const sorted = states.map((s) => (s === null ? zeros() : permutate(s, order, { axis: 1 })));
    const result = run(sorted, transposeSequence(order.map((i) => sequences[i])));
    const outputs: Variable[] = [];
    for (const [k, y] of transposeSequence(result.outputs).entries()) outputs[order[k]] = y;
    return { states: result.states.map((s) => permutate(s, order, { axis: 1, inv: true })), outputs };
  }
}

/** What a stacked recurrent link of one state gives: last states (layers·directions, B, size), and outputs (Tᵢ, size·directions). */
export type NStepOutput = [hy: Variable, ys: Variable[]];

abstract class NStepLSTMBase extends NStepBase {
  /**
   * @param hx, cx first states (layers·directions, B, outSize); null: zeros
   * @param xs     sequences (Tᵢ, inSize), in any order
   * @returns      [last h, last c, outputs (Tᵢ, outSize·directions)]
   */
  override forward(
    hx: Operand | null,
    cx: Operand | null,
    xs: readonly Operand[],
  ): [hy: Variable, cy: Variable, ys: Variable[]] {
    const call = this.directions === 1 ? nStepLstm : nStepBilstm;
    const { states, outputs } = this.inOrder([hx, cx], xs, ([h, c], steps) => {
      const [hy, cy, ys] = call(this.nLayers, this.dropout, h, c, this.ws, this.bs, steps);
      return { states: [hy, cy], outputs: ys };
    });
    return [states[0], states[1], outputs];
  }
}

/** Stacked LSTM over sequences of any lengths. */
export class NStepLSTM extends NStepLSTMBase {
  constructor(nLayers: number, inSize: number, outSize: number, dropout: number) {
    super(nLayers, inSize, outSize, dropout, 1, 8);
  }
}

/** Stacked LSTM in both directions. */
export class NStepBiLSTM extends NStepLSTMBase {
  constructor(nLayers: number, inSize: number, outSize: number, dropout: number) {
    super(nLayers, inSize, outSize, dropout, 2, 8);
  }
}

abstract class NStepOneState extends NStepBase {
  protected abstract run(h: Variable, steps: Variable[]): NStepResult;

  /**
   * @param hx first states (layers·directions, B, outSize); null: zeros
   * @param xs sequences (Tᵢ, inSize), in any order
   * @returns  [last h, outputs (Tᵢ, outSize·directions)]
   */
  override forward(hx: Operand | null, xs: readonly Operand[]): NStepOutput {
    const { states, outputs } = this.inOrder([hx], xs, ([h], steps) => {
      const [hy, ys] = this.run(h, steps);
      return { states: [hy], outputs: ys };
    });
    return [states[0], outputs];
  }
}

abstract class NStepGRUBase extends NStepOneState {
  protected override run(h: Variable, steps: Variable[]): NStepResult {
    return (this.directions === 1 ? nStepGru : nStepBigru)(this.nLayers, this.dropout, h, this.ws, this.bs, steps);
  }
}

/** Stacked gated recurrent units over sequences of any lengths. */
export class NStepGRU extends NStepGRUBase {
  constructor(nLayers: number, inSize: number, outSize: number, dropout: number) {
    super(nLayers, inSize, outSize, dropout, 1, 6);
  }
}

/** Stacked gated recurrent units in both directions. */
export class NStepBiGRU extends NStepGRUBase {
  constructor(nLayers: number, inSize: number, outSize: number, dropout: number) {
    super(nLayers, inSize, outSize, dropout, 2, 6);
  }
}

abstract class NStepRNNBase extends NStepOneState {
  protected abstract readonly activation: 'tanh' | 'relu';

  protected override run(h: Variable, steps: Variable[]): NStepResult {
    const call = this.directions === 1 ? nStepRnn : nStepBirnn;
    return call(this.nLayers, this.dropout, h, this.ws, this.bs, steps, { activation: this.activation });
  }
}

/** Stacked plain recurrent units with tanh over sequences of any lengths. */
export class NStepRNNTanh extends NStepRNNBase {
  protected readonly activation = 'tanh';

  constructor(nLayers: number, inSize: number, outSize: number, dropout: number) {
    super(nLayers, inSize, outSize, dropout, 1, 2);
  }
}

/** Stacked plain recurrent units with relu. */
export class NStepRNNReLU extends NStepRNNBase {
  protected readonly activation = 'relu';

  constructor(nLayers: number, inSize: number, outSize: number, dropout: number) {
    super(nLayers, inSize, outSize, dropout, 1, 2);
  }
}

/** Stacked plain recurrent units with tanh in both directions. */
export class NStepBiRNNTanh extends NStepRNNBase {
  protected readonly activation = 'tanh';

  constructor(nLayers: number, inSize: number, outSize: number, dropout: number) {
    super(nLayers, inSize, outSize, dropout, 2, 2);
  }
}

/** Stacked plain recurrent units with relu in both directions. */
export class NStepBiRNNReLU extends NStepRNNBase {
  protected readonly activation = 'relu';

  constructor(nLayers: number, inSize: number, outSize: number, dropout: number) {
    super(nLayers, inSize, outSize, dropout, 2, 2);
  }
}
