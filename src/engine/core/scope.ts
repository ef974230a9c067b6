/**
 * Deterministic memory. Every tensor belongs to the innermost scope in which it was made and is freed when that scope
 * ends, unless it is returned (then it moves to the scope outside) or kept. Tensors made outside any scope belong to
 * nobody: they live until `dispose()`, with the garbage collector as a safety net.
 */
export interface Disposable {
  owner: Scope | null;
  /** How many recorded functions hold it for backward. */
  retainers: number;
  dispose(): void;
}

export class Scope {
  readonly members = new Set<Disposable>();

  adopt(member: Disposable): void {
    member.owner?.members.delete(member);
    member.owner = this;
    this.members.add(member);
  }
}

const stack: Scope[] = [];

/** The innermost open scope. */
export const currentScope = (): Scope | null => stack.at(-1) ?? null;

/** Moves a tensor to another scope, or to nobody. */
export function moveTo(member: Disposable, scope: Scope | null): void {
  if (member.owner === scope) return;
  if (scope) scope.adopt(member);
  else {
    member.owner?.members.delete(member);
    member.owner = null;
  }
}

/** What a scope's result holds: the tensors to save, and whether a graph hangs on them that backward may still walk. */
export interface Escapes {
  readonly tensors: Iterable<Disposable>;
  readonly hasGraph: boolean;
}

/** Runs the body in a new scope; `escapes` says which members outlive it. */
export function runScope<T>(body: () => T, escapes: (result: T) => Escapes): T {
  const scope = new Scope();
  stack.push(scope);
  let survivors: Escapes | null = null;
  try {
    const result = body();
    if (result instanceof Promise)
      throw new TypeError('scope: the body must be synchronous, but it returned a promise');
    survivors = escapes(result);
    return result;
  } finally {
    stack.pop();
    const outer = currentScope();
    if (survivors) {
      for (const tensor of survivors.tensors) if (tensor.owner === scope) moveTo(tensor, outer);
      if (survivors.hasGraph) for (const tensor of scope.members) if (tensor.retainers > 0) moveTo(tensor, outer);
    }
    for (const tensor of scope.members) tensor.dispose();
  }
}
