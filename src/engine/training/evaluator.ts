import { inference } from '../core/config.js';
import type { Link } from '../core/link.js';
import { disposeObservation, observe, observersOf, report } from '../core/reporter.js';
import { scope } from '../core/scoped.js';
import { Tensor } from '../core/tensor.js';
import { Variable } from '../core/variable.js';
import type { Dataset } from '../datasets/dataset.js';
import { Summary } from './summary.js';
import type { Extension, Trainer } from './trainer.js';
import { asTrigger, type Trigger, type TriggerLike } from './trigger.js';

export interface EvaluatorOptions {
  /** Comes before the names of the results. */
  name?: string;
  trigger?: TriggerLike;
}

/**
 * Evaluates a model on a whole dataset, without training it, and adds the means to the observation: `validation/main/loss`. Every
 * example counts alike, also those of a short last batch (in Chainer every batch did).
 */
export class Evaluator<T> implements Extension {
  readonly name: string;
  readonly priority = 300;
  readonly trigger: Trigger;

  /** @param evaluate takes a batch; a variable that it returns is reported as `loss`, and links report as in training */
  constructor(
    private readonly dataset: Dataset<T>,
    private readonly batchSize: number,
    private readonly target: Link,
    private readonly evaluate: (batch: T[]) => Variable | Tensor | undefined,
    { name = 'validation', trigger = [1, 'epoch'] }: EvaluatorOptions = {},
  ) {
    this.name = name;
    this.trigger = asTrigger(trigger);
  }

  /** The means over the dataset, by name. */
  async results(): Promise<Record<string, number>> {
    const summary = new Summary();
    const observers = observersOf('main', this.target);
    for (let start = 0; start < this.dataset.length; start += this.batchSize) {
      const end = Math.min(start + this.batchSize, this.dataset.length);
      const batch = Array.from({ length: end - start }, (_, i) => this.dataset.get(start + i));
      const observation = observe(() => {
        inference(() =>
          scope(() => {
            const loss = this.evaluate(batch);
            if (loss instanceof Variable || loss instanceof Tensor) report({ 'main/loss': loss });
          }),
        );
      }, observers);
      summary.add(observation, batch.length);
      disposeObservation(observation);
    }
    const means = await summary.means();
    return Object.fromEntries(Object.entries(means).map(([key, value]) => [`${this.name}/${key}`, value]));
  }

  async run(trainer: Trainer): Promise<void> {
    for (const [key, value] of Object.entries(await this.results())) trainer.observation.set(key, value);
  }
}
