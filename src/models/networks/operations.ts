import { functions as F, type links as L, type Variable } from '../../engine/index.js';

/** What a network's trunk is made of. Each result sees a few places round its own, so what changes in one place stays near it. */
export interface Operations {
  /** The inputs of a convolution are read as max(x, 0) if `reluInput`, and `residual`, which it has seen, is added. */
  convolve(
    layer: L.Convolution2D,
    x: Variable,
    extras?: { readonly reluInput?: boolean; readonly residual?: Variable },
  ): Variable;
  add(a: Variable, b: Variable): Variable;
  /** Of twice as many rows and columns, nearest. */
  upsample(x: Variable): Variable;
}

/** All of it made, as in training. */
export const making: Operations = {
  convolve: (layer, x, extras) => layer.forward(x, extras),
  add: F.add,
  upsample: (x) => F.upsampleNearest(x, 2),
};
