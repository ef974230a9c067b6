import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';

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

/** A drawing that takes longer than this is given up (most take a few milliseconds). */
const TIMEOUT_MS = 20_000;

/**
 * Runs in the child process, where this file's imports are absent. It is handed to `node -e` as text, so that it needs
 * no file of its own beside the compiled program.
 */
function renderLoop(load: (path: string) => unknown, resvgPath: string): void {
  const { Resvg } = load(resvgPath) as typeof import('@resvg/resvg-js');
  process.on('message', (svg: string) => {
    try {
      const image = new Resvg(svg, { font: { loadSystemFonts: false }, logLevel: 'off' }).render();
      process.send?.({ width: image.width, height: image.height, data: image.pixels });
    } catch (error) {
      process.send?.({ error: String(error) });
    }
  });
}

/**
 * Whether drawings can be drawn by this program: the child processes are the program itself as plain Node, which the packaged
 * desktop app cannot be (a fuse forbids it).
 */
export const canDraw = (
  versions: Readonly<Record<string, string | undefined>> = process.versions,
  env: NodeJS.ProcessEnv = process.env,
): boolean => versions.electron === undefined || env.ELECTRON_RUN_AS_NODE !== undefined;

/**
 * Draws SVG with resvg in child processes: a malformed drawing can abort the process it is drawn in, which then costs
 * that one drawing and not the run.
 */
export class SvgRenderer implements Disposable {
  private readonly waiting: Job[] = [];
  private readonly lanes: { child?: ChildProcess; job?: Job }[];
  private closed = false;

  /** @param processes child processes to draw with, at least 1 */
  constructor(processes = 1) {
    this.lanes = Array.from({ length: processes }, () => ({}));
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
      lane.child ??= this.start(lane);
      job.timer = setTimeout(() => lane.child?.kill('SIGKILL'), TIMEOUT_MS);
      lane.child.send(job.svg);
    }
  }

  private start(lane: { child?: ChildProcess; job?: Job }): ChildProcess {
    const resvg = createRequire(import.meta.url).resolve('@resvg/resvg-js');
    const child = spawn(process.execPath, ['-e', `(${renderLoop})(require, ${JSON.stringify(resvg)})`], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    child.on('message', (reply: RenderedSvg | { error: string }) => {
      const job = take(lane);
      if ('error' in reply) job?.reject(new Error(reply.error));
      else job?.resolve(reply);
      this.feed();
    });
    const lost = () => {
      if (lane.child !== child) return;
      lane.child = undefined;
      take(lane)?.reject(new Error('the drawing stopped the renderer'));
      if (!this.closed) this.feed();
    };
    child.on('exit', lost);
    child.on('error', lost);
    return child;
  }

  /** Ends the child processes; drawings under way fail. */
  close(): void {
    this.closed = true;
    for (const job of this.waiting.splice(0)) job.reject(new Error('the SVG renderer is closed'));
    for (const lane of this.lanes) lane.child?.kill();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function take(lane: { job?: Job }): Job | undefined {
  const job = lane.job;
  lane.job = undefined;
  clearTimeout(job?.timer);
  return job;
}
