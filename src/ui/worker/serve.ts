import type { Answer, Argument, ColorCalls, Method, Reply, Request } from './protocol.js';

/** One function for each call. `signal` aborts when the page no longer wants the answer. */
export type Handlers = {
  [M in keyof ColorCalls]: (argument: Argument<M>, signal: AbortSignal) => Promise<Answer<M>>;
};

/** The global scope of a worker, as far as it is used; TypeScript's own type comes in a library that clashes with DOM. */
export interface WorkerScope {
  postMessage(message: Reply, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Request>) => void): void;
}

/**
 * The worker's end of the protocol. Calls are worked off one after the other, so that a device is not taken away under
 * a pass; errors go back as name and message.
 */
export function serve(scope: WorkerScope, handlers: Handlers): void {
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

  async function answer<M extends Method>(call: { id: number; method: M; argument: Argument<M> }, signal: AbortSignal) {
    const { id, method, argument } = call;
    try {
      signal.throwIfAborted();
      const handler = handlers[method] as (argument: Argument<M>, signal: AbortSignal) => Promise<Answer<M>>;
      const result = await handler(argument, signal);
      scope.postMessage({ id, answer: result }, transferables(result));
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      scope.postMessage({ id, error: { name, message } });
    }
  }
}

function transferables(answer: Answer<Method>): Transferable[] {
  if (answer === null || typeof answer !== 'object') return [];
  if ('bitmap' in answer) return [answer.bitmap];
  return 'bitmaps' in answer ? [...answer.bitmaps] : [];
}
