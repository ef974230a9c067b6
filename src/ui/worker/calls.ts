/** What a page asks a worker: named calls of one argument, with one answer each. */
export type CallTable = Readonly<Record<string, (argument: never) => unknown>>;

export type Method<C> = keyof C & string;
export type Argument<C, M extends keyof C> = C[M] extends (argument: infer A) => unknown ? A : never;
export type Answer<C, M extends keyof C> = C[M] extends (argument: never) => infer R ? R : never;

/** Page to worker: a call, or the wish that a call should end early. */
export type Request<C> =
  | { [M in Method<C>]: { id: number; method: M; argument: Argument<C, M> } }[Method<C>]
  | { cancel: number };

/** Worker to page. */
export type Reply<C> =
  | { id: number; answer: Answer<C, Method<C>> }
  | { id: number; error: { name: string; message: string } };
