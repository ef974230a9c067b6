import { EngineError } from '../core/errors.js';
import { randomState, setRandomState } from '../core/random.js';
import { disposeObservation, type Observation, observe } from '../core/reporter.js';
import type { Serializable, Serializer } from '../core/serializer.js';
import { IntervalTrigger, type Progress, type Trigger } from './trigger.js';
import type { Updater } from './updater.js';

/** Runs beside training: writes logs, snapshots, validation figures. */
export interface Extension extends Partial<Serializable> {
  readonly name: string;
  /** Higher runs first; writers 300, editors 200, readers 100 (default), snapshots −100. */
  readonly priority?: number;
  /** When it runs; default: after each iteration. */
  readonly trigger?: Trigger;
  run(trainer: Trainer): void | Promise<void>;
  /** Called once when the run ends, also when it was stopped. */
  finalize?(trainer: Trainer): void | Promise<void>;
}

export type Interval = readonly [period: number, unit: 'iteration' | 'epoch'];

/** The training loop: updates until the stop interval is reached, and runs each extension when its trigger fires. */
export class Trainer implements Serializable, Progress {
  /** What the last iteration reported; extensions may add to it. */
  observation: Observation = new Map();
  readonly #extensions: { readonly extension: Extension; readonly trigger: Trigger }[] = [];
  #elapsedBefore = 0;
  #startedAt = 0;

  constructor(
    readonly updater: Updater,
    readonly stop: Interval,
  ) {}

  get iteration(): number {
    return this.updater.iteration;
  }

  get epochDetail(): number {
    return this.updater.epochDetail;
  }

  /** Seconds of training so far, those before a resume included. */
  get elapsedTime(): number {
    return this.#elapsedBefore + (this.#startedAt ? (performance.now() - this.#startedAt) / 1000 : 0);
  }

  /** How much of the run is done, 0 … 1. */
  get fractionDone(): number {
    const [period, unit] = this.stop;
    return Math.min(1, (unit === 'iteration' ? this.iteration : this.epochDetail) / period);
  }

  extend(extension: Extension): this {
    if (this.#extensions.some((e) => e.extension.name === extension.name))
      throw new EngineError(`Trainer: an extension "${extension.name}" is there already`);
    const trigger = extension.trigger ?? new IntervalTrigger(1, 'iteration');
    this.#extensions.push({ extension, trigger });
    return this;
  }

  /** Trains to the end, or until the signal aborts (after the iteration under way). */
  async run(signal?: AbortSignal): Promise<void> {
    this.#startedAt = performance.now();
    const extensions = [...this.#extensions].sort(
      (a, b) => (b.extension.priority ?? 100) - (a.extension.priority ?? 100),
    );
    while (this.fractionDone < 1 && !signal?.aborted) {
      await this.updater.prepare?.();
      disposeObservation(this.observation);
      this.observation = observe(() => this.updater.update());
      for (const { extension, trigger } of extensions) if (trigger.fires(this)) await extension.run(this);
    }
    for (const { extension } of extensions) await extension.finalize?.(this);
    disposeObservation(this.observation);
    this.observation = new Map();
  }

  serialize(serializer: Serializer): void {
    this.updater.serialize(serializer.child('updater'));
    for (const { extension, trigger } of this.#extensions) {
      trigger.serialize(serializer.child('extension_triggers').child(extension.name));
      extension.serialize?.(serializer.child('extensions').child(extension.name));
    }
    const elapsed = serializer.value('_snapshot_elapsed_time', this.elapsedTime);
    const random = randomState();
    const saved = {
      seed: serializer.value('random/seed', random.seed),
      stream: serializer.value('random/stream', random.stream),
    };
    if (!serializer.loading) return;
    setRandomState(saved);
    this.#elapsedBefore = elapsed;
    if (this.#startedAt) this.#startedAt = performance.now();
  }
}
