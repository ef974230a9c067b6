/**
 * Deterministic memory. Every tensor belongs to the innermost scope in which it was made and is freed when that scope
 * ends, unless it is returned (then it moves to the scope outside) or kept. Tensors made outside any scope belong to
 * nobody: they live until `dispose()`, with the garbage collector as a safety net.
 */
export interface Disposable {
  owner: Scope | null;
  /** How many recorded functions hold it for backward. */
  retainers: number;
  /** Whether it outlives its scope for those functions alone: the last one to let go frees it. */
  heldByGraph: boolean;
  dispose(): void;
  /** Told that no scope will free it. */
  orphaned(): void;
}

/** A scope with this many members that have left, and more than half of all, forgets them. */
const MOST_GONE = 64;

/** Scopes are made for every function that runs, so they are plain lists: a member that has left is told by its owner. */
export class Scope {
  #members: Disposable[] = [];
  #gone = 0;

  constructor(readonly outer: Scope | null) {}

  adopt(member: Disposable): void {
    if (member.owner) member.owner.#gone++;
    member.owner = this;
    if (this.#gone > MOST_GONE && 2 * this.#gone > this.#members.length) {
      this.#members = this.#members.filter((m) => m.owner === this && m !== member);
      this.#gone = 0;
    }
    this.#members.push(member);
  }

  /** Lets a member go to nobody. */
  drop(member: Disposable): void {
    this.#gone++;
    member.owner = null;
  }

  /** Moves what recorded functions hold to the scope outside. */
  saveRetained(): void {
    for (const m of this.#members) {
      if (m.owner !== this || m.retainers === 0) continue;
      m.heldByGraph = true;
      moveTo(m, this.outer);
    }
  }

  /** Frees what is left. */
  disposeMembers(): void {
    for (const m of this.#members) if (m.owner === this) m.dispose();
  }
}

let current: Scope | null = null;

/** The innermost open scope. */
export const currentScope = (): Scope | null => current;

/** Moves a tensor to another scope, or to nobody. */
export function moveTo(member: Disposable, scope: Scope | null): void {
  const { owner } = member;
  if (owner === scope) return;
  if (scope) scope.adopt(member);
  else {
    owner?.drop(member);
    member.orphaned();
  }
}

/** What a scope's result holds: the tensors to save, and whether a graph hangs on them that backward may still walk. */
export interface Escapes {
  readonly tensors: Iterable<Disposable>;
  readonly hasGraph: boolean;
}

/** Opens a scope; `closeScope` must follow, whatever happens. */
export function openScope(): Scope {
  current = new Scope(current);
  return current;
}

/** Ends the innermost scope and frees its members but for the survivors, which move outside. */
export function closeScope(scope: Scope, survivors: Iterable<Disposable> = [], hasGraph = false): void {
  current = scope.outer;
  for (const tensor of survivors) if (tensor.owner === scope) moveTo(tensor, scope.outer);
  if (hasGraph) scope.saveRetained();
  scope.disposeMembers();
}

/** Runs the body in a new scope; `escapes` says which members outlive it. */
export function runScope<T>(body: () => T, escapes: (result: T) => Escapes): T {
  const scope = openScope();
  let survivors: Escapes = { tensors: [], hasGraph: false };
  try {
    const result = body();
    if (result instanceof Promise)
      throw new TypeError('scope: the body must be synchronous, but it returned a promise');
    survivors = escapes(result);
    return result;
  } finally {
    closeScope(scope, survivors.tensors, survivors.hasGraph);
  }
}
