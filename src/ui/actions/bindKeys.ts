import type { Action } from './action.js';
import { isMac, matches, releases } from './keys.js';

/** Makes the keys of actions work in a window. Returns the function that ends it. */
export function bindKeys(target: Window, actions: readonly Action[], mac = isMac): () => void {
  let held: Action | null = null;

  const letGo = () => {
    held?.release?.();
    held = null;
  };

  const down = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || !meantForActions(event)) return;
    const action = actions.find((a) => a.keys?.some((binding) => matches(binding, event, mac)));
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
    if (held?.keys?.some((binding) => releases(binding, event))) {
      event.preventDefault(); // Alt would otherwise open the browser's menu
      letGo();
    }
  };

  target.addEventListener('keydown', down);
  target.addEventListener('keyup', up);
  target.addEventListener('blur', letGo);
  return () => {
    target.removeEventListener('keydown', down);
    target.removeEventListener('keyup', up);
    target.removeEventListener('blur', letGo);
  };
}

/** Keys go to what has the focus first: text fields want them all, buttons and menus want those that work them. */
function meantForActions(event: KeyboardEvent): boolean {
  const target = event.target as Element;
  const named = event.key.length > 1 || event.key === ' ';
  if (target.closest('input:not([type=range]), textarea, [contenteditable]')) {
    return (event.ctrlKey || event.metaKey) && !/^[acvxzy]$/i.test(event.key);
  }
  if (target.closest('[role=menu], [role=dialog], [role=menubar]')) return event.ctrlKey || event.metaKey;
  const onControl = target !== target.ownerDocument.body;
  return !(onControl && named && event.key !== 'Alt' && !/^F\d/.test(event.key));
}
