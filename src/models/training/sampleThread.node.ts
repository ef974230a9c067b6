import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { TrainingSettings } from './presets.js';
import type { TrainingBatch } from './trainingSample.js';

/** What batches are drawn from. */
export interface BatchRequest {
  /** Folder of packed pairs. */
  readonly folder: string;
  readonly settings: Pick<TrainingSettings, 'batch' | 'sizes'>;
  readonly seed: number;
}

/** What the thread is started with. */
export interface DrawerData extends BatchRequest {
  readonly busy: Int32Array;
}

/** Batches that wait for their step. */
const AHEAD = 2;

const program = new URL('./sampleWorker.node.js', import.meta.url);

/**
 * Draws the batches of the next steps on a thread of its own while the present one computes: reading, hints and their
 * spreading take a fifth of a step. What a step sees depends on the seed and its number alone, whoever draws it.
 */
export class SampleThread implements Disposable {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, PromiseWithResolver>();
  /** One word: 1 while the thread draws, else 0. */
  readonly busy = new Int32Array(new SharedArrayBuffer(4));

  /** Whether the thread's program is there: it is not where the sources run uncompiled, as in tests. */
  static get isAvailable(): boolean {
    return existsSync(fileURLToPath(program));
  }

  constructor(request: BatchRequest) {
    this.#worker = new Worker(program, {
      workerData: { ...request, busy: this.busy } satisfies DrawerData,
      execArgv: [],
    });
    this.#worker.unref();
    this.#worker.on('message', ({ iteration, batch }: { iteration: number; batch: TrainingBatch }) =>
      this.#waiting.get(iteration)?.resolve(batch),
    );
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#waiting.values()) reject(error);
    });
  }

  /** The batch of a step; those of the next steps are begun. */
  async take(iteration: number): Promise<TrainingBatch> {
    for (let i = iteration; i <= iteration + AHEAD; i++) this.#ask(i);
    this.#worker.ref(); // somebody waits now
    try {
      return await this.#ask(iteration).promise;
    } finally {
      this.#worker.unref();
      for (const i of this.#waiting.keys()) if (i <= iteration) this.#waiting.delete(i);
    }
  }

  #ask(iteration: number): PromiseWithResolver {
    let waiting = this.#waiting.get(iteration);
    if (!waiting) {
      waiting = withResolver();
      this.#waiting.set(iteration, waiting);
      this.#worker.postMessage(iteration);
    }
    return waiting;
  }

  [Symbol.dispose](): void {
    void this.#worker.terminate().then(() => Atomics.store(this.busy, 0, 0)); // it may have been drawing
  }
}

interface PromiseWithResolver {
  readonly promise: Promise<TrainingBatch>;
  resolve(batch: TrainingBatch): void;
  reject(error: unknown): void;
}

function withResolver(): PromiseWithResolver {
  let resolve: PromiseWithResolver['resolve'] = () => {};
  let reject: PromiseWithResolver['reject'] = () => {};
  const promise = new Promise<TrainingBatch>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => {}); // one that is drawn ahead may fail before anybody waits for it
  return { promise, resolve, reject };
}
