import type { ZodType } from 'zod';
import type { StoreApi, UseBoundStore } from 'zustand';

/**
 * Keeps a part of a store in localStorage over restarts. What is found there is checked like any other file; a value
 * that does not fit is left out and overwritten by the next change.
 */
export function remember<State, Part extends Partial<State>>(
  store: UseBoundStore<StoreApi<State>>,
  key: string,
  schema: ZodType<Part>,
  part: (state: State) => Part,
): void {
  if (typeof localStorage === 'undefined') return; // Node, where unit tests drive the stores
  try {
    const found = schema.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null'));
    if (found.success) store.setState(found.data);
  } catch {
    // Not JSON, or the browser refuses storage: the defaults stand.
  }
  let last = '';
  store.subscribe((state) => {
    const now = JSON.stringify(part(state));
    if (now === last) return;
    last = now;
    try {
      localStorage.setItem(key, now);
    } catch {
      // Full or refused: preferences are then kept for this window only.
    }
  });
}
