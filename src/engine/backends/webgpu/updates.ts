/**
 * What optimizers do to each of many arrays in turn – scale a gradient, follow it, average parameters – as one launch for all: the
 * arrays of a kind lie side by side in a buffer (blockGroup.ts), so that a stretch of it can be updated as if it were one array.
 */
import { sizeOf } from '../backend.js';
import { isFlat, isScalar } from './expression.js';
import { groupsFor } from './launchSize.js';
import { readsOf, type Step, writesOf } from './step.js';
import type { Storage } from './storage.js';

/** Steps that do the same to one array after another. `operands[k]` are their k-th arrays, in the order of the steps. */
export interface Together {
  readonly kind: 'together';
  readonly steps: readonly Step[];
  readonly operands: readonly (readonly Storage[])[];
}

/** An update needs no array of its own for the new elements: what is computed and then assigned is written where it belongs. */
export function inPlace(steps: readonly Step[]): Step[] {
  const uses = new Map<Storage, number[]>();
  steps.forEach((step, i) => {
    for (const s of new Set([...readsOf(step), ...writesOf(step)])) uses.set(s, [...(uses.get(s) ?? []), i]);
  });
  const result = [...steps];
  const gone = new Set<number>();
  steps.forEach((assign, at) => {
    if (assign.kind !== 'assign' || assign.src.users > 0) return;
    const { src, dst } = assign;
    const [from, ...others] = uses.get(src)!;
    const step = result[from];
    if (step.kind !== 'element' || step.y !== src || step.half || others.length !== 1) return;
    const fits = step.source.leaves.every((leaf) => leaf.storage !== dst || isFlat(step.source.shape, leaf));
    if (!fits || dst.bytes !== src.bytes || uses.get(dst)!.some((i) => i > from && i < at)) return;
    result[from] = { ...step, y: dst };
    gone.add(at);
  });
  return result.filter((_, i) => !gone.has(i));
}

/** Gathers steps that do the same to different arrays, moving later ones to the first where nothing between them minds. */
export function together(steps: readonly Step[]): (Step | Together)[] {
  const numbers = new Map<Storage, number>();
  const numberOf = (s: Storage): number => {
    if (!numbers.has(s)) numbers.set(s, numbers.size);
    return numbers.get(s)!;
  };
  const kinds = steps.map((step) => kindOf(step, numberOf));
  const left = new Map<string, number>();
  for (const kind of kinds) if (kind) left.set(kind, (left.get(kind) ?? 0) + 1);
  const gathered = new Set<number>();
  const result: (Step | Together)[] = [];
  steps.forEach((step, i) => {
    if (gathered.has(i)) return;
    const kind = kinds[i];
    const members = kind && left.get(kind)! > 1 ? gather(steps, kinds, i, left.get(kind)!, gathered) : [i];
    if (kind) left.set(kind, left.get(kind)! - members.length);
    if (members.length === 1) result.push(step);
    else {
      const own = members.map((m) => steps[m]);
      const lists = own.map(operandsOf);
      result.push({ kind: 'together', steps: own, operands: lists[0].map((_, k) => lists.map((list) => list[k])) });
    }
  });
  return result;
}

/** The steps of a kind, of which there are `count` from step `first` on, that may run with it. */
function gather(
  steps: readonly Step[],
  kinds: readonly (string | null)[],
  first: number,
  count: number,
  gathered: Set<number>,
): number[] {
  const members = [first];
  /** By steps that stay behind, and by the members. */
  const read = new Set(readsOf(steps[first]));
  const written = new Set(writesOf(steps[first]));
  for (let i = first + 1, left = count - 1; i < steps.length && left > 0; i++) {
    if (gathered.has(i)) continue;
    const [reads, writes] = [readsOf(steps[i]), writesOf(steps[i])];
    if (kinds[i] === kinds[first]) {
      left--;
      const free = !reads.some((s) => written.has(s)) && !writes.some((s) => read.has(s) || written.has(s));
      if (free) {
        members.push(i);
        gathered.add(i);
      }
    }
    for (const s of reads) read.add(s);
    for (const s of writes) written.add(s);
  }
  return members;
}

/** The arrays that an update walks in the order of memory, what it writes first. */
function operandsOf(step: Step): readonly Storage[] {
  if (step.kind === 'launch') return [...step.writes, ...step.reads];
  if (step.kind !== 'element') return [];
  const { shape, leaves } = step.source;
  const walked = leaves.filter((leaf) => !isScalar(leaf) && isFlat(shape, leaf)).map((leaf) => leaf.storage);
  return [...new Set([step.y, ...walked])];
}

/**
 * What an update does, so that those which do the same have one kind; null for what is no update of an array in place, or does
 * not only walk arrays in the order of memory.
 */
function kindOf(step: Step, numberOf: (s: Storage) => number): string | null {
  if (step.kind === 'launch') return step.isUpdate ? `${step.files} ${step.dispatches[0].params.slice(1)}` : null;
  if (step.kind !== 'element' || step.half) return null;
  const { shape, leaves, operations, result } = step.source;
  if (sizeOf(shape) === 1) return null; // walked and repeated would be the same
  if (!leaves.some((leaf) => leaf.storage === step.y)) return null;
  const operands = leaves.map((leaf) => {
    if (leaf.half) return null;
    if (leaf.storage === step.y) return 'y';
    if (isScalar(leaf)) return `${numberOf(leaf.storage)}`;
    return isFlat(shape, leaf) ? 'array' : null;
  });
  return operands.includes(null) ? null : JSON.stringify([operands, operations, result]);
}

/** The updates as one step on the stretch that their arrays cover. */
export function asOne({ steps }: Together, quads: number): Step {
  const [step] = steps;
  if (step.kind === 'launch') {
    const [{ params }] = step.dispatches;
    return { ...step, dispatches: [{ params: [quads, ...params.slice(1)], workgroups: groupsFor(quads) }] };
  }
  if (step.kind !== 'element') return step;
  // flat leaves stay flat along a single axis
  const leaves = step.source.leaves.map((leaf) => ({ ...leaf, strides: [isScalar(leaf) ? 0 : 1] }));
  return { ...step, source: { ...step.source, shape: [4 * quads], leaves } };
}
