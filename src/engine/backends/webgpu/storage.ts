import type { Block } from './bufferPool.js';

/**
 * Memory of one array, or of several that share it. Work is recorded before it runs, so an array's memory may exist only in
 * name: it gets a block when the first work that touches it runs, and gives it back after the last.
 */
export class Storage {
  block: Block | null = null;
  /** Arrays that share it; at 0 nobody will name it again, but recorded steps may still need it. */
  users = 1;
  /** Recorded steps that name it. */
  steps = 0;

  /** @param bytes what the array holds, without the padding of its block */
  constructor(readonly bytes: number) {}
}
