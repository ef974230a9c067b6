import { EngineError } from '../errors.js';

/** Hooks active in a synchronous scope, outer ones first. */
export class HookList<H extends { readonly name: string }> {
  readonly #active: H[] = [];

  constructor(private readonly label: string) {}

  get isEmpty(): boolean {
    return this.#active.length === 0;
  }

  [Symbol.iterator](): Iterator<H> {
    return this.#active[Symbol.iterator]();
  }

  using<T>(hooks: readonly H[], body: () => T): T {
    for (const [i, { name }] of hooks.entries())
      if (this.#active.some((h) => h.name === name) || hooks.slice(0, i).some((h) => h.name === name))
        throw new EngineError(`${this.label}: a hook "${name}" is active already`);
    const before = this.#active.length;
    this.#active.push(...hooks);
    try {
      const result = body();
      if (result instanceof Promise)
        throw new TypeError(`${this.label}: the body must be synchronous, but it returned a promise`);
      return result;
    } finally {
      this.#active.length = before;
    }
  }
}
