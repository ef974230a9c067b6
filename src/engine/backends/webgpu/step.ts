import type { Expression } from './expression.js';
import type { Kernel } from './programs.js';
import type { Storage } from './storage.js';

/** One dispatch of a step; long steps have several. */
export interface Dispatch {
  /** 32-bit words as the kernel's Params lays them out, after its `Fused`. */
  readonly params: readonly number[];
  readonly workgroups: number;
  /** Floating-point operations with those on padding, if many: how long it may take. */
  readonly work?: number;
}

/** A kernel at work: recorded in the order of the program, run later, maybe together with its neighbours. */
export interface Launch extends Kernel {
  readonly constants?: Readonly<Record<string, number>>;
  readonly reads: readonly Storage[];
  readonly writes: readonly Storage[];
  readonly dispatches: readonly Dispatch[];
  /** What the kernel reads, element by element, beside `reads`: Params begins with `source: Fused`. */
  readonly source?: Expression;
  /** Elements of `source` are read many times: only what costs hardly anything may be computed with them. */
  readonly rereads?: boolean;
  /** What becomes of a value before it is written to `writes[0]`: Params has a `finish: Fused` next. */
  readonly finish?: Expression;
  /**
   * Names by which the kernel says how each of `reads` is stored (`StoredA`, …): it may then read half precision as it is, where
   * the device can.
   */
  readonly storedAs?: readonly string[];
  /** Which of `reads` are in half precision. */
  readonly halves?: readonly boolean[];
  /** Whether `writes[0]` is in half precision; a kernel with a `finish` stores what it makes as `Stored`. */
  readonly halfResult?: boolean;
  /** The same work on matrix units; `element`: if that is f16, for when all that is multiplied is in half precision. */
  readonly onMatrixUnits?: Kernel & Pick<Launch, 'constants' | 'dispatches'> & { readonly element: 'f16' | 'f32' };
  /**
   * Whether it updates arrays of one size in place, quad by quad in the order of memory, and its first parameter is how many: then
   * it may do so to several sets of arrays at once.
   */
  readonly isUpdate?: boolean;
  /** Floating-point operations that the result takes, if many. */
  readonly flop?: number;
  /** Bytes that go through memory, where that is not the sum of the arrays. */
  readonly bytes?: number;
}

export type Step =
  | ({ readonly kind: 'launch' } & Launch)
  /** y = source, stored in half precision or as words: the kernel is chosen when it runs. */
  | { readonly kind: 'element'; readonly source: Expression; readonly y: Storage; readonly half: boolean }
  /** partials ← Σ x² of each chunk of each array (squares.wgsl). */
  | {
      readonly kind: 'squares';
      readonly kernel: Kernel;
      readonly xs: readonly Storage[];
      /** Elements of each. */
      readonly sizes: readonly number[];
      readonly partials: Storage;
    }
  /** dst ← src, whole. If nobody needs src any more, dst takes over its memory. */
  | { readonly kind: 'assign'; readonly src: Storage; readonly dst: Storage };

/** The launch as it runs: on matrix units where that is possible. */
export function onBestUnits({ onMatrixUnits, ...launch }: Launch): Launch {
  if (!onMatrixUnits) return launch;
  const { element, ...units } = onMatrixUnits;
  const { storedAs = [], halves = [], source } = launch;
  const inHalf =
    storedAs.every((name, n) => name === 'StoredBias' || halves[n]) && (source?.leaves.every((l) => l.half) ?? true);
  return element === 'f32' || inHalf ? { ...launch, ...units } : launch;
}

/** What a step reads, in no particular order. */
export function readsOf(step: Step): Storage[] {
  switch (step.kind) {
    case 'element':
      return step.source.leaves.map((leaf) => leaf.storage);
    case 'assign':
      return [step.src];
    case 'squares':
      return [...step.xs];
    case 'launch': {
      const leaves = [...(step.source?.leaves ?? []), ...(step.finish?.leaves ?? [])];
      return [...step.reads, ...leaves.map((leaf) => leaf.storage)];
    }
  }
}

export function writesOf(step: Step): readonly Storage[] {
  switch (step.kind) {
    case 'element':
      return [step.y];
    case 'assign':
      return [step.dst];
    case 'squares':
      return [step.partials];
    case 'launch':
      return step.writes;
  }
}
