import type { MessageKey } from '../i18n/message.js';
import type { Binding } from './keys.js';

/**
 * Something a person can do, in one object that menus, keys and buttons share. State is read when asked for, so that
 * an action needs no component.
 */
export interface Action {
  /** Unique, such as `file.open`. */
  readonly name: string;
  readonly label: MessageKey;
  /** The first one is shown in menus. */
  readonly keys?: readonly Binding[];
  /** Always, if left out. */
  enabled?(): boolean;
  /** Whether the keys act just now, where that is narrower than `enabled`. */
  keysWork?(): boolean;
  /** For actions that switch something: whether it is on. */
  checked?(): boolean;
  perform(): void | Promise<void>;
  /** For actions that last as long as their key is held. */
  release?(): void;
}
