import type { Serializable, Serializer } from '../core/serializer.js';

/** What a trigger looks at. */
export interface Progress {
  readonly iteration: number;
  /** Epochs done, with the fraction of the current one. */
  readonly epochDetail: number;
}

/** Decides after each iteration whether something happens now. */
export interface Trigger extends Serializable {
  fires(progress: Progress): boolean;
}

/** Fires each time another `period` iterations or epochs are complete; the period may be a fraction of an epoch. */
export class IntervalTrigger implements Trigger {
  #previous = 0;

  constructor(
    readonly period: number,
    readonly unit: 'iteration' | 'epoch',
  ) {}

  fires(progress: Progress): boolean {
    const now = this.unit === 'iteration' ? progress.iteration : progress.epochDetail;
    const fired = Math.floor(now / this.period) > Math.floor(this.#previous / this.period);
    this.#previous = now;
    return fired;
  }

  serialize(serializer: Serializer): void {
    this.#previous = serializer.value('previous', this.#previous);
  }
}
