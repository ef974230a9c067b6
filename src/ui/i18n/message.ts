import type { en } from './en.js';

/** Names a text that a person reads. */
export type MessageKey = keyof typeof en;

/** All texts of one language. */
export type Messages = Readonly<Record<MessageKey, string>>;

/** A text with what to fill in, before a language is chosen. */
export interface Message {
  readonly key: MessageKey;
  readonly values?: Readonly<Record<string, string | number>>;
}
