import type { KeyboardEvent } from 'react';

/** Enter and Escape leave a text field, so that the next letter is a tool's key again. */
export function blurOnEnter(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
}
