import type { Message } from '../i18n/message.js';

/** A file that cannot be used. Its message tells what is wrong and what to do, in the reader's language. */
export class FileError extends Error {
  override readonly name = 'FileError';

  constructor(readonly told: Message) {
    super(told.key);
  }
}
