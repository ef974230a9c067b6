import { type StoredLeaf, saveState } from '../core/serializer.js';
import type { Extension, Interval, Trainer } from './trainer.js';
import { asTrigger, type Trigger } from './trigger.js';

/** Hands the whole state of the run to `write` at each interval, after all other extensions of the iteration. */
export class Snapshot implements Extension {
  readonly name = 'snapshot';
  readonly priority = -100;
  readonly trigger: Trigger;

  constructor(
    interval: Interval | Trigger,
    private readonly write: (state: Map<string, StoredLeaf>, trainer: Trainer) => Promise<void>,
  ) {
    this.trigger = asTrigger(interval);
  }

  async run(trainer: Trainer): Promise<void> {
    await trainer.settle();
    await this.write(await saveState(trainer), trainer);
  }
}
