import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** Pixels of a drawing: RGBA, alpha already multiplied in, width · height · 4 bytes. */
export interface RenderedSvg {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

interface Job {
  readonly svg: string;
  resolve(rendered: RenderedSvg): void;
  reject(error: Error): void;
  timer?: NodeJS.Timeout;
}

interface Lane {
  thread?: Worker;
  job?: Job;
}

/** A drawing that takes longer than this is given up (most take a few milliseconds). */
const TIMEOUT_MS = 20_000;

/**
 * Runs in a thread, where this file's imports are absent. It is handed over as text, so that it needs no file of its own beside
 * the compiled program.
 */
function renderLoop(load: NodeJS.Require): void {
  const { parentPort, workerData } = load('node:worker_threads') as typeof import('node:worker_threads');
  const { initWasm, Resvg } = load(workerData.resvg) as typeof import('@resvg/resvg-wasm');
  const ready = initWasm(workerData.program);
  parentPort!.on('message', async (svg: string) => {
    await ready;
    try {
      const drawing = new Resvg(svg, { font: { loadSystemFonts: false } });
      const image = drawing.render();
      const { width, height, pixels: data } = image;
      image.free();
      drawing.free();
      parentPort!.postMessage({ width, height, data }, [data.buffer as ArrayBuffer]);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error; // what the program has in memory is of no use any more
      parentPort!.postMessage({ error: String(error) });
    }
  });
}

/**
 * Draws SVG with resvg in threads: a malformed drawing can stop the program that draws it, or keep it for ever, which then costs
 * that one drawing and not the run. WebAssembly, because resvg as a native module would take the whole process along.
 */
export class SvgRenderer implements Disposable {
  private readonly waiting: Job[] = [];
  private readonly lanes: Lane[];
  private readonly workerData: { readonly resvg: string; readonly program: WebAssembly.Module };
  private closed = false;

  /** @param threads threads to draw with, at least 1 */
  constructor(threads = 1) {
    const { resolve } = createRequire(import.meta.url);
    const program = new WebAssembly.Module(readFileSync(resolve('@resvg/resvg-wasm/index_bg.wasm')));
    this.workerData = { resvg: resolve('@resvg/resvg-wasm'), program };
    this.lanes = Array.from({ length: threads }, () => ({}));
  }

  /**
   * Draws one SVG at the size its root element says.
   *
   * @throws Error when it cannot be drawn; other drawings go on
   */
  render(svg: string): Promise<RenderedSvg> {
    if (this.closed) return Promise.reject(new Error('the SVG renderer is closed'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ svg, resolve, reject });
      this.feed();
    });
  }

  private feed(): void {
    for (const lane of this.lanes) {
      if (lane.job || this.waiting.length === 0) continue;
      const job = this.waiting.shift()!;
      lane.job = job;
      const thread = lane.thread ?? this.start(lane);
      job.timer = setTimeout(() => void thread.terminate(), TIMEOUT_MS);
      thread.ref(); // somebody waits now
      thread.postMessage(job.svg);
    }
  }

  private start(lane: Lane): Worker {
    const thread = new Worker(`(${renderLoop})(require)`, { eval: true, workerData: this.workerData, execArgv: [] });
    lane.thread = thread;
    thread.on('message', (reply: RenderedSvg | { error: string }) => {
      thread.unref();
      const job = take(lane);
      if ('error' in reply) job?.reject(new Error(reply.error));
      else job?.resolve(reply);
      this.feed();
    });
    thread.on('error', () => {}); // its end follows
    thread.on('exit', () => {
      lane.thread = undefined;
      take(lane)?.reject(new Error('the drawing stopped the renderer'));
      if (!this.closed) this.feed();
    });
    return thread;
  }

  /** Ends the threads; drawings under way fail. */
  close(): void {
    this.closed = true;
    for (const job of this.waiting.splice(0)) job.reject(new Error('the SVG renderer is closed'));
    for (const lane of this.lanes) void lane.thread?.terminate();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function take(lane: Lane): Job | undefined {
  const job = lane.job;
  lane.job = undefined;
  clearTimeout(job?.timer);
  return job;
}
