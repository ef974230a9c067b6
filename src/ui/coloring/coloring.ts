import type { HintStroke, Hints } from '../../models/hints/hints.js';
import type { Look, PaletteColor } from '../../models/look/look.js';
import type { PartMap } from '../../models/parts/partMap.js';
import type { PartColors } from '../../models/parts/usualColors.js';
import type { Closure } from '../../models/sketch/closures.js';
import { draftFactor } from '../../models/sketch/shrink.js';
import type { Message } from '../i18n/message.js';
import { type ModelChoice, modelOf, nameOfChoice, STANDARD_CHOICE } from '../models/modelChoice.js';
import { type Engine, useColoring } from '../store/coloring.js';
import { live } from '../store/live.js';
import { useModels } from '../store/models.js';
import { useNotices } from '../store/notices.js';
import { hintOf, type Sketch, type Stroke, useProject } from '../store/project.js';
import type {
  BackendChoice,
  ColorCalls,
  Colored,
  ColorJob,
  Doubt,
  Drawn,
  EncodeRequest,
  EngineChoice,
  ModelFacts,
  OtherJob,
  RegionRequest,
  Regions,
} from '../worker/protocol.js';
import { beginGpuStart, endGpuStart } from './gpuGuard.js';
import { LatestWins } from './latestWins.js';
import { WorkerCaller, WorkerLostError } from './workerCaller.js';

interface Job {
  readonly sketch: Sketch;
  readonly strokes: readonly Stroke[];
  readonly closures: readonly Closure[];
  readonly parts: PartColors;
  readonly look: Look;
  /** The look or a colour of a part is being changed by a drag. */
  readonly draft?: boolean;
}

/** No closures, as every opened sketch begins. */
const NONE: readonly Closure[] = [];

/** A look that takes longer than this many milliseconds is told of. */
const LONG_LOOK = 250;

/** Previews that take longer than this many milliseconds lag behind the pen. */
const PREVIEW_MAX = 700;
/** So many slow ones one after the other, and a sketch has none any more: the first of all may be slow because it is the first. */
const SLOW_MAX = 2;

/**
 * Keeps the result in step with the project: colours after each change of the sketch or its strokes, in a worker that
 * is started again when it dies (on the CPU, if it died on a GPU).
 */
class Coloring {
  private caller: WorkerCaller<ColorCalls> | null = null;
  private started: Promise<void> | null = null;
  private sentSketch: Sketch | null = null;
  /** The closures that the worker has for that sketch; none right after it was sent. */
  private sentClosures: readonly Closure[] = NONE;
  private device: BackendChoice = 'auto';

  private readonly passes = new LatestWins<Job, Colored>((job, signal) => this.pass(job, signal), {
    done: ({ bitmap, ms }, job) => {
      this.losses = 0;
      useColoring.getState().show({ bitmap, ms, ...job });
    },
    failed: (error) => this.failed(error),
    dropped: ({ bitmap }) => bitmap.close(),
  });

  /** Looks and colours of parts follow a slider or a picker: each is made from the last pass. */
  private readonly looks = new LatestWins<Job, Drawn | null>(
    ({ parts, look, draft = false }) => this.caller!.call('relook', { parts, look, draft }),
    {
      done: (drawn, job) => {
        const { result } = useColoring.getState();
        if (drawn && result && isPassOf(result, job)) {
          const { parts, look } = job;
          useColoring.getState().show({ ...result, parts, look, bitmap: drawn.bitmap });
        } else drawn?.bitmap.close();
      },
      failed: (error) => this.failed(error),
      dropped: (drawn) => drawn?.bitmap.close(),
    },
    'finish',
  );

  /** How often the GPU was lost since colours last came. */
  private losses = 0;
  private longLook = 0;
  private previewing = false;
  private slowPreviews = 0;
  /** The pen has moved since the preview under way was asked for. */
  private previewIsOld = false;

  constructor(private readonly createWorker: () => Worker) {}

  /** Starts the worker and follows the project from now on. */
  follow(): void {
    useProject.subscribe((now, before) => {
      if (now.sketch !== before.sketch) useColoring.getState().clear();
      if (now.sketch !== before.sketch) this.slowPreviews = 0;
      if (!isPassOf(now, before)) this.request();
      else if (now.parts !== before.parts || now.look !== before.look) this.relook();
    });
    live.subscribe((now, before) => {
      if (before.adjusting && !now.adjusting) this.relook(); // at full size
    });
    this.request();
    void this.start().catch((error) => this.failed(error));
  }

