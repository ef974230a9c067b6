import { EngineError } from './errors.js';
import type { Tensor } from './tensor.js';

/** A NaN or an infinity found in debug mode. */
export class NonFiniteError extends EngineError {
  override name = 'NonFiniteError';
}

/** Frames that a stack shows: the engine's own come first, and functions are made of functions. */
const FRAMES = 50;

/** The stack of the caller. */
export function stackHere(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = limit;
  return stack;
}

/** The caller's line in a stack: the first that is not the engine's own. */
export function forwardLine(stack: string): string {
  const lines = stack.split('\n').filter((line) => /^\s*at |@/.test(line) && !line.includes('<anonymous>'));
  const own = /[\\/]src[\\/]engine[\\/]/;
  return (lines.find((line) => !own.test(line)) ?? lines[0] ?? stack).trim();
}

const pending: Promise<void>[] = [];

/** Debug mode: checks a tensor for NaN and infinities. The result is known at the next `settleChecks`. */
export function checkFinite(tensor: Tensor, what: string, callSite: string | null): void {
  if (tensor.dtype === 'int32' || tensor.size === 0) return;
  const wide = tensor.backend.cast(tensor.array, 'float32');
  const flag = tensor.backend.unary('isFinite', wide);
  tensor.backend.free(wide);
  const axes = tensor.shape.map((_, i) => i);
  const all = tensor.backend.reduce('min', flag, axes);
  const check = tensor.backend.read(all).then(([finite]) => {
    if (finite === 0)
      throw new NonFiniteError(
        `NaN or infinity in the ${what}${callSite ? `, called ${forwardLine(callSite)}\n${callSite.replace(/^Error:?\s*/, '')}` : ''}`,
      );
  });
  check.catch(() => {}); // reported by settleChecks; until then not an unhandled rejection
  pending.push(check);
  tensor.backend.free(flag);
  tensor.backend.free(all);
}

/** A label or position in debug mode that names no class or row. */
export class LabelError extends EngineError {
  override name = 'LabelError';
}

/**
 * Debug mode: checks that labels lie in 0 … count − 1; elsewhere one that does not counts for nothing. The result is known at
 * the next `settleChecks`.
 */
export function checkLabels(label: string, labels: Tensor, count: number): void {
  if (labels.size === 0) return;
  const site = forwardLine(stackHere());
  const { backend } = labels;
  const axes = labels.shape.map((_, i) => i);
  const ends = (['min', 'max'] as const).map((op) => backend.reduce(op, labels.array, axes));
  const check = Promise.all(ends.map((end) => backend.read(end))).then(([[least], [most]]) => {
    if (least < 0 || most >= count)
      throw new LabelError(
        `${label}: labels from ${least} to ${most}, but there are ${count}, from 0 on; called ${site}`,
      );
  });
  check.catch(() => {}); // reported by settleChecks
  pending.push(check);
  for (const end of ends) backend.free(end);
}

/** Waits for the checks made so far and throws the first failure, in the order of the calls. */
export async function settleChecks(): Promise<void> {
  const checks = pending.splice(0);
  for (const check of checks) await check;
}
