import type { Hints } from '../../models/hints/hints.js';
import { useColoring } from '../store/coloring.js';
import { useNotices } from '../store/notices.js';
import { type Sketch, type Stroke, useProject } from '../store/project.js';
import type { BackendChoice, Colored, EngineChoice, EngineInfo } from '../worker/protocol.js';
import { bundledModel } from './bundledModel.js';
import { beginGpuStart, endGpuStart } from './gpuGuard.js';
import { LatestWins } from './latestWins.js';
import { WorkerCaller, WorkerLostError } from './workerCaller.js';

interface Job {
  readonly sketch: Sketch;
  readonly strokes: readonly Stroke[];
}

/**
 * Keeps the result in step with the project: colours after each change of the sketch or its strokes, in a worker that
 * is started again when it dies (on the CPU, if it died on a GPU).
 */
class Coloring {
  private caller: WorkerCaller | null = null;
  private started: Promise<void> | null = null;
  private sentSketch: Sketch | null = null;
  private choice: EngineChoice = { backend: 'auto', model: bundledModel };

  private readonly passes = new LatestWins<Job, Colored>((job, signal) => this.pass(job, signal), {
    done: ({ bitmap, ms }, job) => {
      useColoring.getState().show({ bitmap, ms, ...job });
    },
    failed: (error) => this.failed(error),
    dropped: ({ bitmap }) => bitmap.close(),
  });

  constructor(private readonly createWorker: () => Worker) {}

  /** Starts the worker and follows the project from now on. */
  follow(): void {
    useProject.subscribe((now, before) => {
      if (now.sketch !== before.sketch) useColoring.getState().clear();
      if (now.sketch !== before.sketch || now.strokes !== before.strokes) this.request();
    });
    this.request();
    void this.start().catch((error) => this.failed(error));
  }

  get backend(): BackendChoice {
    return this.choice.backend;
  }

  get model(): EngineChoice['model'] {
    return this.choice.model;
  }

  /** Changes the device or the model and colours anew. */
  use(choice: Partial<EngineChoice>): void {
    this.choice = { ...this.choice, ...choice };
    if (choice.backend) endGpuStart();
    this.started = null;
    useColoring.getState().setEngine(null);
    this.request();
    void this.start().catch((error) => this.failed(error));
  }

  /** Colours what is open, whether or not anything has changed. */
  request(): void {
    const { sketch, strokes } = useProject.getState();
    if (!sketch) {
      this.passes.cancel();
      return;
    }
    this.passes.request({ sketch, strokes });
    useColoring.getState().setStatus('running');
    void this.passes.idle().then(() => {
      if (useColoring.getState().status === 'running' && !this.passes.busy) useColoring.getState().setStatus('idle');
    });
  }

  /** Gives up the pass under way; its strokes stay as ink until the next pass. */
  cancel(): void {
    this.passes.cancel();
    useColoring.getState().setStatus('idle');
  }

  /** The result for the strokes as they are now, as a PNG of the sketch's size, or null if it cannot be had. */
  async encode(): Promise<Blob | null> {
    if (!this.passes.busy && !this.upToDate) this.request(); // the last pass was cancelled or failed
    await this.passes.idle();
    return this.upToDate && this.caller ? this.caller.call('encode', null) : null;
  }

  private get upToDate(): boolean {
    const { status, result } = useColoring.getState();
    const { sketch, strokes } = useProject.getState();
    return status !== 'failed' && result?.sketch === sketch && result.strokes === strokes;
  }

  private start(): Promise<void> {
    this.started ??= this.launch();
    return this.started;
  }

  private async launch(): Promise<void> {
    if (!this.caller) {
      this.caller = new WorkerCaller(this.createWorker());
      this.sentSketch = null;
    }
    if (!useProject.getState().sketch) useColoring.getState().setStatus('starting');
    const engine = await this.startEngine(this.caller);
    this.sentSketch = null;
    useColoring.getState().setEngine(engine);
    if (useColoring.getState().status === 'starting') useColoring.getState().setStatus('idle');
  }

  private async startEngine(caller: WorkerCaller): Promise<EngineInfo> {
    if (this.choice.backend === 'cpu') return caller.call('start', this.choice);
    if (!(await beginGpuStart())) {
      useNotices.getState().show({ kind: 'info', message: { key: 'coloring.gpuGivenUp' } });
      this.choice = { ...this.choice, backend: 'cpu' };
      return caller.call('start', this.choice);
    }
    try {
      return await caller.call('start', this.choice);
    } finally {
      endGpuStart();
    }
  }

  private async pass({ sketch, strokes }: Job, signal: AbortSignal): Promise<Colored> {
    await this.start();
    signal.throwIfAborted();
    const caller = this.caller!;
    if (this.sentSketch !== sketch) {
      await caller.call('setSketch', sketch.file);
      this.sentSketch = sketch;
    }
    signal.throwIfAborted();
    return caller.call('colorize', hintsOf(sketch, strokes), signal);
  }

  private failed(error: unknown): void {
    useColoring.getState().setStatus('failed');
    this.started = null;
    const reason = error instanceof Error ? error.message : String(error);
    const retry = { label: { key: 'coloring.retry' } as const, perform: () => this.use({}) };
    if (error instanceof WorkerLostError) {
      const engine = useColoring.getState().engine;
      this.caller?.end(error);
      this.caller = null;
      if (engine?.backend === 'webgpu') {
        useNotices.getState().show({ kind: 'info', message: { key: 'coloring.gpuLost' } });
        this.use({ backend: 'cpu' });
        return;
      }
    }
    useNotices
      .getState()
      .show({ kind: 'error', message: { key: 'coloring.failed', values: { reason } }, action: retry });
  }
}

/** The hints of strokes, in the form that files and the colouriser share. */
export function hintsOf(sketch: Pick<Sketch, 'size'>, strokes: readonly Stroke[]): Hints {
  return {
    size: [...sketch.size],
    strokes: strokes.map(({ color, width, points }) => ({ color, width, points })),
  };
}

export const coloring = new Coloring(
  () => new Worker(new URL('../worker/colorWorker.ts', import.meta.url), { type: 'module', name: 'color' }),
);
