/**
 * What of a recorded stretch of work is run, and as how many launches. Steps whose results nobody can see are left out; chains
 * of element-wise steps become one; a reduction reads such a chain directly; what follows a product (bias, normalisation by
 * given statistics, activation, residual) is done to its results before they are written.
 *
 * Nothing here depends on what arrays hold, and none of it changes what a program means: an array that somebody still holds, or
 * that another step reads as a whole, is written out as it was.
 */

import { sizeOf } from '../backend.js';
import { type Expression, fullLeaves, rounded, substitute, widenedBy } from './expression.js';
import { readsOf, type Step, writesOf } from './step.js';
import type { Storage } from './storage.js';

/** A chain this short that reads one array is computed again rather than kept for several readers: that reads no more. */
const SHORT = 4;
/** Operations on what a convolution reads again for each of its taps: an activation. */
const MOST_REREAD = 1;
/** What is repeated so many times is small: reading what it is made of costs nothing, a launch of its own does. */
const MANY = 16;
/** It may be computed again by this many operations, as the factors and terms of a normalisation are. */
const SHORT_OF_SMALL = 12;

/** What kernels on a device may do. */
export interface Means {
  /** Arrays that a kernel may bind. */
  readonly mostArrays: number;
  /** Whether products and reductions read and write half precision themselves; else it is widened and narrowed apart. */
  readonly half: boolean;
}

export function plan(recorded: readonly Step[], means: Means): Step[] {
  const steps = new Fusion(recorded, liveSteps(recorded), means).run();
  const live = liveSteps(steps);
  return steps.filter((_, i) => live[i]);
}

/** Which steps have a result that is held outside or read by a later one of them. */
function liveSteps(steps: readonly Step[]): boolean[] {
  const needed = new Set<Storage>();
  const live = steps.map(() => false);
  for (let i = steps.length - 1; i >= 0; i--) {
    const writes = writesOf(steps[i]);
    live[i] = writes.some((s) => s.users > 0 || needed.has(s));
    if (live[i]) for (const s of [...readsOf(steps[i]), ...writes]) needed.add(s);
  }
  return live;
}

/** The expression that a step reads, if it reads one. */
const sourceOf = (step: Step): Expression | undefined =>
  step.kind === 'element' || step.kind === 'launch' ? step.source : undefined;

class Fusion {
  readonly #steps: Step[];
  /** The only step that writes a storage; null if several do. */
  readonly #writer = new Map<Storage, number | null>();
  /** When a storage is written. */
  readonly #writes = new Map<Storage, number[]>();
  readonly #readers = new Map<Storage, Set<number>>();
  /** Steps that became part of others. */
  readonly #gone = new Set<number>();

