/** What all stacked recurrent functions share: layers, directions, sequences that end at different times. */
import { TypeCheckError } from '../../core/errors.js';
import { formatShape } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { concat } from '../array/concat.js';
import { getItem } from '../array/getItem.js';
import { slice } from '../array/slice.js';
import { splitAxis } from '../array/splitAxis.js';
import { stack } from '../array/stack.js';
import { linear } from '../connection/linear.js';
import { dropout } from '../noise/dropout.js';

/** A kind of cell: `gates` blocks of weights for the input and as many for the state. */
export interface Cell {
  readonly gates: number;
  /** How many states it carries: h, or h and c. */
  readonly states: number;
  /** The order in which the blocks are laid out for `step`. */
  step(input: Variable, recurrent: Variable, states: readonly Variable[]): Variable[];
}

export interface NStepArguments {
  readonly layers: number;
  readonly dropoutRatio: number;
  /** (layers·directions, B, U) each. */
  readonly states: readonly Operand[];
  /** For each layer and direction: the input's matrices, then the state's. */
  readonly weights: readonly (readonly Operand[])[];
  readonly biases: readonly (readonly Operand[])[];
  /** For each time (Bₜ, I), B₀ ≥ B₁ ≥ … */
  readonly steps: readonly Operand[];
}

/** Runs the cells; gives the last states, stacked as the first were, and the outputs for each time. */
export function nStep(
  label: string,
  cell: Cell,
  directions: 1 | 2,
  { layers, dropoutRatio, states, weights, biases, steps }: NStepArguments,
): { states: Variable[]; outputs: Variable[] } {
  const first = states.map(asVariable);
  const xs = steps.map(asVariable);
  const batches = xs.map((x) => x.shape[0]);
  const rows = layers * directions;
  const valid =
    xs.length > 0 &&
    xs.every((x, t) => x.ndim === 2 && (t === 0 || batches[t] <= batches[t - 1])) &&
    first.every((s) => s.ndim === 3 && s.shape[0] === rows && s.shape[1] === batches[0]) &&
    weights.length === rows &&
    biases.length === rows &&
    [...weights, ...biases].every((list) => list.length === 2 * cell.gates);
  if (!valid)
    throw new TypeCheckError(
      `${label}: expected steps (Bₜ, I) of falling Bₜ, states (${rows}, B₀, U) and ${rows} lists of ${2 * cell.gates} weights and biases, but the steps are ${xs.map((x) => formatShape(x.shape)).join(', ')} and the states ${first.map((s) => formatShape(s.shape)).join(', ')}`,
    );

  const lasts: Variable[][] = first.map(() => []);
  let inputs = xs;
  for (let layer = 0; layer < layers; layer++) {
    const fed = layer === 0 ? inputs : inputs.map((h) => dropout(h, { ratio: dropoutRatio }));
    const outputs = Array.from({ length: directions }, (_, direction) => {
      const row = layer * directions + direction;
      const start = first.map((s) => getItem(s, [row]));
      const run = runLayer(cell, fed, start, weights[row], biases[row], direction === 1);
      for (const [k, state] of run.states.entries()) lasts[k].push(state);
      return run.outputs;
    });
    inputs = directions === 1 ? outputs[0] : outputs[0].map((h, t) => concat([h, outputs[1][t]], 1));
  }
  return { states: lasts.map((list) => stack(list)), outputs: inputs };
}

/** One layer in one direction. Sequences that are over (or, backwards, not begun) keep their states. */
function runLayer(
  { gates, step }: Cell,
  xs: readonly Variable[],
  start: readonly Variable[],
  weights: readonly Operand[],
  biases: readonly Operand[],
  backwards: boolean,
): { states: Variable[]; outputs: Variable[] } {
  const joined = (list: readonly Operand[]): Variable => concat(list, 0);
  const ends = xs.map((_, t) => xs.slice(0, t + 1).reduce((n, x) => n + x.shape[0], 0));
  // The inputs' part needs no state: all times at once.
  const all = linear(joined(xs), joined(weights.slice(0, gates)), joined(biases.slice(0, gates)));
  const inputs = splitAxis(all, ends.slice(0, -1), 0);
  const [w, b] = [joined(weights.slice(gates)), joined(biases.slice(gates))];
  let states = [...start];
  const outputs: Variable[] = new Array(xs.length);
  for (let k = 0; k < xs.length; k++) {
    const t = backwards ? xs.length - 1 - k : k;
    const batch = xs[t].shape[0];
    const rest = states[0].shape[0] - batch;
    const active = states.map((s) => slice(s, 0, 0, batch));
    const next = step(inputs[t], linear(active[0], w, b), active);
    outputs[t] = next[0];
    states = rest === 0 ? next : next.map((s, i) => concat([s, slice(states[i], 0, batch, rest)], 0));
  }
  return { states, outputs };
}
