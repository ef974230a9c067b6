import type { Serializer } from '../core/serializer.js';
import { Summary } from './summary.js';
import type { Extension, Interval, Trainer } from './trainer.js';
import { IntervalTrigger } from './trigger.js';

/** One line of the log: means since the last one. */
export type LogEntry = Record<string, number> & { iteration: number; epoch: number; elapsed_time: number };

/** Averages what is reported and hands an entry to `write` at each interval. */
export class LogReport implements Extension {
  readonly name = 'LogReport';
  readonly priority = 100;
  readonly #summary = new Summary();
  readonly #trigger: IntervalTrigger;

  constructor(
    [period, unit]: Interval,
    private readonly write: (entry: LogEntry) => void | Promise<void>,
  ) {
    this.#trigger = new IntervalTrigger(period, unit);
  }

  async run(trainer: Trainer): Promise<void> {
    this.#summary.add(trainer.observation);
    if (this.#trigger.fires(trainer)) await this.#emit(trainer);
  }

  /** Writes what was observed since the last entry. */
  async finalize(trainer: Trainer): Promise<void> {
    if (!this.#summary.isEmpty) await this.#emit(trainer);
  }

  async #emit(trainer: Trainer): Promise<void> {
    const means = await this.#summary.means();
    const { iteration, epochDetail, elapsedTime } = trainer;
    await this.write({ ...means, iteration, epoch: epochDetail, elapsed_time: elapsedTime });
  }

  serialize(serializer: Serializer): void {
    this.#trigger.serialize(serializer.child('_trigger'));
  }
}