  constructor(
    steps: readonly Step[],
    private readonly live: readonly boolean[],
    private readonly means: Means,
  ) {
    this.#steps = [...steps];
    this.#steps.forEach((step, i) => {
      if (!live[i]) return;
      for (const s of writesOf(step)) {
        this.#writer.set(s, this.#writes.has(s) ? null : i);
        this.#writes.set(s, [...(this.#writes.get(s) ?? []), i]);
      }
      this.#read(i, readsOf(step));
    });
  }

  run(): Step[] {
    for (let i = 0; i < this.#steps.length; i++) {
      if (!this.live[i]) continue;
      this.#absorb(i);
      if (this.means.half) this.#readHalves(i);
      this.#join(i);
    }
    return this.#steps.filter((_, i) => this.live[i] && !this.#gone.has(i));
  }

  #read(i: number, storages: readonly Storage[]): void {
    for (const s of storages) {
      const readers = this.#readers.get(s);
      if (readers) readers.add(i);
      else this.#readers.set(s, new Set([i]));
    }
  }

  /** Replaces what step i reads by the expressions that compute it. */
  #absorb(i: number): void {
    for (let leaf = 0; ; ) {
      const step = this.#steps[i];
      const source = sourceOf(step);
      if (!source || leaf >= source.leaves.length) return;
      const { storage } = source.leaves[leaf];
      const from = this.#writer.get(storage) ?? null;
      const producer = from === null || from >= i ? null : this.#steps[from];
      const made = producer?.kind === 'element' ? (producer.half ? rounded(producer.source) : producer.source) : null;
      const joined = made && this.#mayAbsorb(step, storage, made, from!, i) ? substitute(source, leaf, made) : null;
      if (!joined || this.#arrays(step, joined) > this.means.mostArrays) {
        leaf++;
        continue;
      }
      this.#replace(i, { ...step, source: joined } as Step, storage, from!);
      leaf = 0; // leaves have new places
    }
  }

  #mayAbsorb(consumer: Step, storage: Storage, source: Expression, from: number, to: number): boolean {
    if (storage.users > 0 || this.#gone.has(from)) return false;
    const own = sourceOf(consumer);
    const repeats = own ? sizeOf(own.shape) / Math.max(sizeOf(source.shape), 1) : 1;
    const isShort = source.operations.length <= (repeats >= MANY ? SHORT_OF_SMALL : SHORT);
    const rereads = consumer.kind === 'launch' && consumer.rereads;
    if (rereads && (source.operations.length > MOST_REREAD || source.leaves.length !== 1 || fullLeaves(source) !== 1))
      return false;
    const anew = this.#readers.get(storage)!.size > 1 || repeats > 1;
    if (anew && !(isShort && (fullLeaves(source) <= 1 || repeats >= MANY))) return false;
    return source.leaves.every((leaf) => this.#unwritten(leaf.storage, leaf.since, to));
  }

  /** Lets a kernel read arrays in half precision instead of their copies as float32. */
  #readHalves(i: number): void {
    const step = this.#steps[i];
    if (step.kind !== 'launch' || !step.storedAs) return;
    for (const [n, storage] of step.reads.entries()) {
      const launch = this.#steps[i] as typeof step;
      const from = this.#writer.get(storage) ?? null;
      const producer = from === null || from >= i || storage.users > 0 ? null : this.#steps[from];
      if (producer?.kind !== 'element' || producer.half) continue;
      const narrow = widenedBy(producer.source);
      if (!narrow || !this.#unwritten(narrow.storage, narrow.since, i)) continue;
      const reads = launch.reads.with(n, narrow.storage);
      const halves = reads.map((_, k) => k === n || (launch.halves?.[k] ?? false));
      this.#replace(i, { ...launch, reads, halves }, storage, from!);
    }
  }

  /** Makes an element-wise step the end of the kernel whose result it reads. */
  #join(i: number): void {
    const step = this.#steps[i];
    if (step.kind !== 'element' || (step.half && !this.means.half)) return;
    for (const [leaf, { storage }] of step.source.leaves.entries()) {
      const from = this.#writer.get(storage) ?? null;
      const producer = from === null || from >= i || this.#gone.has(from) ? null : this.#steps[from];
      if (producer?.kind !== 'launch' || !producer.finish || storage.users > 0) continue;
      if (this.#readers.get(storage)!.size > 1) continue;
      if (!readsOf(producer).every((s) => this.#unwritten(s, from!, i))) continue;
      const made = producer.halfResult ? rounded(producer.finish) : producer.finish;
      const finish = substitute(step.source, leaf, made);
      if (!finish || finish.leaves.some((l) => l.storage === storage)) continue;
      const joined: Step = { ...producer, finish, writes: [step.y], halfResult: step.half };
      if (readsOf(joined).length + 1 > this.means.mostArrays) continue;
      this.#replace(i, joined, storage, from!);
      return;
    }
  }

  /** Step i now does what `from` did for it. */
  #replace(i: number, step: Step, storage: Storage, from: number): void {
    this.#steps[i] = step;
    this.#read(i, readsOf(step));
    const readers = this.#readers.get(storage)!;
    if (!readsOf(step).includes(storage)) readers.delete(i);
    if (readers.size > 0) return;
    this.#gone.add(from);
    for (const s of readsOf(this.#steps[from])) this.#readers.get(s)?.delete(from);
  }

  #arrays(step: Step, source: Expression): number {
    const others = step.kind === 'launch' ? step.reads.length + (step.finish?.leaves.length ?? 0) : 0;
    return others + source.leaves.length + writesOf(step).length;
  }

  /** Whether nobody writes a storage between two steps. */
  #unwritten(s: Storage, after: number, before: number): boolean {
    return (this.#writes.get(s) ?? []).every((at) => at <= after || at >= before);
  }
}
