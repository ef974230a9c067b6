import type { Operand, Variable } from '../../core/variable.js';
import { sigmoid } from '../activation/sigmoid.js';
import { tanh } from '../activation/tanh.js';
import { splitAxis } from '../array/splitAxis.js';
import { type Cell, nStep } from './nStep.js';

/** Blocks r, z, h̄: h′ = (1 − z)·tanh(input + r·recurrent) + z·h, as cuDNN has it. */
const gruCell: Cell = {
  gates: 3,
  states: 1,
  step(input, recurrent, [h]) {
    const [xr, xz, xh] = splitAxis(input, 3, 1);
    const [hr, hz, hh] = splitAxis(recurrent, 3, 1);
    const z = sigmoid(xz.add(hz));
    const candidate = tanh(xh.add(sigmoid(xr.add(hr)).mul(hh)));
    return [candidate.add(z.mul(h.sub(candidate)))];
  },
};

export type NStepResult = [hy: Variable, ys: Variable[]];

const run =
  (label: string, directions: 1 | 2) =>
  (
    layers: number,
    dropoutRatio: number,
    hx: Operand,
    ws: readonly (readonly Operand[])[],
    bs: readonly (readonly Operand[])[],
    xs: readonly Operand[],
  ): NStepResult => {
    const args = { layers, dropoutRatio, states: [hx], weights: ws, biases: bs, steps: xs };
    const { states, outputs } = nStep(label, gruCell, directions, args);
    return [states[0], outputs];
  };

/**
 * Stacked gated recurrent units over time steps (Bₜ, I); arguments as `nStepLstm`'s, with six weights and biases a layer: of
 * the input for r, z, h̄, then of the state.
 *
 * @returns [last h, outputs (Bₜ, U) for each time]
 * @see Cho et al. 2014, arXiv:1406.1078
 */
export const nStepGru = run('nStepGru', 1);

/** `nStepGru` in both directions: states (2·layers, B, U), outputs (Bₜ, 2·U). */
export const nStepBigru = run('nStepBigru', 2);
