import type { Extension, Interval, Trainer } from './trainer.js';
import { IntervalTrigger, type Trigger } from './trigger.js';

/** Seconds as h:mm:ss. */
const clock = (seconds: number): string => {
  const s = Math.round(seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
};

/** Shows how far training is: the whole run, the current epoch, iterations a second and the time left. */
export class ProgressBar implements Extension {
  readonly name = 'ProgressBar';
  readonly trigger: Trigger;
  #startedAt = 0;
  #startedWith = 0;

  /**
   * @param options.trainingLength the whole run; default: where the trainer stops
   * @param options.write          takes a text of several lines, to be put in place of the last one
   */
  constructor(
    private readonly options: {
      trainingLength?: Interval;
      updateInterval?: number;
      barLength?: number;
      write?: (text: string) => void;
    } = {},
  ) {
    this.trigger = new IntervalTrigger(options.updateInterval ?? 100, 'iteration');
  }

  initialize(trainer: Trainer): void {
    this.#startedAt = performance.now();
    this.#startedWith = trainer.iteration;
  }

  run(trainer: Trainer): void {
    const { trainingLength = trainer.stop, barLength = 50, write = console.log } = this.options;
    const bar = (label: string, share: number): string => {
      const marks = Math.min(barLength, Math.floor(share * barLength + 1e-9));
      return `${label.padStart(10)} [${'#'.repeat(marks)}${'.'.repeat(barLength - marks)}] ${(share * 100).toFixed(2).padStart(6)}%`;
    };
    const lines: string[] = [];
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const speed = (trainer.iteration - this.#startedWith) / Math.max(seconds, 1e-9);
    let left = '';
    if (trainingLength) {
      const [length, unit] = trainingLength;
      const done = (unit === 'iteration' ? trainer.iteration : trainer.epochDetail) / length;
      lines.push(bar('total', Math.min(done, 1)));
      const begun = done - (unit === 'iteration' ? this.#startedWith / length : 0);
      if (begun > 0 && speed > 0) left = `, ${clock((seconds * (1 - done)) / begun)} to go`;
    }
    lines.push(bar('this epoch', trainer.epochDetail % 1));
    lines.push(
      `${String(trainer.iteration).padStart(10)} iterations, ${trainer.epoch} epochs, ${speed.toPrecision(4)} iterations/s${left}`,
    );
    write(lines.join('\n'));
  }
}
