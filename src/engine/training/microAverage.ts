import type { Serializer } from '../core/serializer.js';
import type { Extension, Trainer } from './trainer.js';
import { asTrigger, readValue, type Trigger, type TriggerLike } from './trigger.js';

/** Adds a quotient of sums to the observation: Σ numerator / Σ denominator since the last one. */
export class MicroAverage implements Extension {
  readonly name: string;
  readonly priority = 200;
  readonly #trigger: Trigger;
  #numerator = 0;
  #denominator = 0;

  constructor(
    private readonly numeratorKey: string,
    private readonly denominatorKey: string,
    private readonly resultKey: string,
    { trigger = [1, 'epoch'] as TriggerLike } = {},
  ) {
    this.name = `MicroAverage ${resultKey}`;
    this.#trigger = asTrigger(trigger);
  }

  async run(trainer: Trainer): Promise<void> {
    const { observation } = trainer;
    const [numerator, denominator] = [observation.get(this.numeratorKey), observation.get(this.denominatorKey)];
    if (numerator !== undefined && denominator !== undefined) {
      this.#numerator += await readValue(numerator);
      this.#denominator += await readValue(denominator);
    }
    if (!(await this.#trigger.fires(trainer))) return;
    observation.set(this.resultKey, this.#numerator / this.#denominator);
    this.#numerator = this.#denominator = 0;
  }

  serialize(serializer: Serializer): void {
    this.#trigger.serialize(serializer.child('_trigger'));
    this.#numerator = serializer.value('_numerator', this.#numerator);
    this.#denominator = serializer.value('_denominator', this.#denominator);
  }
}
