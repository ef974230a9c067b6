import type { FunctionNode } from '../functionNode.js';
import type { Link } from '../link.js';
import type { FunctionHook } from './functionHook.js';
import type { LinkHook } from './linkHook.js';

export interface TimerSummary {
  /** Seconds in all. */
  readonly elapsedTime: number;
  readonly occurrence: number;
}

/** Collects times by name. Time is the host's: on WebGPU that is the time to enqueue, not to compute (`profile` knows more). */
class Stopwatch {
  /** [name, seconds] of each call, in order of completion. */
  readonly callHistory: [name: string, seconds: number][] = [];
  readonly #started: number[] = [];

  start(): void {
    this.#started.push(performance.now());
  }

  stop(name: string): void {
    const started = this.#started.pop();
    if (started !== undefined) this.callHistory.push([name, (performance.now() - started) / 1000]);
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

/** Times functions, forward and backward (`… backward`). */
export class TimerHook extends Stopwatch implements FunctionHook {
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
export class LinkTimerHook extends Stopwatch implements LinkHook {
  readonly name = 'LinkTimerHook';

  forwardPreprocess(): void {
    this.start();
  }

  forwardPostprocess(link: Link): void {
    this.stop(link.constructor.name);
  }
}
