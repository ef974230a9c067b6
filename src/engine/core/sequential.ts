import type { CopyMode } from './copying.js';
import { EngineError } from './errors.js';
import { Link } from './link.js';
import type { Variable } from './variable.js';

/** A link of one variable, or a plain function such as `F.relu`. */
export type Layer = (Link & { forward(x: Variable): Variable }) | ((x: Variable) => Variable);

/**
 * Applies links and functions one after the other. Links are numbered in their order; functions do not count. A layer that gives
 * an array hands its elements to the next one as arguments; what the last one gives is a variable.
 */
export class Sequential extends Link {
  readonly layers: Layer[];

  constructor(...layers: Layer[]) {
    super();
    this.layers = layers;
  }

  forward(x: Variable): Variable {
    let given: readonly Variable[] = [x];
    for (const layer of this.layers) {
      const apply = (layer instanceof Link ? layer.forward.bind(layer) : layer) as (
        ...xs: readonly Variable[]
      ) => Variable;
      const result: Variable | readonly Variable[] = apply(...given);
      given = Array.isArray(result) ? result : [result];
    }
    return given[0];
  }

  /** Adds a layer at the end. */
  append(layer: Layer): this {
    this.layers.push(layer);
    return this;
  }

  /** Puts a layer before the one at `index`. */
  insert(index: number, layer: Layer): this {
    if (index < 0 || index > this.layers.length)
      throw new EngineError(`Sequential.insert: index ${index} is not in 0 … ${this.layers.length}`);
    this.layers.splice(index, 0, layer);
    return this;
  }

  /** Takes a layer out. */
  remove(layer: Layer): this {
    const index = this.layers.indexOf(layer);
    if (index < 0) throw new EngineError('Sequential.remove: the layer is not among these');
    this.layers.splice(index, 1);
    return this;
  }

  /** Takes out all layers of a kind: the name of a link's class, or of a function. */
  removeByLayerType(name: string): this {
    this.layers.splice(0, this.layers.length, ...this.layers.filter((layer) => typeOf(layer) !== name));
    return this;
  }

  /** Number of layers of a kind: the name of a link's class, or of a function. */
  countByLayerType(name: string): number {
    return this.layers.filter((layer) => typeOf(layer) === name).length;
  }

  /** The same layers in one list: those of a `Sequential` inside this one stand in its place. */
  flatten(): Sequential {
    return new Sequential(
      ...this.layers.flatMap((layer) => (layer instanceof Sequential ? layer.flatten().layers : [layer])),
    );
  }

  override namedChildren(): [string, Link][] {
    return this.layers.filter((layer) => layer instanceof Link).map((link, i) => [String(i), link]);
  }
}

const typeOf = (layer: Layer): string => (layer instanceof Link ? layer.constructor.name : layer.name);

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
