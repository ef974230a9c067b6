import { type Box, type links as L, type Tensor, Variable } from '../../engine/index.js';
import { around, scaled, wholeOf } from './boxes.js';
import { making, type Operations } from './operations.js';

/**
 * A network's convolutions with their results kept from one picture to the next: of a picture that differs from the one before in some
 * rows and columns, each convolution makes what these reach. All is to the bit what `making` gives, so nothing depends on the
 * pictures before. For weights that stay as they are, pictures of one size, each convolution once a picture, inside `inference`.
 */
export class KeptOperations implements Operations {
  readonly #results = new Map<L.Convolution2D, Tensor>();
  /** What of each array of this picture differs from the one before; null: nothing. */
  readonly #changed = new Map<Tensor, Box | null>();

  /** Begins a picture. @param inputs what the operations are given, and what of it differs from the picture before */
  begin(inputs: Iterable<readonly [Variable, Box | null]>): void {
    this.#changed.clear();
    for (const [x, changed] of inputs) this.#changed.set(x.data, changed);
  }

  /** What of an input or a result differs from the picture before; null: nothing. */
  changeOf(x: Variable): Box | null {
    const known = this.#changed.get(x.data);
    return known === undefined ? wholeOf(x) : known;
  }

  convolve: Operations['convolve'] = (layer, x, extras) => {
    const y = this.#results.get(layer);
    if (!y) {
      const made = making.convolve(layer, x, extras);
      this.#results.set(layer, made.data.keep());
      return made;
    }
    const seen = this.changeOf(x);
    this.#changed.set(y, seen && layer.update(y, seen, x, extras));
    return new Variable(y, { requiresGrad: false });
  };

  add: Operations['add'] = (a, b) => {
    const y = making.add(a, b);
    // A term that is the same everywhere, as the bottom's mean is, changes all where it changes at all.
    const changeIn = (x: Variable) => this.changeOf(x) && (isAsLarge(x, y) ? this.changeOf(x) : wholeOf(y));
    return this.#told(y, around(changeIn(a), changeIn(b)));
  };

  upsample: Operations['upsample'] = (x) => {
    const changed = this.changeOf(x);
    return this.#told(making.upsample(x), changed && scaled(changed, 2));
  };

  dispose(): void {
    for (const result of this.#results.values()) result.dispose();
    this.#results.clear();
    this.#changed.clear();
  }

  #told(y: Variable, changed: Box | null): Variable {
    this.#changed.set(y.data, changed);
    return y;
  }
}

const isAsLarge = (x: Variable, y: Variable) => x.shape[2] === y.shape[2] && x.shape[3] === y.shape[3];
