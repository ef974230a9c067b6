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

/** The worker's end of the protocol: answers calls in the order in which they end, errors as name and message. */
export function serve(scope: WorkerScope, handlers: Handlers): void {
  const running = new Map<number, AbortController>();
  scope.addEventListener('message', (event) => {
    const request = event.data;
    if ('cancel' in request) running.get(request.cancel)?.abort();
    else void answer(request);
  });

  async function answer<M extends Method>({ id, method, argument }: { id: number; method: M; argument: Argument<M> }) {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const handler = handlers[method] as (argument: Argument<M>, signal: AbortSignal) => Promise<Answer<M>>;
      const result = await handler(argument, controller.signal);
      const reply: Reply = { id, answer: result };
      scope.postMessage(reply, transferables(result));
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      const reply: Reply = { id, error: { name, message } };
      scope.postMessage(reply);
    } finally {
      running.delete(id);
    }
  }
}

function transferables(answer: Answer<Method>): Transferable[] {
  return answer && 'bitmap' in answer ? [answer.bitmap] : [];
}
