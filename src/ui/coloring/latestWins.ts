/**
 * Runs one job at a time and remembers only the newest one asked for meanwhile: whatever a newer job has overtaken is
 * aborted, or never starts, and its outcome is not reported. Where jobs are short and follow a drag, the one that runs is
 * let finish and reported all the same: else nothing would be seen before the drag rests.
 */
export class LatestWins<Job, Outcome> {
  private running: AbortController | null = null;
  private waiting: { job: Job } | null = null;
  private whenIdle: (() => void)[] = [];

  constructor(
    private readonly run: (job: Job, signal: AbortSignal) => Promise<Outcome>,
    private readonly report: {
      done(outcome: Outcome, job: Job): void;
      failed(error: unknown, job: Job): void;
      /** A finished outcome that nobody wants any more. */
      dropped(outcome: Outcome): void;
    },
    private readonly lets: 'abort' | 'finish' = 'abort',
  ) {}

  get busy(): boolean {
    return this.running !== null;
  }

  request(job: Job): void {
    if (this.running) {
      this.waiting = { job };
      if (this.lets === 'abort') this.running.abort();
    } else {
      void this.start(job);
    }
  }

  /** Drops the waiting job and the running one. */
  cancel(): void {
    this.waiting = null;
    this.running?.abort();
  }

  /** Resolves once nothing runs or waits. */
  idle(): Promise<void> {
    return this.running ? new Promise((resolve) => this.whenIdle.push(resolve)) : Promise.resolve();
  }

  private async start(job: Job): Promise<void> {
    const controller = new AbortController();
    this.running = controller;
    try {
      const outcome = await this.run(job, controller.signal);
      if (controller.signal.aborted) this.report.dropped(outcome);
      else this.report.done(outcome, job);
    } catch (error) {
      if (!controller.signal.aborted) this.report.failed(error, job);
    }
    this.running = null;
    const next = this.waiting;
    this.waiting = null;
    if (next) return this.start(next.job);
    const idle = this.whenIdle;
    this.whenIdle = [];
    for (const resolve of idle) resolve();
  }
}
