import type { Action } from './action.js';
import { bindingsOf } from './bindings.js';
import { isMac, matches, releases } from './keys.js';

/** Makes the keys of actions work in a window. Returns the function that ends it. */
export function bindKeys(target: Window, actions: readonly Action[], mac = isMac): () => void {
  let held: Action | null = null;
  /** The focus was moved by keys. A button that was clicked keeps the focus too, but nobody means it by Space. */
  let movedByKeys = false;

  const letGo = () => {
    held?.release?.();
    held = null;
  };

  const press = () => {
    movedByKeys = false;
  };

  const down = (event: KeyboardEvent) => {
    if (event.key === 'Tab' || event.key.startsWith('Arrow')) movedByKeys = true;
    if (event.defaultPrevented || event.isComposing || !meantForActions(event, movedByKeys)) return;
    const action = actions.find((a) => bindingsOf(a).some((binding) => matches(binding, event, mac)));
    if (!action || action.keysWork?.() === false) return;
    event.preventDefault();
    if ((action.release && event.repeat) || action.enabled?.() === false) return;
    if (action.release) {
      letGo();
      held = action;
    }
    void action.perform();
  };

  const up = (event: KeyboardEvent) => {
    if (held && bindingsOf(held).some((binding) => releases(binding, event))) {
      event.preventDefault(); // Alt would otherwise open the browser's menu
      letGo();
    }
  };

  target.addEventListener('keydown', down);
  target.addEventListener('keyup', up);
  target.addEventListener('pointerdown', press, true);
  target.addEventListener('blur', letGo);
  return () => {
    target.removeEventListener('keydown', down);
    target.removeEventListener('keyup', up);
    target.removeEventListener('pointerdown', press, true);
    target.removeEventListener('blur', letGo);
  };
}

/** Keys go to what has the focus first: text fields want them all, buttons and sliders those that work them. */
function meantForActions(event: KeyboardEvent, movedByKeys: boolean): boolean {
  const target = event.target as Element;
  if (target.closest('input:not([type=range]), textarea, [contenteditable]')) {
    return (event.ctrlKey || event.metaKey) && !/^[acvxzy]$/i.test(event.key);
  }
  if (target.closest('[role=menu], [role=dialog]')) return event.ctrlKey || event.metaKey;
  const works = event.key === ' ' || event.key === 'Enter' || event.key === 'Tab';
  return !(works && movedByKeys && target !== target.ownerDocument.body);
}
