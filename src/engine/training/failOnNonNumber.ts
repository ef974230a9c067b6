import { EngineError } from '../core/errors.js';
import type { Link } from '../core/link.js';
import type { Extension } from './trainer.js';
import { asTrigger, type Trigger, type TriggerLike } from './trigger.js';

/** Ends training with an error when a parameter is no longer a number. */
export class FailOnNonNumber implements Extension {
  readonly name = 'FailOnNonNumber';
  readonly trigger: Trigger;

  constructor(
    private readonly target: Link,
    { trigger = [1, 'iteration'] as TriggerLike } = {},
  ) {
    this.trigger = asTrigger(trigger);
  }

  async run(): Promise<void> {
    const checks = this.target.namedParams().flatMap(([path, p]) => {
      if (!p.isInitialized || p.size === 0) return [];
      const flags = p.data.unary('isFinite');
      const all = flags.reduce('min');
      const finite = all.item().then((value) => ({ path, finite: value === 1 }));
      flags.dispose();
      all.dispose();
      return [finite];
    });
    const bad = (await Promise.all(checks)).find(({ finite }) => !finite);
    if (bad)
      throw new EngineError(
        `FailOnNonNumber: parameter ${bad.path} has elements that are NaN or infinite; training ends here`,
      );
  }
}
