/** How the parts of a link are copied. */
import type { Link } from './link.js';
import { Parameter } from './parameter.js';
import { Tensor } from './tensor.js';

/**
 * What a copied link has: 'share': parameters of its own on the same arrays; 'copy': arrays of its own with the same elements;
 * 'init': parameters drawn anew.
 */
export type CopyMode = 'share' | 'copy' | 'init';

/** The method by which a part of a link, that is neither data nor a link, makes another for the copy. */
export const COPY: unique symbol = Symbol('copy');

const hasCopy = (value: object): value is { [COPY](): object } => COPY in value;

/** Copies values that links hold; what is met twice is copied once, so that shared parts stay shared. */
export class Copier {
  readonly #made = new Map<object, unknown>();

  constructor(
    readonly mode: CopyMode,
    private readonly isLink: (value: object) => value is Link,
  ) {}

  copy<T>(value: T): T {
    if (typeof value !== 'object' || value === null) return value;
    if (!this.#made.has(value)) this.#made.set(value, this.#make(value));
    return this.#made.get(value) as T;
  }

  #make(value: object): unknown {
    if (value instanceof Parameter) return value.copy(this.mode);
    if (value instanceof Tensor) return this.mode === 'share' ? value : value.copy().keep();
    if (this.isLink(value)) return value.copy(this.mode, this);
    if (hasCopy(value)) return value[COPY]();
    if (Array.isArray(value)) return value.map((item) => this.copy(item));
    if (value instanceof Map) return new Map(Array.from(value, ([key, item]) => [key, this.copy(item)]));
    if (Object.getPrototypeOf(value) === Object.prototype)
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.copy(item)]));
    return value; // a function, an initializer, a typed array of settings: nothing that changes
  }
}
