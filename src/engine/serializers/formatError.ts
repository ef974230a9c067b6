/** What is wrong with a file; `code` is for programs, the message (one line) for people. */
export type FormatErrorCode =
  | 'not-this-format' /* some other kind of file */
  | 'damaged' /* cut short or corrupt */
  | 'too-large' /* more bytes or arrays than the reader was allowed */
  | 'unsupported' /* legal, but not read here */
  | 'mismatch'; /* sound, but its arrays are not those that were asked for */

/** A file of arrays that cannot be read, or that does not fit what it is loaded into. */
export class FormatError extends Error {
  override readonly name = 'FormatError';

  constructor(
    readonly code: FormatErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    // Names out of a damaged file may hold anything: line breaks, terminal escapes.
    super(message.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' '), options);
  }
}
