import { type Box, type links as L, type Tensor, Variable } from '../../engine/index.js';

/** Applies a convolution of a network: its inputs are read as max(x, 0) if `reluInput`, and `residual` is added. */
export type Convolve = (
  layer: L.Convolution2D,
  x: Variable,
  extras?: { readonly reluInput?: boolean; readonly residual?: Variable },
) => Variable;

/** All of it, as in training. */
export const convolve: Convolve = (layer, x, extras) => layer.forward(x, extras);

/**
 * The results of a network's convolutions, kept from one picture to the next: of a picture that differs from the one before in some
 * rows and columns, each convolution makes what these reach. All is to the bit what `convolve` gives, so nothing depends on the
 * pictures before. For weights that stay as they are, pictures of one size, and convolutions that follow one another, inside `inference`.
 */
export class KeptConvolutions {
  readonly #results = new Map<L.Convolution2D, Tensor>();
  /** What of each result differs from the picture before; null: nothing. */
  readonly #changed = new Map<Tensor, Box | null>();
  #input: Box | null = null;

  /** Begins a picture. @param changed what of it differs from the one before, as the first convolution sees it; null: nothing */
  begin(changed: Box | null): void {
    this.#input = changed;
    this.#changed.clear();
  }

  readonly convolve: Convolve = (layer, x, extras) => {
    const y = this.#results.get(layer);
    if (!y) {
      const made = layer.forward(x, extras);
      this.#results.set(layer, made.data.keep());
      return made;
    }
    // What of a residual differs, the convolutions of its block have seen.
    const seen = this.#changeOf(x);
    this.#changed.set(y, seen && layer.update(y, seen, x, extras));
    return new Variable(y, { requiresGrad: false });
  };

  dispose(): void {
    for (const result of this.#results.values()) result.dispose();
    this.#results.clear();
    this.#changed.clear();
  }

  #changeOf({ data }: Variable): Box | null {
    const known = this.#changed.get(data);
    return known === undefined ? this.#input : known;
  }
}
