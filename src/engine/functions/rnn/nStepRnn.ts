import type { Operand } from '../../core/variable.js';
import { relu } from '../activation/relu.js';
import { tanh } from '../activation/tanh.js';
import { type Cell, nStep } from './nStep.js';
import type { NStepResult } from './nStepGru.js';

export type RnnActivation = 'tanh' | 'relu';

/** h′ = f(input + recurrent). */
const rnnCell = (activation: RnnActivation): Cell => ({
  gates: 1,
  states: 1,
  step: (input, recurrent) => [(activation === 'tanh' ? tanh : relu)(input.add(recurrent))],
});

const run =
  (label: string, directions: 1 | 2) =>
  (
    layers: number,
    dropoutRatio: number,
    hx: Operand,
    ws: readonly (readonly Operand[])[],
    bs: readonly (readonly Operand[])[],
    xs: readonly Operand[],
    { activation = 'tanh' as RnnActivation } = {},
  ): NStepResult => {
    const args = { layers, dropoutRatio, states: [hx], weights: ws, biases: bs, steps: xs };
    const { states, outputs } = nStep(label, rnnCell(activation), directions, args);
    return [states[0], outputs];
  };

/**
 * Stacked plain recurrent units over time steps (Bₜ, I); arguments as `nStepLstm`'s, with two weights and biases a layer: of
 * the input, then of the state.
 *
 * @returns [last h, outputs (Bₜ, U) for each time]
 */
export const nStepRnn = run('nStepRnn', 1);

/** `nStepRnn` in both directions: states (2·layers, B, U), outputs (Bₜ, 2·U). */
export const nStepBirnn = run('nStepBirnn', 2);
