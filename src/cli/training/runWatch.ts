import type { TrainingEvent } from '../../models/training/train.node.js';
import { clearStopRequest, failureOf, isStopRequested, type RunState, writeState } from './runState.js';

/** Milliseconds between two writings of the state. */
const WRITE_EVERY = 1000;

/**
 * The other end of a run for programs that watch it from outside, such as the studio: its state is in the run's folder, and a
 * file there asks it to stop. That works over a closed window, and on systems without signals.
 */
export class RunWatch {
  /** Aborts when the run is asked to stop. */
  readonly signal: AbortSignal;
  readonly #asked = new AbortController();
  #last = 0;
  #state: Pick<RunState, 'phase' | 'done' | 'total' | 'secondsPerStep'> = { phase: 'starting' };

  /** @param signal aborts too when this one does */
  constructor(
    private readonly folder: string,
    signal: AbortSignal,
  ) {
    this.signal = AbortSignal.any([signal, this.#asked.signal]);
    this.#write();
  }

  /** Follows a run's events, of which there is one at least after each picture read and after each step. */
  show(event: TrainingEvent): void {
    // No timer looks for it: steps on the CPU follow each other without a pause in which one would fire.
    if (isStopRequested(this.folder)) this.#asked.abort();
    if (event.kind === 'data') this.#state = { phase: 'reading', done: event.done, total: event.total };
    else if (event.kind === 'progress')
      this.#state = { ...this.#state, phase: 'training', done: event.iteration, total: event.iterations };
    else if (event.kind === 'step') this.#state = { ...this.#state, secondsPerStep: event.secondsPerStep };
    else return;
    if (Date.now() - this.#last < WRITE_EVERY) return;
    this.#last = Date.now();
    this.#write();
  }

  end(phase: 'ready' | 'stopped' | 'done'): void {
    clearStopRequest(this.folder);
    this.#write({ phase });
  }

  /** It ended by an error; a stop in the midst of reading pictures is none. */
  fail(error: unknown): void {
    clearStopRequest(this.folder);
    const stopped = error instanceof Error && error.name === 'AbortError';
    this.#write(stopped ? { phase: 'stopped' } : { phase: 'failed', failure: failureOf(error) });
  }

  #write(more: Partial<RunState> = {}): void {
    writeState(this.folder, { ...this.#state, pid: process.pid, ...more });
  }
}
