import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Backend, DeviceArray } from '../../../../src/engine/backends/backend.js';
import { createCpuBackend } from '../../../../src/engine/backends/cpu/index.js';
import { ThreadPool } from '../../../../src/engine/backends/cpu/threads.js';
import { noise } from './naive.js';

let one: Backend;
let three: Backend;
beforeAll(async () => {
  [one, three] = await Promise.all([createCpuBackend({ threads: 1 }), createCpuBackend({ threads: 3 })]);
});
afterAll(() => Promise.all([one.dispose(), three.dispose()]));

const same = { stride: [1, 1], pad: [1, 1], dilate: [1, 1], groups: 1 } as const;
const half = { stride: [2, 2], pad: [1, 1], dilate: [1, 1], groups: 1 } as const;
const up = (b: Backend, seed: number, shape: number[]): DeviceArray => {
  const size = shape.reduce((n, d) => n * d, 1);
  return b.upload(noise(seed, size), shape);
};

const work: Record<string, (b: Backend) => DeviceArray> = {
  '3x3 convolution': (b) => b.conv2d(up(b, 1, [4, 24, 64, 64]), up(b, 2, [24, 24, 3, 3]), null, same, [64, 64]),
  '3x3 to many columns': (b) => b.conv2d(up(b, 1, [2, 64, 28, 36]), up(b, 2, [224, 64, 3, 3]), null, same, [28, 36]),
  '3x3 filters': (b) => b.conv2dWeight(up(b, 1, [4, 24, 64, 64]), up(b, 2, [4, 32, 64, 64]), same, [3, 3]),
  '3x3 filters, few tiles': (b) => b.conv2dWeight(up(b, 1, [2, 96, 8, 8]), up(b, 2, [2, 96, 8, 8]), same, [3, 3]),
  '4x4 down': (b) => b.conv2d(up(b, 1, [4, 24, 64, 64]), up(b, 2, [48, 24, 4, 4]), null, half, [32, 32]),
  '4x4 up': (b) => b.conv2dInput(up(b, 1, [4, 48, 32, 32]), up(b, 2, [48, 24, 4, 4]), null, half, [64, 64]),
  '4x4 up, few tiles': (b) => b.conv2dInput(up(b, 1, [4, 96, 8, 8]), up(b, 2, [96, 208, 4, 4]), null, half, [16, 16]),
  '4x4 filters, few tiles': (b) => b.conv2dWeight(up(b, 1, [4, 72, 16, 16]), up(b, 2, [4, 208, 8, 8]), half, [4, 4]),
  '4x4 filters': (b) => b.conv2dWeight(up(b, 1, [4, 24, 64, 64]), up(b, 2, [4, 48, 32, 32]), half, [4, 4]),
  'odd channels': (b) => b.conv2d(up(b, 1, [4, 3, 64, 64]), up(b, 2, [5, 3, 3, 3]), null, same, [64, 64]),
  'odd filters': (b) => b.conv2dWeight(up(b, 1, [4, 3, 64, 64]), up(b, 2, [4, 5, 64, 64]), same, [3, 3]),
  matmul: (b) => b.matmul(up(b, 1, [200, 300]), up(b, 2, [300, 170]), false, false),
  'sum of everything': (b) => b.reduce('sum', up(b, 1, [1_000_003]), [0]),
  'sum over channels': (b) => b.reduce('sum', up(b, 1, [8, 24, 64, 64]), [0, 2, 3]),
  'long columns': (b) => b.reduce('sum', up(b, 1, [300_000, 3]), [0]),
  tanh: (b) => b.unary('tanh', up(b, 1, [500_001])),
  'random numbers': (b) => b.randomUniform([500_001], 1, 2),
};

describe('threads', () => {
  test.each(Object.entries(work))('%s: one and three threads give the same bits', async (_, run) => {
    const [a, b] = await Promise.all([one.read(run(one)), three.read(run(three))]);
    expect(a.some((v) => v !== 0)).toBe(true);
    // Bits, so that NaN and −0 count too.
    expect(Buffer.compare(Buffer.from(a.buffer), Buffer.from(b.buffer))).toBe(0);
  });

  test('two backends work side by side', async () => {
    const [x, y] = [one.full([100_000], 2, 'float32'), three.full([100_000], 3, 'float32')];
    for (let i = 0; i < 50; i++) {
      one.free(one.unary('square', x));
      three.free(three.unary('square', y));
    }
    expect((await three.read(three.unary('square', y)))[99_999]).toBe(9);
    expect((await one.read(one.unary('square', x)))[99_999]).toBe(4);
  });

  test('says how many threads compute', () => {
    expect(one.description).toMatch(/^1 thread, /);
    expect(three.description).toMatch(/^3 threads, /);
  });

  test('helpers stay away while other threads of the program need the cores, and the result is the same', async () => {
    const busy = new Int32Array(new SharedArrayBuffer(4));
    three.leaveCores?.(busy);
    const before = await three.read(work.matmul(three));
    Atomics.store(busy, 0, 1000);
    expect(await three.read(work.matmul(three))).toEqual(before);
    three.leaveCores?.(new Int32Array(1));

    const pool = await ThreadPool.create(3);
    const runShared = vi.fn();
    const runAll = vi.fn();
    Object.assign(pool, { kernels: { ...pool.kernels, runShared, runAll } });
    pool.busy = busy;
    pool.run(0, 8, true);
    expect(runAll).toHaveBeenCalledWith(0, 8);
    Atomics.store(busy, 0, 0);
    pool.run(0, 8, true);
    expect(runShared).toHaveBeenCalledWith(0, 8, 2);
    await pool.dispose();
  });

  test('helpers that sleep do not keep Node from ending', async () => {
    // The threads' own program, without the backend: what matters is an unreferenced worker that waits on memory.
    const program = `
      const { Worker } = require('node:worker_threads');
      const words = new Int32Array(new SharedArrayBuffer(8));
      const worker = new Worker('const { parentPort, workerData } = require("node:worker_threads"); parentPort.postMessage(0); Atomics.wait(workerData, 0, 0);', { eval: true, workerData: words });
      worker.once('message', () => worker.unref());`;
    await promisify(execFile)(process.execPath, ['-e', program], { timeout: 30_000 });
  });
});
