/** Switches of the engine, as Chainer's `chainer.config`. */
export interface Config {
  /** Training mode: dropout drops, batch normalisation uses and updates batch statistics. */
  train: boolean;
  /** Whether functions record the graph. */
  enableBackprop: boolean;
  /** Checks every output and gradient for NaN and infinities, and adds the forward call site to backward errors. */
  debug: boolean;
  /**
   * What new parameters are stored as. 'mixed16': half precision, but for normalisation and running statistics; so are then the
   * activations, while every function computes in float32.
   */
  dtype: 'float32' | 'mixed16';
  /** Set while `forget` computes something again: running statistics are not followed a second time. */
  inRecomputing: boolean;
  /** Off: new parameters hold anything and draw no random numbers; for models whose values are loaded right after. */
  initialize: boolean;
}

/** The switches now; change them with `usingConfig`, or for the whole program by assignment. */
export const config: Config = {
  train: true,
  enableBackprop: true,
  debug: false,
  dtype: 'float32',
  inRecomputing: false,
  initialize: true,
};

/**
 * Runs a synchronous body under other switches and restores them, also when it throws. An async body is refused: the
 * switches would leak into whatever runs while it waits.
 */
export function usingConfig<T>(switches: Partial<Config>, body: () => T): T {
  const saved = { ...config };
  Object.assign(config, switches);
  try {
    const result = body();
    if (result instanceof Promise)
      throw new TypeError('usingConfig: the body must be synchronous, but it returned a promise');
    return result;
  } finally {
    Object.assign(config, saved);
  }
}

/** Runs the body without recording a graph. */
export const noBackprop = <T>(body: () => T): T => usingConfig({ enableBackprop: false }, body);

/** Runs the body as in use, not training: no graph, `train` off. */
export const inference = <T>(body: () => T): T => usingConfig({ enableBackprop: false, train: false }, body);
