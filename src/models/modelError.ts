/** A model file or a use of a model that cannot work; one line says what to do. */
export class ModelError extends Error {
  override name = 'ModelError';
}
