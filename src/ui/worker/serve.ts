import type { Answer, Argument, CallTable, Method, Reply, Request } from './calls.js';

/** One function for each call. `signal` aborts when the page no longer wants the answer. */
export type Handlers<C> = {
  [M in keyof C]: (argument: Argument<C, M>, signal: AbortSignal) => Promise<Answer<C, M>>;
};

/** The global scope of a worker, as far as it is used; TypeScript's own type comes in a library that clashes with DOM. */
export interface WorkerScope<C> {
  postMessage(message: Reply<C>, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Request<C>>) => void): void;
}

/**
 * The worker's end of the protocol. Calls are worked off one after the other, so that a device is not taken away under
 * a pass; errors go back as name and message.
 */
export function serve<C extends CallTable>(scope: WorkerScope<C>, handlers: Handlers<C>): void {
  const open = new Map<number, AbortController>();
  let last = Promise.resolve();

  scope.addEventListener('message', (event) => {
    const request = event.data;
    if ('cancel' in request) {
      open.get(request.cancel)?.abort();
      return;
    }
    const controller = new AbortController();
    open.set(request.id, controller);
    last = last.then(() => answer(request, controller.signal)).finally(() => open.delete(request.id));
  });

  async function answer<M extends Method<C>>(
    call: { id: number; method: M; argument: Argument<C, M> },
    signal: AbortSignal,
  ) {
    const { id, method, argument } = call;
    try {
      signal.throwIfAborted();
      const result = await handlers[method](argument, signal);
      scope.postMessage({ id, answer: result }, transferables(result));
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      scope.postMessage({ id, error: { name, message } });
    }
  }
}

/** Pictures go over whole, without a copy. */
function transferables(answer: unknown): Transferable[] {
  if (answer === null || typeof answer !== 'object') return [];
  if ('bitmap' in answer) return [answer.bitmap as ImageBitmap];
  return 'bitmaps' in answer ? [...(answer.bitmaps as ImageBitmap[])] : [];
}
