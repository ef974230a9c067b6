import type { CopyMode } from './copying.js';
import { Link } from './link.js';
import type { Variable } from './variable.js';

/** A link of one variable, or a plain function such as `F.relu`. */
export type Layer = (Link & { forward(x: Variable): Variable }) | ((x: Variable) => Variable);

/** Applies links and functions one after the other. Links are numbered in their order; functions do not count. */
export class Sequential extends Link {
  readonly layers: readonly Layer[];

  constructor(...layers: Layer[]) {
    super();
    this.layers = layers;
  }

  forward(x: Variable): Variable {
    return this.layers.reduce((h, layer) => (layer instanceof Link ? layer.forward(h) : layer(h)), x);
  }

  override namedChildren(): [string, Link][] {
    return this.layers.filter((layer) => layer instanceof Link).map((link, i) => [String(i), link]);
  }
}

declare module './link.js' {
  interface Link {
    /**
     * As many copies of this link, one after the other; the link itself is not among them.
     *
     * @param mode as in `copy`; default: every copy has parameters of its own, drawn anew
     */
    repeat(this: Layer & Link, times: number, mode?: CopyMode): Sequential;
  }
}

Link.prototype.repeat = function repeat(this: Layer & Link, times, mode = 'init') {
  return new Sequential(...Array.from({ length: times }, () => this.copy(mode) as Layer & Link));
};
