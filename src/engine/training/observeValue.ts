import type { Optimizer } from '../optimizers/optimizer.js';
import type { Extension, Trainer } from './trainer.js';
import { asTrigger, type TriggerLike } from './trigger.js';

/** Adds a number to the observation. */
export const observeValue = (
  key: string,
  value: (trainer: Trainer) => number,
  { trigger = [1, 'epoch'] as TriggerLike } = {},
): Extension => ({
  name: `observeValue ${key}`,
  priority: 300,
  trigger: asTrigger(trigger),
  run(trainer) {
    trainer.observation.set(key, value(trainer));
  },
});

/** Adds an optimizer's learning rate to the observation: `lr`, or Adam's `alpha` with its bias correction. */
export const observeLr = (optimizer: Optimizer, options: { key?: string; trigger?: TriggerLike } = {}): Extension =>
  observeValue(
    options.key ?? 'lr',
    () => {
      const rate: unknown = Reflect.get(optimizer, 'alphaT') ?? Reflect.get(optimizer, 'lr');
      return typeof rate === 'number' ? rate : Number.NaN;
    },
    options,
  );
