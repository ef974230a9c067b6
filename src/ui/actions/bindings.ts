import { useSettings } from '../store/settings.js';
import type { Action } from './action.js';
import type { Binding } from './keys.js';

/** The keys of an action: those the person gave it, else its own. */
export function bindingsOf({ name, keys = [] }: Pick<Action, 'name' | 'keys'>): readonly Binding[] {
  return useSettings.getState().keys[name] ?? keys;
}
