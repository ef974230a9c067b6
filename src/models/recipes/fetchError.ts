/** The recipe's pictures could not be fetched. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
}
