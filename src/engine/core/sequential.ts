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
