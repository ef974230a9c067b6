import type { FunctionNode } from '../functionNode.js';
import type { Link } from '../link.js';
import type { FunctionHook } from './functionHook.js';
import type { LinkHook } from './linkHook.js';
import { deviceSeconds, Stopwatch } from './stopwatch.js';

export interface TimerSummary {
  /** Seconds in all. */
  readonly elapsedTime: number;
  readonly occurrence: number;
}

/** Collects times by name. */
class Timer {
  /** [name, seconds] of each call, in order of completion. */
  readonly callHistory: [name: string, seconds: number][] = [];
  #stopwatch = new Stopwatch();
  /** Place in the history of the stopwatch's first lap. */
  #first = 0;

  protected start(): void {
    this.#stopwatch.start();
  }

  protected stop(name: string): void {
    const place = this.#stopwatch.stop();
    if (place >= 0) this.callHistory.push([name, this.#stopwatch.laps[place].hostSeconds]);
  }

  /**
   * On a GPU with timestamps: replaces the times so far, which are those to enqueue, by those of the GPU. Until then everything the
   * GPU does is timed, which slows it down, and what it could join over several functions runs function by function.
   */
  async settle(): Promise<this> {
    const [stopwatch, first] = [this.#stopwatch, this.#first];
    this.#stopwatch = new Stopwatch();
    this.#first = this.callHistory.length;
    const pieces = await stopwatch.settle();
    if (pieces)
      stopwatch.laps.forEach((lap, i) => {
        this.callHistory[first + i][1] = deviceSeconds(lap, pieces);
      });
    return this;
  }

  /** Seconds of all calls; a call inside another counts in both. */
  get totalTime(): number {
    return this.callHistory.reduce((sum, [, seconds]) => sum + seconds, 0);
  }

  /** Time and number of calls by name. */
  summary(): Map<string, TimerSummary> {
    const sums = new Map<string, TimerSummary>();
    for (const [name, seconds] of this.callHistory) {
      const { elapsedTime, occurrence } = sums.get(name) ?? { elapsedTime: 0, occurrence: 0 };
      sums.set(name, { elapsedTime: elapsedTime + seconds, occurrence: occurrence + 1 });
    }
    return sums;
  }

  /** A table of the summary, the slowest first. */
  report(): string {
    const rows = [...this.summary()].sort(([, a], [, b]) => b.elapsedTime - a.elapsedTime);
    const width = Math.max(8, ...rows.map(([name]) => name.length));
    const line = (name: string, ms: string, calls: string): string =>
      `${name.padEnd(width)} ${ms.padStart(10)} ${calls.padStart(8)}`;
    return [
      line('function', 'ms', 'calls'),
      ...rows.map(([name, s]) => line(name, (s.elapsedTime * 1000).toFixed(3), String(s.occurrence))),
    ].join('\n');
  }
}

/**
 * Times functions, forward and backward (`… backward`).
 *
 * @example usingFunctionHooks([timer], () => step()); await timer.settle(); console.log(timer.report())
 */
export class TimerHook extends Timer implements FunctionHook {
  readonly name = 'TimerHook';

  forwardPreprocess(): void {
    this.start();
  }

  forwardPostprocess(fn: FunctionNode): void {
    this.stop(fn.label);
  }

  backwardPreprocess(): void {
    this.start();
  }

  backwardPostprocess(fn: FunctionNode): void {
    this.stop(`${fn.label} backward`);
  }
}

/** Times the forward of links by the name of their class. A chain's time includes its children's. */
export class LinkTimerHook extends Timer implements LinkHook {
  readonly name = 'LinkTimerHook';

  forwardPreprocess(): void {
    this.start();
  }

  forwardPostprocess(link: Link): void {
    this.stop(link.constructor.name);
  }
}
