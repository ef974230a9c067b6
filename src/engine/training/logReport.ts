import type { Serializer } from '../core/serializer.js';
import { Summary } from './summary.js';
import type { Extension, Interval, Trainer } from './trainer.js';
import { asTrigger, type Trigger } from './trigger.js';

/** One line of the log: means since the last one. */
export type LogEntry = Record<string, number> & { iteration: number; epoch: number; elapsed_time: number };

export interface LogReportOptions {
  /** What is averaged; null: all that is reported. */
  keys?: readonly string[] | null;
  /** Changes an entry before it is written. */
  postprocess?: (entry: LogEntry) => void;
}

/** Averages what is reported and hands an entry to `write` at each interval; the entries of this run stay in `log`. */
export class LogReport implements Extension {
  readonly name = 'LogReport';
  readonly priority = 100;
  readonly log: LogEntry[] = [];
  readonly #summary = new Summary();
  readonly #trigger: Trigger;

  constructor(
    interval: Interval | Trigger = [1, 'epoch'],
    private readonly write: (entry: LogEntry) => void | Promise<void> = () => {},
    private readonly options: LogReportOptions = {},
  ) {
    this.#trigger = asTrigger(interval);
  }

  async run(trainer: Trainer): Promise<void> {
    const { keys = null } = this.options;
    const chosen = keys
      ? new Map([...trainer.observation].filter(([name]) => keys.includes(name)))
      : trainer.observation;
    this.#summary.add(chosen);
    if (await this.#trigger.fires(trainer)) await this.#emit(trainer);
  }

  /** Writes what was observed since the last entry. */
  async finalize(trainer: Trainer): Promise<void> {
    if (!this.#summary.isEmpty) await this.#emit(trainer);
  }

  async #emit(trainer: Trainer): Promise<void> {
    const means = await this.#summary.means();
    const { iteration, epochDetail, elapsedTime } = trainer;
    const entry: LogEntry = { ...means, iteration, epoch: epochDetail, elapsed_time: elapsedTime };
    this.options.postprocess?.(entry);
    this.log.push(entry);
    await this.write(entry);
  }

  async settle(): Promise<void> {
    await this.#summary.settle();
  }

  serialize(serializer: Serializer): void {
    this.#trigger.serialize(serializer.child('_trigger'));
    const text = serializer.optional('_summary', this.#summary.toText());
    if (serializer.loading) this.#summary.restore(text);
  }
}
