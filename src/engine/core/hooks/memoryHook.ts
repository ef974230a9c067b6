import { getBackend } from '../context.js';
import type { FunctionNode } from '../functionNode.js';
import type { FunctionHook } from './functionHook.js';

/** What one call did to the backend's memory, in bytes. */
export interface MemoryCall {
  readonly name: string;
  /** Growth of live arrays: outputs and what is kept. */
  readonly live: number;
  /** Growth of all memory held, live and pooled: what had to be asked of the device. */
  readonly acquired: number;
}

/** Notes how functions change the memory in use. */
export class MemoryHook implements FunctionHook {
  readonly name = 'MemoryHook';
  readonly callHistory: MemoryCall[] = [];
  readonly #started: { live: number; held: number }[] = [];

  #now(): { live: number; held: number } {
    const { liveBytes, pooledBytes } = getBackend().memory();
    return { live: liveBytes, held: liveBytes + pooledBytes };
  }

  #note(name: string): void {
    const before = this.#started.pop();
    if (!before) return;
    const { live, held } = this.#now();
    this.callHistory.push({ name, live: live - before.live, acquired: held - before.held });
  }

  forwardPreprocess(): void {
    this.#started.push(this.#now());
  }

  forwardPostprocess(fn: FunctionNode): void {
    this.#note(fn.label);
  }

  backwardPreprocess(): void {
    this.#started.push(this.#now());
  }

  backwardPostprocess(fn: FunctionNode): void {
    this.#note(`${fn.label} backward`);
  }
}
