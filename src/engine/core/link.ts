import { Copier, type CopyMode } from './copying.js';
import { EngineError } from './errors.js';
import { callLink, type LinkHook, linkHooks } from './hooks/linkHook.js';
import { Parameter } from './parameter.js';
import { runScope } from './scope.js';
import type { Serializable, Serializer } from './serializer.js';
import { Tensor } from './tensor.js';

/** State that is saved with a link but not trained: a tensor, or a number. */
export type Persistent = Tensor | number;

/** A place where a persistent value lives, so that loaders can set it. */
export interface PersistentSlot {
  get(): Persistent;
  set(value: Persistent): void;
}

const compareNames = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * A function with parameters. Every property that holds a `Parameter` belongs to the link under the property's name;
 * other state to be saved is declared with `addPersistent`.
 */
export abstract class Link implements Serializable {
  readonly #persistents = new Map<string, Persistent>();
  readonly #hooks = new Map<string, LinkHook>();

  constructor() {
    // Every call goes between the hooks; without hooks it is the subclass's method and nothing else.
    const forward = Reflect.get(this as object, 'forward') as (...args: unknown[]) => unknown;
    Object.defineProperty(this, 'forward', {
      value: (...args: unknown[]) => callLink(this, forward, args, this.#hooks),
      writable: true,
      configurable: true,
    });
  }

  /** Applies the link. */
  abstract forward(...args: never[]): unknown;

  /** Runs a hook around every `forward` of this link, after those that are there. */
  addHook(hook: LinkHook): this {
    if (this.#hooks.has(hook.name))
      throw new EngineError(`${this.constructor.name}: a hook "${hook.name}" is there already`);
    hook.added?.(this);
    this.#hooks.set(hook.name, hook);
    return this;
  }

  /** Whether a hook is active around `forward`: then no other code may stand in for it. */
  get isHooked(): boolean {
    return this.#hooks.size > 0 || !linkHooks.isEmpty;
  }

  deleteHook(name: string): void {
    const hook = this.#hooks.get(name);
    if (!hook) throw new EngineError(`${this.constructor.name}: no hook "${name}"`);
    this.#hooks.delete(name);
    hook.deleted?.(this);
  }

  /**
   * Another link of this class, hooks included, without gradients and without the state of recurrent links. Its fields are
   * copied one by one, no constructor runs: a class with `#private` fields of its own must override this (`private` ones are fine).
   *
   * @param mode 'share' (default): its parameters hold the same arrays, so what trains one trains both, and `dispose` of one
   *   ends both; 'copy': arrays of its own; 'init': parameters drawn anew
   */
  copy(mode: CopyMode = 'share', copier = new Copier(mode, (value): value is Link => value instanceof Link)): this {
    const twin: this = Reflect.construct(Link, [], this.constructor); // this class's own part of it, and the prototype
    for (const [key, value] of Object.entries(this)) Reflect.set(twin, key, copier.copy(value));
    for (const [key, value] of this.#persistents) twin.#persistents.set(key, copier.copy(value));
    for (const [name, hook] of this.#hooks) twin.#hooks.set(name, hook);
    return twin;
  }

  hasPersistent(key: string): boolean {
    return this.#persistents.has(key);
  }

  /** Declares state that is saved with the link, under Chainer's key (`avg_mean`, `N`, …). */
  addPersistent(key: string, value: Persistent): void {
    if (value instanceof Tensor) value.keep();
    this.#persistents.set(key, value);
  }

  persistent(key: string): Persistent {
    const value = this.#persistents.get(key);
    if (value === undefined) throw new EngineError(`${this.constructor.name}: no persistent value "${key}"`);
    return value;
  }

  protected setPersistent(key: string, value: Persistent): void {
    this.addPersistent(key, value);
  }

  protected ownParams(): [string, Parameter][] {
    return Object.entries(this)
      .filter((entry): entry is [string, Parameter] => entry[1] instanceof Parameter)
      .sort(([a], [b]) => compareNames(a, b));
  }

  /** Child links with their names; none for a plain link. */
  namedChildren(): [string, Link][] {
    return [];
  }

  /** Parameters with paths: `/W`, `/conv1/W`; a link's own first, sorted by name, then its children's. */
  namedParams(): [string, Parameter][] {
    return this.namedLinks().flatMap(([path, link]) =>
      link.ownParams().map(([name, p]): [string, Parameter] => [`${path === '/' ? '' : path}/${name}`, p]),
    );
  }

  params(): Parameter[] {
    return this.namedParams().map(([, p]) => p);
  }

  /** Saved state that is not trained, with paths. */
  namedPersistents(): [string, PersistentSlot][] {
    return this.namedLinks().flatMap(([path, link]) =>
      [...link.#persistents.keys()]
        .sort(compareNames)
        .map((key): [string, PersistentSlot] => [
          `${path === '/' ? '' : path}/${key}`,
          { get: () => link.persistent(key), set: (value) => link.setPersistent(key, value) },
        ]),
    );
  }

  /** This link as `/` and all links below it. */
  namedLinks(): [string, Link][] {
    const below = this.namedChildren().flatMap(([name, child]) =>
      child.namedLinks().map(([path, link]): [string, Link] => [path === '/' ? `/${name}` : `/${name}${path}`, link]),
    );
    return [['/', this], ...below];
  }

  /** Number of trained values; throws when a shape is not known yet. */
  countParams(): number {
    return this.params().reduce((n, p) => n + p.size, 0);
  }

  cleargrads(): void {
    for (const p of this.params()) p.cleargrad();
  }

  /** Adds the gradients of a link of the same structure to this link's: what data-parallel replicas do. */
  addGrads(source: Link): void {
    const theirs = new Map(source.namedParams());
    for (const [path, mine] of this.namedParams()) {
      const grad = theirs.get(path)?.grad;
      if (!grad) continue;
      if (mine.grad)
        runScope(
          () => mine.grad?.assign(mine.grad.add(grad)),
          () => ({ tensors: [], hasGraph: false }),
        );
      else mine.grad = grad.copy().keep();
    }
  }

  /** Copies parameters and persistent state from a link of the same structure; uninitialised parameters take the other's shape. */
  copyParams(source: Link): void {
    const theirs = new Map(source.namedParams());
    for (const [path, mine] of this.namedParams()) {
      const other = theirs.get(path);
      if (!other) throw new EngineError(`copyParams: the source has no parameter ${path}`);
      if (mine.isInitialized) mine.data.assign(other.data);
      else mine.data = other.data.copy().keep();
    }
    const states = new Map(source.namedPersistents());
    for (const [path, mine] of this.namedPersistents()) {
      const value = states.get(path)?.get();
      const own = mine.get();
      if (value instanceof Tensor && own instanceof Tensor) own.assign(value);
      else if (typeof value === 'number') mine.set(value);
    }
  }

  /** Saves or loads parameters and persistent state under Chainer's keys; a parameter without a shape yet is left out. */
  serialize(serializer: Serializer): void {
    for (const [path, p] of this.namedParams()) if (p.isInitialized) serializer.value(path.slice(1), p.data);
    for (const [path, slot] of this.namedPersistents()) slot.set(serializer.value(path.slice(1), slot.get()));
  }

  enableUpdate(): void {
    for (const p of this.params()) p.updateEnabled = true;
  }

  /** Freezes the parameters: optimizers leave them as they are. */
  disableUpdate(): void {
    for (const p of this.params()) p.updateEnabled = false;
  }

  /** Frees parameters, gradients and persistent tensors. */
  dispose(): void {
    for (const p of this.params()) {
      p.cleargrad();
      if (p.isInitialized) p.data.dispose();
    }
    for (const [, slot] of this.namedPersistents()) {
      const value = slot.get();
      if (value instanceof Tensor) value.dispose();
    }
  }
}

/** A link made of links: every property that holds a `Link` is a child under the property's name. */
export abstract class Chain extends Link {
  override namedChildren(): [string, Link][] {
    return Object.entries(this)
      .filter((entry): entry is [string, Link] => entry[1] instanceof Link)
      .sort(([a], [b]) => compareNames(a, b));
  }
}

/** A link made of a list of links, named by index. */
export abstract class ChainList<T extends Link = Link> extends Link {
  readonly links: T[];

  constructor(...links: T[]) {
    super();
    this.links = links;
  }

  override namedChildren(): [string, Link][] {
    return this.links.map((link, i) => [String(i), link]);
  }
}
