import type { Observation } from '../core/reporter.js';
import type { Serializable, Serializer } from '../core/serializer.js';
import { Tensor } from '../core/tensor.js';
import { Summary } from './summary.js';

/** What a trigger looks at. */
export interface Progress {
  readonly iteration: number;
  /** Epochs done, with the fraction of the current one. */
  readonly epochDetail: number;
  /** Seconds of training. */
  readonly elapsedTime?: number;
  /** What the last iteration reported. */
  readonly observation?: Observation;
}

/** Decides after each iteration whether something happens now. */
export interface Trigger extends Serializable {
  fires(progress: Progress): boolean | Promise<boolean>;
  /** Reads what is still on the device, so that it can be saved. */
  settle?(): Promise<void>;
}

export type Unit = 'iteration' | 'epoch';

const passed = (progress: Progress, unit: Unit): number =>
  unit === 'iteration' ? progress.iteration : progress.epochDetail;

/** Fires each time another `period` iterations or epochs are complete; the period may be a fraction of an epoch. */
export class IntervalTrigger implements Trigger {
  #previous = 0;

  constructor(
    readonly period: number,
    readonly unit: Unit,
  ) {}

  fires(progress: Progress): boolean {
    const now = passed(progress, this.unit);
    const fired = Math.floor(now / this.period) > Math.floor(this.#previous / this.period);
    this.#previous = now;
    return fired;
  }

  serialize(serializer: Serializer): void {
    this.#previous = serializer.optional('previous', this.#previous); // an extension may be new since the snapshot
  }
}

/** Fires once, after the first iteration. */
export class OnceTrigger implements Trigger {
  #done = false;

  /** @param callOnResume fire again after each resume */
  constructor(private readonly callOnResume = false) {}

  fires(): boolean {
    const fired = !this.#done;
    this.#done = true;
    return fired;
  }

  serialize(serializer: Serializer): void {
    const done = serializer.value('done', this.#done);
    if (serializer.loading) this.#done = done && !this.callOnResume;
  }
}

/** Fires when one of some points is passed. */
export class ManualScheduleTrigger implements Trigger {
  readonly #points: readonly number[];
  #previous = 0;

  constructor(
    points: number | readonly number[],
    readonly unit: Unit,
  ) {
    this.#points = typeof points === 'number' ? [points] : points;
  }

  fires(progress: Progress): boolean {
    const now = passed(progress, this.unit);
    const fired = this.#points.some((point) => this.#previous < point && point <= now);
    this.#previous = now;
    return fired;
  }

  serialize(serializer: Serializer): void {
    this.#previous = serializer.optional('previous', this.#previous);
  }
}

/** Fires every some seconds of training. */
export class TimeTrigger implements Trigger {
  #next: number;

  constructor(readonly period: number) {
    this.#next = period;
  }

  fires({ elapsedTime = 0 }: Progress): boolean {
    if (elapsedTime < this.#next) return false;
    this.#next += this.period * Math.ceil((elapsedTime - this.#next + Number.EPSILON) / this.period || 1);
    return true;
  }

  serialize(serializer: Serializer): void {
    this.#next = serializer.value('next', this.#next);
  }
}

/** [period, unit], or any trigger. */
export type TriggerLike = Trigger | readonly [period: number, unit: Unit];

export const asTrigger = (like: TriggerLike): Trigger =>
  'fires' in like ? like : new IntervalTrigger(like[0], like[1]);

/** Follows the mean of one reported value from check to check. */
abstract class ValueTrigger implements Trigger {
  protected readonly check: Trigger;
  readonly #summary = new Summary();

  constructor(
    protected readonly key: string,
    check: TriggerLike,
  ) {
    this.check = asTrigger(check);
  }

  /** Decides on the mean since the last check. */
  protected abstract decide(mean: number): boolean;

  async fires(progress: Progress): Promise<boolean> {
    const value = progress.observation?.get(this.key);
    if (value !== undefined) this.#summary.add(new Map([[this.key, value]]));
    if (!(await this.check.fires(progress))) return false;
    const means = await this.#summary.means();
    return this.key in means && this.decide(means[this.key]);
  }

  async settle(): Promise<void> {
    await this.#summary.settle();
  }

  serialize(serializer: Serializer): void {
    this.check.serialize(serializer.child('check'));
    const text = serializer.value('_summary', this.#summary.toText());
    if (serializer.loading) this.#summary.restore(text);
  }
}

/** Fires when the mean of a value since the last check is the best so far; the first always is. */
export class BestValueTrigger extends ValueTrigger {
  #best: number | null = null;

  /** @param better whether a new value beats the best so far */
  constructor(
    key: string,
    private readonly better: (best: number, value: number) => boolean,
    check: TriggerLike = [1, 'epoch'],
  ) {
    super(key, check);
  }

  get bestValue(): number | null {
    return this.#best;
  }

  protected override decide(mean: number): boolean {
    if (this.#best !== null && !this.better(this.#best, mean)) return false;
    this.#best = mean;
    return true;
  }

  override serialize(serializer: Serializer): void {
    super.serialize(serializer);
    this.#best = serializer.value('_best_value', this.#best);
  }
}

/** Fires when the mean of a value since the last check is the largest so far. */
export class MaxValueTrigger extends BestValueTrigger {
  constructor(key: string, check: TriggerLike = [1, 'epoch']) {
    super(key, (best, value) => value > best, check);
  }
}

/** Fires when the mean of a value since the last check is the smallest so far. */
export class MinValueTrigger extends BestValueTrigger {
  constructor(key: string, check: TriggerLike = [1, 'epoch']) {
    super(key, (best, value) => value < best, check);
  }
}

export interface EarlyStoppingOptions {
  /** The value that should get better. */
  monitor?: string;
  /** When it is looked at. */
  check?: TriggerLike;
  /** How many checks in a row it may get no better. */
  patience?: number;
  /** Which way is better; 'auto': larger for names with "accuracy", else smaller. */
  mode?: 'min' | 'max' | 'auto';
  /** The end in any case. */
  max?: TriggerLike;
}

/** A stop trigger: fires when a value has got no better for some checks, or at the end in any case. Its state is saved. */
export class EarlyStoppingTrigger extends ValueTrigger {
  readonly #end: Trigger;
  readonly #patience: number;
  readonly #sign: 1 | -1;
  #best: number | null = null;
  #waited = 0;

  constructor({
    monitor = 'main/loss',
    check = [1, 'epoch'],
    patience = 3,
    mode = 'auto',
    max = [100, 'epoch'],
  }: EarlyStoppingOptions = {}) {
    super(monitor, check);
    this.#end = asTrigger(max);
    this.#patience = patience;
    this.#sign = mode === 'max' || (mode === 'auto' && monitor.includes('accuracy')) ? 1 : -1;
  }

  override async fires(progress: Progress): Promise<boolean> {
    const stuck = await super.fires(progress);
    return (await this.#end.fires(progress)) || stuck;
  }

  protected override decide(mean: number): boolean {
    if (this.#best === null || (mean - this.#best) * this.#sign > 0) {
      this.#best = mean;
      this.#waited = 0;
      return false;
    }
    this.#waited++;
    return this.#waited >= this.#patience;
  }

  override serialize(serializer: Serializer): void {
    super.serialize(serializer);
    this.#end.serialize(serializer.child('max'));
    this.#best = serializer.value('best', this.#best);
    this.#waited = serializer.value('waited', this.#waited);
  }
}

/** The number that was observed, read back if it is on the device. */
export const readValue = async (value: Tensor | number): Promise<number> =>
  value instanceof Tensor ? value.item() : value;
