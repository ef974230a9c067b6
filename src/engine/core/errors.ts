/** Wrong shapes, dtypes or values given to the engine: the caller's code needs changing. */
export class EngineError extends Error {
  override name = 'EngineError';
}

/** A shape or dtype that a function cannot take; the message names the function, what it expects and what came. */
export class TypeCheckError extends EngineError {
  override name = 'TypeCheckError';
}

/** Use of an array whose memory was given back. */
export class FreedError extends EngineError {
  override name = 'FreedError';
}
