import { EngineError } from '../core/errors.js';
import type { AsyncDataset, Dataset } from './dataset.js';

/** A worker's end: that of `Worker` and `self` in a browser, of `Worker` and `parentPort` in Node. */
export interface MessagePortLike {
  postMessage(message: unknown): void;
  addEventListener?(type: string, listener: (event: { data?: unknown; message?: string }) => void): void;
  on?(type: string, listener: (...values: unknown[]) => void): unknown;
  terminate?(): unknown;
}

interface Request {
  readonly id: number;
  readonly index: number;
}

interface Answer {
  readonly id: number;
  readonly example?: unknown;
  readonly error?: string;
}

function listen(port: MessagePortLike, onMessage: (data: unknown) => void, onError: (message: string) => void): void {
  if (port.addEventListener) {
    port.addEventListener('message', (event) => onMessage(event.data));
    port.addEventListener('error', (event) => onError(event.message ?? 'the worker failed'));
  } else if (port.on) {
    port.on('message', onMessage);
    port.on('error', (error) => onError((error as Error).message));
    port.on('exit', (code) => onError(`the worker ended with status ${code}`));
  }
}

/** In the worker: answers requests for examples. Examples must be what messages can carry (arrays, plain objects). */
export function serveDataset<T>(port: MessagePortLike, dataset: Dataset<T> | AsyncDataset<T>): void {
  listen(
    port,
    (data) => {
      const { id, index } = data as Request;
      Promise.resolve()
        .then(() => dataset.get(index))
        .then(
          (example) => port.postMessage({ id, example }),
          (error: unknown) => port.postMessage({ id, error: error instanceof Error ? error.message : String(error) }),
        );
    },
    () => {},
  );
}

/**
 * A dataset whose examples are made by workers, each of which runs `serveDataset`. A worker that dies fails its examples and is
 * replaced.
 *
 * @example new WorkerDataset(10_000, () => new Worker(new URL('./loader.js', import.meta.url)), { workers: 2 })
 */
export class WorkerDataset<T> implements AsyncDataset<T> {
  readonly #ports: (MessagePortLike | null)[];
  readonly #waiting: Map<number, { resolve: (example: T) => void; reject: (error: Error) => void }>[];
  #nextId = 0;
  #closed = false;

  constructor(
    readonly length: number,
    private readonly start: () => MessagePortLike,
    { workers = 1 } = {},
  ) {
    this.#ports = new Array<MessagePortLike | null>(workers).fill(null);
    this.#waiting = this.#ports.map(() => new Map());
  }

  #portOf(worker: number): MessagePortLike {
    const running = this.#ports[worker];
    if (running) return running;
    const port = this.start();
    this.#ports[worker] = port;
    listen(
      port,
      (data) => {
        const { id, example, error } = data as Answer;
        const waiting = this.#waiting[worker].get(id);
        this.#waiting[worker].delete(id);
        if (error === undefined) waiting?.resolve(example as T);
        else waiting?.reject(new EngineError(error));
      },
      (message) => {
        if (this.#ports[worker] !== port) return;
        this.#ports[worker] = null;
        for (const { reject } of this.#waiting[worker].values()) reject(new EngineError(message));
        this.#waiting[worker].clear();
      },
    );
    return port;
  }

  get(index: number): Promise<T> {
    if (this.#closed) return Promise.reject(new EngineError('WorkerDataset: it is disposed'));
    const id = this.#nextId++;
    const worker = id % this.#ports.length;
    return new Promise((resolve, reject) => {
      this.#waiting[worker].set(id, { resolve, reject });
      this.#portOf(worker).postMessage({ id, index } satisfies Request);
    });
  }

  /** Ends the workers; examples still under way fail. Doing it twice is harmless. */
  dispose(): void {
    this.#closed = true;
    for (const [worker, port] of this.#ports.entries()) {
      this.#ports[worker] = null;
      port?.terminate?.();
      for (const { reject } of this.#waiting[worker].values()) reject(new EngineError('WorkerDataset: it is disposed'));
      this.#waiting[worker].clear();
    }
  }
}
