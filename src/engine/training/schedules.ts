/** Schedules of an optimizer's numbers. Each counts its own calls and is saved; a resumed run goes on where it was. */
import { EngineError } from '../core/errors.js';
import type { Serializer } from '../core/serializer.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { Extension } from './trainer.js';
import { asTrigger, type Trigger, type TriggerLike } from './trigger.js';

export interface ScheduleOptions {
  /** The first value; default: what the optimizer has. */
  init?: number;
  /** The value stops here. */
  target?: number;
  trigger?: TriggerLike;
}

/** Sets a number of an optimizer (`lr`, `alpha`, …) as a function of how often it was called. */
export abstract class Schedule implements Extension {
  readonly name: string;
  readonly trigger: Trigger;
  #t = 0;
  #init: number | null;
  #last: number | null = null;

  constructor(
    private readonly attr: string,
    private readonly optimizer: Optimizer,
    private readonly options: ScheduleOptions = {},
  ) {
    this.name = `${new.target.name} ${attr}`;
    this.trigger = asTrigger(options.trigger ?? [1, 'iteration']);
    this.#init = options.init ?? null;
    if (typeof Reflect.get(optimizer, attr) !== 'number')
      throw new EngineError(
        `${new.target.name}: ${optimizer.constructor.name} has no number "${attr}"; it has ${Object.keys(optimizer.hyperparameters()).join(', ')}`,
      );
  }

  /** The value after t calls. */
  protected abstract value(init: number, t: number): number;

  #set(value: number): void {
    Reflect.set(this.optimizer, this.attr, value);
    this.#last = value;
  }

  initialize(): void {
    this.#init ??= Reflect.get(this.optimizer, this.attr) as number;
    this.#set(this.#last ?? this.#limited(this.value(this.#init, 0)));
  }

  #limited(value: number): number {
    const { target } = this.options;
    if (target === undefined || this.#init === null) return value;
    return target >= this.#init ? Math.min(value, target) : Math.max(value, target);
  }

  run(): void {
    this.#t++;
    this.#set(this.#limited(this.value(this.#init ?? 0, this.#t)));
  }

  serialize(serializer: Serializer): void {
    this.#t = serializer.value('_t', this.#t);
    this.#init = serializer.value('_init', this.#init);
    this.#last = serializer.value('_last_value', this.#last);
  }
}

/** init·rateᵗ. */
export class ExponentialShift extends Schedule {
  constructor(
    attr: string,
    private readonly rate: number,
    optimizer: Optimizer,
    options?: ScheduleOptions,
  ) {
    super(attr, optimizer, options);
  }

  protected override value(init: number, t: number): number {
    return init * this.rate ** t;
  }
}

/** init·(1 + gamma·t)^−power. */
export class InverseShift extends Schedule {
  constructor(
    attr: string,
    private readonly gamma: number,
    private readonly power: number,
    optimizer: Optimizer,
    options?: ScheduleOptions,
  ) {
    super(attr, optimizer, options);
  }

  protected override value(init: number, t: number): number {
    return init * (1 + this.gamma * t) ** -this.power;
  }
}

/** init·max(1 − t/maxCount, 0)^rate. */
export class PolynomialShift extends Schedule {
  constructor(
    attr: string,
    private readonly rate: number,
    private readonly maxCount: number,
    optimizer: Optimizer,
    options?: ScheduleOptions,
  ) {
    super(attr, optimizer, options);
  }

  protected override value(init: number, t: number): number {
    return init * Math.max(1 - t / this.maxCount, 0) ** this.rate;
  }
}

/** init·gamma^⌊t/step⌋. */
export class StepShift extends Schedule {
  constructor(
    attr: string,
    private readonly gamma: number,
    private readonly step: number,
    optimizer: Optimizer,
    options?: ScheduleOptions,
  ) {
    super(attr, optimizer, options);
  }

  protected override value(init: number, t: number): number {
    return init * this.gamma ** Math.floor(t / this.step);
  }
}

/** From one value to another, linearly between two numbers of calls. */
export class LinearShift extends Schedule {
  constructor(
    attr: string,
    private readonly values: readonly [number, number],
    private readonly times: readonly [number, number],
    optimizer: Optimizer,
    { trigger }: Pick<ScheduleOptions, 'trigger'> = {},
  ) {
    super(attr, optimizer, { trigger });
  }

  protected override value(_init: number, t: number): number {
    const [[v1, v2], [t1, t2]] = [this.values, this.times];
    const share = Math.min(Math.max((t - t1) / (t2 - t1), 0), 1);
    return v1 + share * (v2 - v1);
  }
}

/** init·gamma^(steps passed). */
export class MultistepShift extends Schedule {
  constructor(
    attr: string,
    private readonly gamma: number,
    private readonly steps: readonly number[],
    optimizer: Optimizer,
    options?: ScheduleOptions,
  ) {
    super(attr, optimizer, options);
  }

  protected override value(init: number, t: number): number {
    return init * this.gamma ** this.steps.filter((step) => step <= t).length;
  }
}

/** From `start` to init, linearly over the first `count` calls. */
export class WarmupShift extends Schedule {
  constructor(
    attr: string,
    private readonly start: number,
    private readonly count: number,
    optimizer: Optimizer,
    options?: ScheduleOptions,
  ) {
    super(attr, optimizer, options);
  }

  protected override value(init: number, t: number): number {
    return t >= this.count ? init : this.start + ((init - this.start) * t) / this.count;
  }
}
