import type { Backend, MemoryReport } from '../backends/backend.js';
import { EngineError } from './errors.js';

let current: Backend | null = null;

/** Makes a backend the one on which new tensors are created. */
export function setBackend(backend: Backend): void {
  current = backend;
}

/** The backend in use. Throws when none was chosen yet. */
export function getBackend(): Backend {
  if (!current) throw new EngineError('no backend yet: call `await init()` first');
  return current;
}

/** Live and pooled memory of the backend in use; flat across iterations of a program that does not leak. */
export const memory = (): MemoryReport => getBackend().memory();
