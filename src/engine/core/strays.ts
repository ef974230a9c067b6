/**
 * The safety net for tensors that no scope frees: when the garbage collector finds one, its memory is given back. Watching an
 * object costs microseconds, more than a small operation, so a tensor is watched only if it still lives when the program
 * pauses, or when many have come together.
 */
import type { Backend, DeviceArray } from '../backends/backend.js';

/** What is watched; freed by `array` when it is collected. */
export interface Stray {
  readonly backend: Backend;
  readonly disposed: boolean;
  readonly owner: object | null;
  readonly array: DeviceArray;
  watched: boolean;
}

const collector = new FinalizationRegistry<{ backend: Backend; array: DeviceArray }>(({ backend, array }) =>
  backend.free(array),
);

/** Tensors that may have to be watched; until then they cannot be collected. */
let waiting: Stray[] = [];
const MOST_WAITING = 256;

/** Watches a tensor from the next pause on, unless it is freed before. */
export function watch(tensor: Stray): void {
  const count = waiting.push(tensor);
  if (count === 1) queueMicrotask(watchAll);
  else if (count === MOST_WAITING) watchAll();
}

function watchAll(): void {
  const tensors = waiting;
  waiting = [];
  for (const tensor of tensors) {
    if (tensor.disposed || tensor.watched || tensor.owner) continue;
    const { backend, array } = tensor;
    collector.register(tensor, { backend, array }, tensor);
    tensor.watched = true;
  }
}

/** Called when a watched tensor was freed. */
export const unwatch = (tensor: Stray): void => void collector.unregister(tensor);
