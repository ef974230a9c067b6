import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileTuning } from '../../../../src/engine/backends/tuningFile.node.js';
import { createWebGPUBackend } from '../../../../src/engine/backends/webgpu/index.js';
import { isPossible, TILES, usualTiling } from '../../../../src/engine/backends/webgpu/ops/tiles.js';
import { Tuning } from '../../../../src/engine/backends/webgpu/tuning.js';
import {
  asVariable,
  type Backend,
  functions as F,
  links as L,
  optimizers,
  setBackend,
} from '../../../../src/engine/index.js';
import { memoryStore, webgpu } from './device.js';

/** What every WebGPU device allows. */
const LEAST = { invocations: 256, memory: 16384, manyRegisters: false };

describe('tilings', () => {
  test.each([
    { rows: 4096, columns: 4096, depth: 4096, slices: 1 },
    { rows: 3, columns: 262144, depth: 576, slices: 1 },
    { rows: 1, columns: 1, depth: 1, slices: 7 },
    { rows: 512, columns: 1024, depth: 4608, slices: 1 },
    { rows: 64, columns: 576, depth: 65536, slices: 1 },
  ])('by rule of thumb are possible on any device: %j', (extents) => {
    for (const small of [false, true]) {
      const { tile, splits } = usualTiling(extents, LEAST, small);
      expect(isPossible(tile, LEAST)).toBe(true);
      expect(splits).toBeGreaterThanOrEqual(1);
    }
  });

  test('a long sum with a small result is split until the GPU is busy', () => {
    const { splits } = usualTiling({ rows: 64, columns: 64, depth: 65536, slices: 1 }, LEAST, true);
    expect(splits).toBeGreaterThan(16);
  });

  test('half of the candidates or more fit the least device', () => {
    expect(TILES.filter((tile) => isPossible(tile, LEAST)).length).toBeGreaterThanOrEqual(TILES.length / 2);
  });
});

describe('kept tunings', () => {
  test.each(['', '{', '{"version":0,"tilings":[]}', '{"version":1,"tilings":[["k",99,1],["k",0,0]]}'])(
    'a file that says %j counts as none',
    (text) => expect(JSON.parse(`${new Tuning(text)}`).tilings).toEqual([]),
  );

  test('come back from a file of their adapter', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tuning-'));
    try {
      const store = fileTuning(folder);
      expect(await store.load('NVIDIA H100/PCIe')).toBeNull();
      await store.save('NVIDIA H100/PCIe', 'a');
      expect(await store.load('NVIDIA H100/PCIe')).toBe('a');
      expect(await store.load('another')).toBeNull();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe.skipIf(!webgpu)('tuning on WebGPU', () => {
  test('measures what was met, once, and uses it from then on', async () => {
    const b = webgpu!;
    const tuning = new Tuning();
    b.gpu.tuning = tuning;
    try {
      const [x, w] = [b.full([1, 40], 0.5, 'float32'), b.full([40, 6], 2, 'float32')];
      const product = async () => {
        const y = b.matmul(x, w, false, false);
        const values = await b.read(y);
        b.free(y);
        return values;
      };
      expect(await product()).toEqual(new Float32Array(6).fill(40));
      expect(tuning.wanted).toBe(1);
      const seen: string[] = [];
      const before = b.memory();
      await tuning.measure(b.gpu, (done, all) => seen.push(`${done}/${all}`));
      expect(seen).toEqual(['1/1']);
      expect(b.memory().arrays).toBe(before.arrays);
      expect(await product()).toEqual(new Float32Array(6).fill(40));
      expect(tuning.wanted).toBe(0);
      expect(`${new Tuning(`${tuning}`)}`).toBe(`${tuning}`);
      for (const a of [x, w]) b.free(a);
    } finally {
      b.gpu.tuning = null;
    }
  });

  test('what a training step met is measured once and kept for the next program', { timeout: 300_000 }, async () => {
    const store = memoryStore();
    const kept = () => (JSON.parse(store.text!) as { tilings: unknown[] }).tilings.length;
    const step = (b: Backend) => {
      setBackend(b);
      const link = new L.Linear(3, 2);
      const optimizer = new optimizers.Adam().setup(link);
      const x = asVariable([[1, 2, 3]]);
      const loss = optimizer.update(() => F.meanSquaredError(link.forward(x), asVariable([[0, 1]])));
      return loss.item();
    };
    const first = await createWebGPUBackend({ allowSoftware: true, tuning: store });
    await step(first);
    expect(kept()).toBe(0);
    await first.tune();
    const products = kept();
    expect(products).toBeGreaterThanOrEqual(2); // the product, and its gradient in the weights
    await first.dispose();
    const second = await createWebGPUBackend({ allowSoftware: true, tuning: store });
    await step(second);
    expect(second.gpu.tuning!.wanted).toBe(0);
    await second.dispose();
  });
});
