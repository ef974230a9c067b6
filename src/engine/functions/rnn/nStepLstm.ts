import type { Operand, Variable } from '../../core/variable.js';
import { sigmoid } from '../activation/sigmoid.js';
import { tanh } from '../activation/tanh.js';
import { splitAxis } from '../array/splitAxis.js';
import { type Cell, nStep } from './nStep.js';

/** Blocks i, f, a, o, which is cuDNN's order and that of Chainer's code (its documentation swaps the last two). */
const lstmCell: Cell = {
  gates: 4,
  states: 2,
  step(input, recurrent, [, c]) {
    const [i, f, a, o] = splitAxis(input.add(recurrent), 4, 1);
    const cell = sigmoid(f)
      .mul(c)
      .add(sigmoid(i).mul(tanh(a)));
    return [sigmoid(o).mul(tanh(cell)), cell];
  },
};

export type NStepLstmResult = [hy: Variable, cy: Variable, ys: Variable[]];

const run =
  (label: string, directions: 1 | 2) =>
  (
    layers: number,
    dropoutRatio: number,
    hx: Operand,
    cx: Operand,
    ws: readonly (readonly Operand[])[],
    bs: readonly (readonly Operand[])[],
    xs: readonly Operand[],
  ): NStepLstmResult => {
    const args = { layers, dropoutRatio, states: [hx, cx], weights: ws, biases: bs, steps: xs };
    const { states, outputs } = nStep(label, lstmCell, directions, args);
    return [states[0], states[1], outputs];
  };

/**
 * Stacked LSTM over sequences of several lengths, transposed (`transposeSequence`) into time steps.
 *
 * @param layers       number of layers
 * @param dropoutRatio share of a layer's outputs that the next does not see in training
 * @param hx, cx       first states (layers, B, U)
 * @param ws, bs       for each layer eight weights and biases: of the input for i, f, a, o, then of the state
 * @param xs           for each time (Bₜ, I), B₀ ≥ B₁ ≥ …
 * @returns            [last h, last c, outputs (Bₜ, U) for each time]
 */
export const nStepLstm = run('nStepLstm', 1);

/** `nStepLstm` in both directions: states (2·layers, B, U), weights ws[2·layer + direction], outputs (Bₜ, 2·U). */
export const nStepBilstm = run('nStepBilstm', 2);
