import type { Answer, Argument, CallTable, Method, Reply, Request } from '../worker/calls.js';

/** An error inside the worker, with the name and message it had there. */
export class WorkerError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** The worker itself has died or could not start; every open call ends with this. */
export class WorkerLostError extends Error {
  override readonly name = 'WorkerLostError';
}

/** The part of Worker that the caller needs; tests bring their own. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

interface OpenCall<C> {
  resolve(answer: Answer<C, Method<C>>): void;
  reject(error: Error): void;
}

/** The page's end of the protocol. */
export class WorkerCaller<C extends CallTable> {
  private readonly open = new Map<number, OpenCall<C>>();
  private nextId = 1;
  private lost: WorkerLostError | null = null;

  constructor(private readonly worker: WorkerLike) {
    worker.addEventListener('message', ((event: MessageEvent<Reply<C>>) => this.settle(event.data)) as EventListener);
    worker.addEventListener('error', ((event: ErrorEvent) => {
      event.preventDefault();
      this.end(new WorkerLostError(event.message || 'the worker could not be loaded'));
    }) as EventListener);
    worker.addEventListener('messageerror', () => this.end(new WorkerLostError('a message could not be read')));
  }

  /** Calls a method; an aborted call still ends, with an AbortError or with an answer that came first. */
  call<M extends Method<C>>(method: M, argument: Argument<C, M>, signal?: AbortSignal): Promise<Answer<C, M>> {
    if (this.lost) return Promise.reject(this.lost);
    const id = this.nextId++;
    signal?.addEventListener('abort', () => this.post({ cancel: id }), { once: true });
    return new Promise<Answer<C, M>>((resolve, reject) => {
      this.open.set(id, { resolve: resolve as OpenCall<C>['resolve'], reject });
      this.post({ id, method, argument } as Request<C>);
    });
  }

  /** Ends the worker and all open calls. */
  end(reason: WorkerLostError): void {
    this.lost ??= reason;
    this.worker.terminate();
    for (const call of this.open.values()) call.reject(reason);
    this.open.clear();
  }

  private post(request: Request<C>): void {
    if (!this.lost) this.worker.postMessage(request);
  }

  private settle(reply: Reply<C>): void {
    const call = this.open.get(reply.id);
    this.open.delete(reply.id);
    if ('error' in reply) call?.reject(new WorkerError(reply.error.name, reply.error.message));
    else call?.resolve(reply.answer);
  }
}
