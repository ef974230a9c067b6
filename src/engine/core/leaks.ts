/** Which tensors outlive a piece of work, and where they were made. */
import { type DType, ITEM_BYTES, type Shape } from '../backends/backend.js';
import { forwardLine, stackHere } from './debug.js';
import { formatShape } from './shape.js';
import type { Tensor } from './tensor.js';

/** Tensors of one kind that were made at one place and not freed. */
export interface Leak {
  readonly count: number;
  readonly shape: Shape;
  readonly dtype: DType;
  /** Bytes of all of them. */
  readonly bytes: number;
  /** The function whose result they are; null for tensors made by hand, gradients that were added up, … */
  readonly madeBy: string | null;
  /** The line that made them: the first in the stack that is not the engine's. */
  readonly line: string;
}

export interface LeakReport {
  /** The most bytes first; empty when nothing leaks. */
  readonly leaks: readonly Leak[];
  /** A line for each leak; empty when nothing leaks. */
  toString(): string;
}

interface Origin {
  readonly stack: string;
  /** In which run of the step it was made. */
  readonly run: number;
  madeBy: string | null;
}

/** Tensors under observation that live. Set only while `findLeaks` runs. */
let living: Map<Tensor, Origin> | null = null;
let run = 0;

/** Called for every new tensor. */
export function noteMade(tensor: Tensor): void {
  living?.set(tensor, { stack: stackHere(), run, madeBy: null });
}

/** Called when a tensor is freed. */
export function noteFreed(tensor: Tensor): void {
  living?.delete(tensor);
}

/** Called with the results of every function. */
export function noteResults(results: readonly Tensor[], label: string): void {
  if (!living) return;
  for (const tensor of results) {
    const origin = living.get(tensor);
    if (origin) origin.madeBy ??= label;
  }
}

/** Groups that have a tensor of every run: one that a run replaces is there only from the last. */
function reportOf(tensors: ReadonlyMap<Tensor, Origin>, runs: number): LeakReport {
  const groups = new Map<string, { leak: Leak; seen: Set<number> }>();
  for (const [{ shape, dtype, size, backend }, origin] of tensors) {
    const { madeBy } = origin;
    const line = forwardLine(origin.stack);
    const key = [madeBy, dtype, shape, backend.name, line].join(' ');
    const { leak, seen = new Set<number>() } = groups.get(key) ?? {};
    const count = (leak?.count ?? 0) + 1;
    const bytes = (leak?.bytes ?? 0) + ITEM_BYTES[dtype] * size;
    groups.set(key, { leak: { count, shape, dtype, bytes, madeBy, line }, seen: seen.add(origin.run) });
  }
  const leaks = [...groups.values()]
    .filter(({ seen }) => seen.size === runs)
    .map(({ leak }) => leak)
    .sort((a, b) => b.bytes - a.bytes);
  return {
    leaks,
    toString: () =>
      leaks
        .map(
          ({ count, dtype, shape, bytes, madeBy, line }) =>
            `${count} × ${dtype} ${formatShape(shape)}, ${bytes} bytes${madeBy ? `, by ${madeBy}` : ''}, ${line}`,
        )
        .join('\n'),
  };
}

/**
 * Runs a step of a program several times and names the tensors that every run leaves behind, by function and line. A run before
 * those makes what is made once to stay (shapes of lazy parameters, an optimizer's state); what a run replaces, as gradients
 * and the state of recurrent links, is no leak. It is slow, and while it runs nothing is left to the garbage collector.
 *
 * @param step synchronous or not
 * @example
 * console.log(String(await findLeaks(() => trainOneStep())));
 * // 3 × float32 (), 12 bytes, by affine, at trainOneStep (train.js:12:31)
 */
export async function findLeaks(step: () => unknown, times = 3): Promise<LeakReport> {
  await step();
  const outer = living;
  const mine = new Map<Tensor, Origin>();
  living = mine;
  try {
    for (run = 0; run < times; run++) await step();
  } finally {
    living = outer;
  }
  return reportOf(mine, times);
}