  get backend(): BackendChoice {
    return this.device;
  }

  get model(): ModelChoice {
    return useModels.getState().chosen;
  }

  /** Changes the device or the model and colours anew. */
  use({ backend, model }: { readonly backend?: BackendChoice; readonly model?: ModelChoice }): void {
    if (backend) {
      this.device = backend;
      endGpuStart();
    }
    if (model) useModels.setState({ chosen: model });
    this.started = null;
    useColoring.getState().setEngine(null);
    this.request();
    void this.start().catch((error) => this.failed(error));
  }

  /** Colours what is open, whether or not anything has changed. */
  request(): void {
    const job = currentJob();
    if (!job) {
      this.passes.cancel();
      return;
    }
    this.passes.request(job);
    useColoring.getState().setStatus('running');
    void this.passes.idle().then(() => {
      if (useColoring.getState().status === 'running' && !this.passes.busy) useColoring.getState().setStatus('idle');
    });
  }

  /** Gives up the pass under way; its strokes stay as ink until the next pass. */
  cancel(): void {
    this.passes.cancel();
    useColoring.getState().setPreview(null);
    useColoring.getState().setStatus('idle');
  }

  /** Shows the result in the look and the colours of parts as they are now; a pass under way is begun again with it. */
  private relook(): void {
    const job = currentJob();
    const { result } = useColoring.getState();
    if (!job) return;
    if (this.passes.busy || !result || !isPassOf(result, job)) this.request();
    else {
      this.looks.request({ ...job, draft: live.getState().adjusting });
      this.tellIfLong();
    }
  }

  /** Says that a look is worked at where it does not come at once. */
  private tellIfLong(): void {
    clearTimeout(this.longLook);
    this.longLook = window.setTimeout(() => {
      if (!this.looks.busy || useColoring.getState().status !== 'idle') return;
      useColoring.getState().setStatus('adjusting');
      void this.looks.idle().then(() => {
        if (useColoring.getState().status === 'adjusting') useColoring.getState().setStatus('idle');
      });
    }, LONG_LOOK);
  }

  /** Shows what a stroke that is still being drawn would colour, as often as the worker keeps up. */
  preview(ink: HintStroke): void {
    const { sketch, strokes, parts, look } = useProject.getState();
    const { engine } = useColoring.getState();
    if (!sketch || !engine || !this.caller || this.sentSketch !== sketch) return;
    if (this.passes.busy || this.slowPreviews >= SLOW_MAX) return;
    if (this.previewing) {
      this.previewIsOld = true;
      return;
    }
    this.previewing = true;
    this.previewIsOld = false;
    const start = performance.now();
    let took = 0;
    const { size, strokes: hints } = hintsOf(sketch, strokes);
    this.caller
      .call('preview', { hints: { size, strokes: [...hints, structuredClone(ink)] }, parts, look })
      .then(({ bitmap }) => {
        took = performance.now() - start;
        this.slowPreviews = took > PREVIEW_MAX ? this.slowPreviews + 1 : 0;
        // Only while that stroke is drawn or waits for its own colours.
        const isWanted = live.getState().ink !== null || useProject.getState().strokes.length > strokes.length;
        if (isWanted && useColoring.getState().result?.strokes === strokes) useColoring.getState().setPreview(bitmap);
        else bitmap.close();
      })
      .catch(() => undefined) // the pass that follows tells what is wrong
      .finally(() => {
        // Half of the processor's time is the pen's: previews one after the other would keep its ink waiting.
        setTimeout(() => this.previewAgain(), engine.backend === 'cpu' ? took : 0);
      });
  }

  private previewAgain(): void {
    this.previewing = false;
    const { ink } = live.getState();
    if (ink && this.previewIsOld) this.preview(ink);
  }

  /** The result for the strokes as they are now, as a file of the sketch's size, or null if it cannot be had. */
  async encode(request: EncodeRequest): Promise<Blob | null> {
    if (!(await this.settled())) return null;
    return this.caller?.call('encode', request) ?? null;
  }

