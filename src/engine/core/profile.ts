/** Where the time of a piece of work goes: a table by function, and a trace that Chrome draws. */
import { ITEM_BYTES, sizeOf } from '../backends/backend.js';
import { getBackend } from './context.js';
import type { FunctionNode } from './functionNode.js';
import { type FunctionHook, usingFunctionHooks } from './hooks/functionHook.js';
import { deviceSeconds, Stopwatch } from './hooks/stopwatch.js';
import { formatShape } from './shape.js';
import type { Tensor } from './tensor.js';

/** One application of a function. Times are seconds since the beginning. */
export interface ProfiledCall {
  readonly name: string;
  readonly phase: 'forward' | 'backward';
  readonly start: number;
  readonly seconds: number;
  /** Floating-point operations, from the shapes: 2 for each multiply-and-add of products and convolutions, else 1 for each element of the results. */
  readonly flops: number;
  /** Bytes of operands and results. */
  readonly bytes: number;
  readonly shapes: string;
}

/** All calls of a function in a phase. */
export interface ProfileRow {
  readonly name: string;
  readonly phase: 'forward' | 'backward';
  readonly calls: number;
  readonly seconds: number;
  readonly flops: number;
  readonly bytes: number;
}

export interface Profile<T> {
  readonly result: T;
  /** From the first call to the device's last result. */
  readonly seconds: number;
  readonly calls: readonly ProfiledCall[];
  /** By function and phase, the slowest first. */
  readonly rows: readonly ProfileRow[];
  readonly table: string;
  /** JSON for chrome://tracing or Perfetto. */
  chromeTrace(): string;
}

/** Multiply-and-adds of one call. */
function flopsOf(label: string, inputs: readonly Tensor[], outputs: readonly Tensor[]): number {
  const [a, b] = inputs;
  const [y] = outputs;
  if (label === 'matmul') {
    // With a (B, M, K), b (B, K, N) and y (B, M, N), their sizes' a·b/y is B·K².
    const batch = sizeOf(y.shape.slice(0, -2));
    return 2 * y.size * Math.sqrt((a.size * b.size) / Math.max(1, y.size * batch));
  }
  if (label === 'convolution2D' || label === 'deconvolutionInputGrad') return 2 * y.size * sizeOf(b.shape.slice(1));
  if (label === 'deconvolution2D' || label === 'convolutionInputGrad') return 2 * a.size * sizeOf(b.shape.slice(1));
  if (label === 'convolutionWeightGrad') return 2 * b.size * sizeOf(y.shape.slice(1));
  return outputs.reduce((sum, t) => sum + t.size, 0);
}

/** What is known of a call without its time; `lap` is its place on the stopwatch. */
interface Noted extends Omit<ProfiledCall, 'start' | 'seconds'> {
  readonly lap: number;
}

class ProfileHook implements FunctionHook {
  readonly name = 'profile';
  readonly noted: Noted[] = [];
  readonly stopwatch = new Stopwatch();
  #backwards = 0;

  forwardPreprocess(): void {
    this.stopwatch.start();
  }

  forwardPostprocess(fn: FunctionNode, inputs: readonly Tensor[], outputs: readonly Tensor[]): void {
    const tensors = [...inputs, ...outputs];
    this.noted.push({
      lap: this.stopwatch.stop(),
      name: fn.label,
      phase: this.#backwards > 0 ? 'backward' : 'forward',
      flops: flopsOf(fn.label, inputs, outputs),
      bytes: tensors.reduce((sum, t) => sum + ITEM_BYTES[t.dtype] * t.size, 0),
      shapes: `${inputs.map((t) => formatShape(t.shape)).join(' ')} → ${outputs.map((t) => formatShape(t.shape)).join(' ')}`,
    });
  }

  backwardPreprocess(): void {
    this.#backwards++;
  }

  backwardPostprocess(): void {
    this.#backwards--;
  }

