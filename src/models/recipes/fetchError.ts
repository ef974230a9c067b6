/** The recipe's pictures could not be had. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
}