  /** Has the first light on the sketch come sooner; nothing while something else is worked at. */
  async prepareLight(): Promise<void> {
    if (this.passes.busy || this.looks.busy || !this.upToDate) return;
    await this.caller?.call('prepareLight', null).catch(() => undefined); // the light itself tells what is wrong
  }

  /** Small pictures of variants of the result, or none while there is no result. */
  async variants(seeds: readonly number[], side: number): Promise<readonly ImageBitmap[]> {
    if (!(await this.settled()) || !this.caller) return [];
    return (await this.caller.call('variants', { seeds, side })).bitmaps;
  }

  /** The closed area at a point of the open sketch, or null on a line. */
  async region(request: RegionRequest): Promise<[number, number][] | null> {
    return (await this.ready())?.call('region', request) ?? null;
  }

  /** The closed areas of the open sketch. */
  async regions(gap: number): Promise<Regions | null> {
    return (await this.ready())?.call('regionMap', gap) ?? null;
  }

  /** Where a new hint would have its say, as a veil over the sketch; null if that is everywhere, or cannot be told now. */
  async influence(hint: HintStroke): Promise<ImageBitmap | null> {
    const { sketch, strokes } = useProject.getState();
    if (!sketch || this.sentSketch !== sketch || this.passes.busy || !this.caller) return null;
    const { size, strokes: hints } = hintsOf(sketch, strokes);
    const drawn = await this.caller.call('influence', { size, strokes: [...hints, hint] });
    return drawn?.bitmap ?? null;
  }

  /** Where the result is a guess; null if there is none or the model cannot tell. */
  async doubt(): Promise<Doubt | null> {
    return (await this.settled()) && this.caller ? this.caller.call('certainty', null) : null;
  }

  /** Colours another sketch than the open one, without hints, into a file. */
  async colorOther(job: OtherJob): Promise<Blob> {
    await this.passes.idle();
    await this.start();
    try {
      return await this.caller!.call('colorOther', job);
    } catch (error) {
      // The worker or its device died of this picture: others find a new one.
      if (error instanceof WorkerLostError || isDeviceLost(error)) this.failed(error);
      throw error;
    }
  }

  /** What is a part of what in the open sketch; null if there is no result or the model cannot tell. */
  async figure(): Promise<PartMap | null> {
    return (await this.settled()) && this.caller ? this.caller.call('figure', null) : null;
  }

  /** What a model file is; the model in use stays. */
  async examine(model: Blob): Promise<ModelFacts> {
    await this.start();
    return this.caller!.call('examine', model);
  }

  /** Waits until the model chosen last is loaded, or failed to be. */
  async engine(): Promise<Engine | null> {
    await this.start().catch(() => undefined);
    return useColoring.getState().engine;
  }

  /** The palette of a picture file. */
  async palette(file: Blob): Promise<readonly PaletteColor[]> {
    await this.start();
    return this.caller!.call('readPalette', file);
  }

  /** The worker with the open sketch in it, or null while nothing is open. */
  private async ready(): Promise<WorkerCaller<ColorCalls> | null> {
    await this.start();
    const { sketch, closures } = useProject.getState();
    const isSent = () => sketch !== null && this.sentSketch === sketch && this.sentClosures === closures;
    if (sketch && !isSent()) await this.passes.idle();
    return isSent() ? this.caller : null;
  }

  /** Waits for the colours of the strokes and the look as they are now; false if they cannot be had. */
  private async settled(): Promise<boolean> {
    if (!this.passes.busy && !this.upToDate) this.request(); // the last pass was cancelled or failed
    await this.passes.idle();
    await this.looks.idle();
    return this.upToDate;
  }

  private get upToDate(): boolean {
    const { status, result } = useColoring.getState();
    const job = currentJob();
    if (status === 'failed' || !result || !job) return false;
    return isPassOf(result, job) && result.parts === job.parts && result.look === job.look;
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
    // A pass that is asked for meanwhile waits for this, and is done sooner by nearly as much.
    if (!useProject.getState().sketch) void this.caller.call('warmUp', null).catch(() => undefined); // passes tell what is wrong
  }

