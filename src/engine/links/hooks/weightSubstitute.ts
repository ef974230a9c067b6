import { noBackprop } from '../../core/config.js';
import { EngineError } from '../../core/errors.js';
import type { LinkHook } from '../../core/hooks/linkHook.js';
import type { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { scope } from '../../core/scoped.js';
import { Variable } from '../../core/variable.js';

/** What stands in for a parameter during forward. It has its elements, so there is nothing to initialise. */
class Substitute extends Variable {
  initialize(): void {}
}

/** A hook that computes with another array in place of a weight. */
export abstract class WeightSubstitute implements LinkHook {
  abstract readonly name: string;
  readonly #originals = new Map<Link, Parameter>();

  constructor(protected readonly weightName: string) {}

  /** What forward computes with instead. */
  protected abstract substitute(link: Link, weight: Parameter): Variable;

  /** The link's weight. */
  protected weightOf(link: Link): Parameter {
    const weight = Reflect.get(link, this.weightName);
    if (!(weight instanceof Parameter))
      throw new EngineError(`${this.name}: ${link.constructor.name} has no parameter "${this.weightName}"`);
    return weight;
  }

  added(link: Link): void {
    this.weightOf(link);
  }

  forwardPreprocess(link: Link, args: readonly unknown[]): void {
    const weight = this.weightOf(link);
    if (!weight.isInitialized) {
      // A forward of its own tells the weight's shape. It goes past the hooks: the prototype's method.
      const forward = Reflect.get(Object.getPrototypeOf(link), 'forward') as (...list: unknown[]) => unknown;
      noBackprop(() => scope(() => void forward.apply(link, [...args])));
    }
    this.#originals.set(link, weight);
    const value = this.substitute(link, weight);
    Reflect.set(link, this.weightName, new Substitute(value.data, { node: value.node }));
  }

  forwardPostprocess(link: Link): void {
    const weight = this.#originals.get(link);
    if (weight) Reflect.set(link, this.weightName, weight);
    this.#originals.delete(link);
  }
}