  /** The calls with their times, those of calls inside them left out. */
  async calls(): Promise<{ calls: ProfiledCall[]; onDevice: boolean }> {
    const { laps } = this.stopwatch;
    const pieces = await this.stopwatch.settle();
    const whole = laps.map((lap) => (pieces ? deviceSeconds(lap, pieces) : lap.hostSeconds));
    const calls = this.noted.map(({ lap, ...call }): ProfiledCall => {
      const { began, firstPiece, inner } = laps[lap];
      const start = pieces ? (pieces[firstPiece]?.start ?? 0) : began;
      return { ...call, start, seconds: inner.reduce((rest, i) => rest - whole[i], whole[lap]) };
    });
    return { calls, onDevice: pieces !== null };
  }
}

function rowsOf(calls: readonly ProfiledCall[]): ProfileRow[] {
  const rows = new Map<string, ProfileRow>();
  for (const { name, phase, seconds, flops, bytes } of calls) {
    const key = `${name} ${phase}`;
    const row = rows.get(key) ?? { name, phase, calls: 0, seconds: 0, flops: 0, bytes: 0 };
    rows.set(key, {
      name,
      phase,
      calls: row.calls + 1,
      seconds: row.seconds + seconds,
      flops: row.flops + flops,
      bytes: row.bytes + bytes,
    });
  }
  return [...rows.values()].sort((a, b) => b.seconds - a.seconds);
}

function tableOf(rows: readonly ProfileRow[], seconds: number, device: string): string {
  const width = Math.max(8, ...rows.map((r) => r.name.length));
  const sum = rows.reduce((total, r) => total + r.seconds, 0);
  const line = (...cells: string[]): string =>
    [cells[0].padEnd(width), cells[1].padEnd(8), ...cells.slice(2).map((cell) => cell.padStart(9))].join(' ');
  return [
    line('function', 'phase', 'calls', 'ms', '%', 'MFLOP', 'GFLOP/s', 'MB'),
    ...rows.map((r) =>
      line(
        r.name,
        r.phase,
        String(r.calls),
        (r.seconds * 1e3).toFixed(3),
        ((100 * r.seconds) / Math.max(sum, 1e-12)).toFixed(1),
        (r.flops / 1e6).toFixed(2),
        (r.flops / 1e9 / Math.max(r.seconds, 1e-12)).toFixed(2),
        (r.bytes / 1e6).toFixed(2),
      ),
    ),
    `${(sum * 1e3).toFixed(3)} ms in functions, ${(seconds * 1e3).toFixed(3)} ms in all on ${device}`,
  ].join('\n');
}

/**
 * Runs a synchronous body and notes each function's time, work and traffic. On the CPU a function's time is its computation. On a GPU
 * with timestamps it is the GPU's, and functions run one by one, so that the whole may take longer than without; on
 * one without it is the time to enqueue, and only the whole (`seconds`) includes the GPU's work.
 *
 * @example const { table } = await profile(() => optimizer.update(() => lossOf(batch))); console.log(table)
 */
export async function profile<T>(body: () => T): Promise<Profile<T>> {
  const backend = getBackend();
  await backend.sync();
  const zero = performance.now();
  const hook = new ProfileHook();
  const result = usingFunctionHooks([hook], body);
  await backend.sync();
  const seconds = (performance.now() - zero) / 1000;
  const { calls, onDevice } = await hook.calls();
  const rows = rowsOf(calls);
  return {
    result,
    seconds,
    calls,
    rows,
    table: tableOf(rows, seconds, `${backend.name}${onDevice ? ", by the GPU's clock" : ''}`),
    chromeTrace: () =>
      JSON.stringify({
        traceEvents: calls.map(({ name, phase, start, seconds: duration, flops, bytes, shapes }) => ({
          name,
          cat: phase,
          ph: 'X',
          pid: 1,
          tid: 1,
          ts: start * 1e6,
          dur: duration * 1e6,
          args: { shapes, flops, bytes },
        })),
      }),
  };
}
