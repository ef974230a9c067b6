import { EngineError } from '../core/errors.js';
import { randomState, setRandomState } from '../core/random.js';
import { disposeObservation, type Observation, observe } from '../core/reporter.js';
import type { Serializable, Serializer } from '../core/serializer.js';
import { asTrigger, IntervalTrigger, type Progress, type Trigger, type TriggerLike, type Unit } from './trigger.js';
import type { Updater } from './updater.js';

/** Runs beside training: writes logs, snapshots, validation figures. */
export interface Extension extends Partial<Serializable> {
  readonly name: string;
  /** Higher runs first; writers 300, editors 200, readers 100 (default), snapshots −100. */
  readonly priority?: number;
  /** When it runs; default: after each iteration. */
  readonly trigger?: Trigger;
  /** Called once before the first iteration of a run, also of a resumed one. */
  initialize?(trainer: Trainer): void | Promise<void>;
  run(trainer: Trainer): void | Promise<void>;
  /** Called in place of the step of each iteration, which it must make: to watch it. */
  around?(update: () => void, trainer: Trainer): void;
  /** Reads what is still on the device into what `serialize` saves. */
  settle?(): Promise<void>;
  /** Called when the run ends by an error, before it is thrown on. */
  onError?(trainer: Trainer, error: unknown): void | Promise<void>;
  /** Called once when the run ends, also when it was stopped. */
  finalize?(trainer: Trainer): void | Promise<void>;
}

export type Interval = readonly [period: number, unit: Unit];

export interface ExtendOptions {
  /** Default: the extension's own name, or that of the function. */
  name?: string;
  trigger?: TriggerLike;
  priority?: number;
  /** Run it once more before the first iteration of a new run. */
  callBeforeTraining?: boolean;
}

interface Entry {
  readonly name: string;
  readonly extension: Extension;
  readonly trigger: Trigger;
  readonly priority: number;
  readonly callBeforeTraining: boolean;
}

/** The training loop: updates until the end is reached, and runs each extension when its trigger fires. */
export class Trainer implements Serializable, Progress {
  /** What the last iteration reported; extensions may add to it. */
  observation: Observation = new Map();
  /** Where training ends, if that is an interval. */
  readonly stop: Interval | null;
  readonly #stopTrigger: Trigger | null;
  #stopped = false;
  readonly #entries: Entry[] = [];
  #elapsedBefore = 0;
  #startedAt = 0;

  /** @param stop [number, 'iteration' | 'epoch'], or a trigger such as `EarlyStoppingTrigger`; null: runs until stopped */
  constructor(
    readonly updater: Updater,
    stop: Interval | Trigger | null,
  ) {
    this.stop = stop && !('fires' in stop) ? stop : null;
    this.#stopTrigger = stop && 'fires' in stop ? stop : null;
  }

  get iteration(): number {
    return this.updater.iteration;
  }

  get epochDetail(): number {
    return this.updater.epochDetail;
  }

  /** Whole epochs done. */
  get epoch(): number {
    return Math.floor(this.epochDetail);
  }

  /** Seconds of training so far, those before a resume included. */
  get elapsedTime(): number {
    return this.#elapsedBefore + (this.#startedAt ? (performance.now() - this.#startedAt) / 1000 : 0);
  }

  /** How much of the run is done, 0 … 1; without an interval to stop at, 1 only at the end. */
  get fractionDone(): number {
    if (this.#stopped) return 1;
    if (!this.stop) return 0;
    const [period, unit] = this.stop;
    return Math.min(1, (unit === 'iteration' ? this.iteration : this.epochDetail) / period);
  }

  /** Adds an extension, or a function to run at the trigger. */
  extend(extension: Extension | ((trainer: Trainer) => void | Promise<void>), options: ExtendOptions = {}): this {
    const given: Extension =
      typeof extension === 'function' ? { name: extension.name || 'extension', run: extension } : extension;
    const name = options.name ?? given.name;
    if (this.#entries.some((entry) => entry.name === name))
      throw new EngineError(`Trainer: an extension "${name}" is there already`);
    const trigger = options.trigger ? asTrigger(options.trigger) : given.trigger;
    this.#entries.push({
      name,
      extension: given,
      trigger: trigger ?? new IntervalTrigger(1, 'iteration'),
      priority: options.priority ?? given.priority ?? 100,
      callBeforeTraining: options.callBeforeTraining ?? false,
    });
    return this;
  }

  getExtension(name: string): Extension {
    const entry = this.#entries.find((e) => e.name === name);
    if (!entry)
      throw new EngineError(
        `Trainer: no extension "${name}"; there are ${this.#entries.map((e) => e.name).join(', ') || 'none'}`,
      );
    return entry.extension;
  }

  /** Trains to the end, or until the signal aborts (after the iteration under way). */
  async run(signal?: AbortSignal): Promise<void> {
    const entries = [...this.#entries].sort((a, b) => b.priority - a.priority);
    // Initialising may load a snapshot, so what is decided by the iteration comes after it.
    for (const { extension } of entries) await extension.initialize?.(this);
    let update = (): void => this.updater.update();
    for (const { extension } of entries) {
      const inner = update;
      if (extension.around) update = () => extension.around?.(inner, this);
    }
    this.#startedAt = performance.now();
    try {
      if (this.iteration === 0)
        for (const { extension, callBeforeTraining } of entries) if (callBeforeTraining) await extension.run(this);
      while (this.fractionDone < 1 && !signal?.aborted) {
        await this.updater.prepare?.();
        disposeObservation(this.observation);
        this.observation = observe(() => update(), this.updater.observers);
        for (const { extension, trigger } of entries) if (await trigger.fires(this)) await extension.run(this);
        this.#stopped = (await this.#stopTrigger?.fires(this)) ?? false;
      }
    } catch (error) {
      for (const { extension } of entries) await extension.onError?.(this, error);
      throw error;
    } finally {
      for (const { extension } of entries) await extension.finalize?.(this);
      disposeObservation(this.observation);
      this.observation = new Map();
    }
  }

  /** Reads what extensions and triggers still have on the device; call it before saving. */
  async settle(): Promise<void> {
    for (const { extension, trigger } of this.#entries) {
      await extension.settle?.();
      await trigger.settle?.();
    }
    await this.#stopTrigger?.settle?.();
  }

  serialize(serializer: Serializer): void {
    this.updater.serialize(serializer.child('updater'));
    for (const { name, extension, trigger } of this.#entries) {
      trigger.serialize(serializer.child('extension_triggers').child(name));
      extension.serialize?.(serializer.child('extensions').child(name));
    }
    this.#stopTrigger?.serialize(serializer.child('stop_trigger'));
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