  private async startEngine(caller: WorkerCaller<ColorCalls>): Promise<Engine> {
    const choice = await this.readModel();
    const { chosen: model } = useModels.getState();
    if (this.device !== 'cpu' && !(await beginGpuStart())) {
      useNotices.getState().show({ kind: 'info', message: { key: 'coloring.gpuGivenUp' } });
      this.device = 'cpu';
    }
    try {
      return { ...(await caller.call('start', { backend: this.device, model: choice })), model };
    } finally {
      if (this.device !== 'cpu') endGpuStart();
    }
  }

  /** The chosen model for the worker; the standard one where that is gone. */
  private async readModel(): Promise<EngineChoice['model']> {
    const { model } = this;
    try {
      return await modelOf(model);
    } catch {
      useNotices
        .getState()
        .show({ kind: 'error', message: { key: 'model.gone', values: { name: nameOfChoice(model) } } });
      useModels.setState({ chosen: STANDARD_CHOICE });
      return modelOf(STANDARD_CHOICE);
    }
  }

  private async pass({ sketch, strokes, closures, parts, look }: Job, signal: AbortSignal): Promise<Colored> {
    await this.start();
    signal.throwIfAborted();
    const caller = this.caller!;
    const isNew = this.sentSketch !== sketch;
    if (isNew) {
      await caller.call('setSketch', sketch.file);
      this.sentSketch = sketch;
      this.sentClosures = NONE;
    }
    if (this.sentClosures !== closures && (this.sentClosures.length > 0 || closures.length > 0))
      await caller.call('setClosures', closures);
    this.sentClosures = closures;
    signal.throwIfAborted();
    const job = { hints: hintsOf(sketch, strokes), parts, look };
    if (isNew) await this.showDraft(sketch, job, signal);
    return caller.call('colorize', job, signal);
  }

  /** Shows the first colours of a large sketch small, which takes half the time. */
  private async showDraft(sketch: Sketch, job: ColorJob, signal: AbortSignal): Promise<void> {
    const [width, height] = sketch.size;
    if (draftFactor({ width, height }) === 1) return;
    const { bitmap } = await this.caller!.call('preview', job, signal);
    const isWanted = useProject.getState().sketch === sketch && useColoring.getState().result === null;
    if (isWanted) useColoring.getState().setPreview(bitmap);
    else bitmap.close();
  }

  private failed(error: unknown): void {
    useColoring.getState().setStatus('failed');
    this.started = null;
    const message: Message = isOutOfMemory(error)
      ? { key: 'coloring.memory' }
      : { key: 'coloring.failed', values: { reason: error instanceof Error ? error.message : String(error) } };
    const retry = { label: { key: 'coloring.retry' } as const, perform: () => this.use({}) };
    if (isDeviceLost(error)) {
      this.losses++;
      // A driver that was updated or woke up has a new device; one that loses that too is left alone.
      if (this.losses > 1) useNotices.getState().show({ kind: 'info', message: { key: 'coloring.gpuLost' } });
      this.use(this.losses > 1 ? { backend: 'cpu' } : {});
      return;
    }
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
    useNotices.getState().show({ kind: 'error', message, action: retry });
  }
}

/** What is to be coloured, as it is now; null while nothing is open. */
function currentJob(): Job | null {
  const { sketch, strokes, closures, parts, look } = useProject.getState();
  return sketch && { sketch, strokes, closures, parts, look };
}

type Pass = Pick<Job, 'strokes' | 'closures'> & { readonly sketch: Sketch | null };

/** Whether one pass of the model is for both, whatever their looks and colours of parts. */
function isPassOf(a: Pass, b: Pass): boolean {
  return a.sketch === b.sketch && a.strokes === b.strokes && a.closures === b.closures;
}

/** By its name: it comes from the worker. */
const isDeviceLost = (error: unknown) => error instanceof Error && error.name === 'DeviceLostError';

function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    /^(CpuMemoryError|DeviceMemoryError)$/.test(error.name) || /allocation failed|out of memory/i.test(error.message)
  );
}

/** The hints of strokes, in the form that files and the colouriser share. */
export function hintsOf(sketch: Pick<Sketch, 'size'>, strokes: readonly Stroke[]): Hints {
  return { size: [...sketch.size], strokes: strokes.map(hintOf) };
}

export const coloring = new Coloring(
  () => new Worker(new URL('../worker/colorWorker.ts', import.meta.url), { type: 'module', name: 'color' }),
);
