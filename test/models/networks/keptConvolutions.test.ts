import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createCpuBackend } from '../../../src/engine/backends/cpu/index.js';
import { type Backend, type Box, inference, scope, setBackend, Tensor, Variable } from '../../../src/engine/index.js';
import { Generator } from '../../../src/models/networks/generator.js';
import { INPUT_COUNT } from '../../../src/models/networks/generatorInputs.js';
import { KeptConvolutions } from '../../../src/models/networks/keptConvolutions.js';

// `conv2dBox` is tested on all backends in the engine's tests.
describe('kept convolutions', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createCpuBackend({ threads: 2 });
    setBackend(backend);
    return () => backend.dispose();
  });

  test('give to the bit what a whole pass gives, and make no more than a change reaches', async () => {
    const [height, width] = [32, 48];
    const generator = new Generator({ widths: [8, 8], blocks: 1 });
    for (const p of generator.params()) {
      const values = Float32Array.from({ length: p.data.size }, (_, i) => 0.3 * Math.sin(1 + i * i));
      p.data.assign(Tensor.from(values, p.data.shape));
    }
    const planes = Float32Array.from({ length: INPUT_COUNT * height * width }, (_, i) => Math.sin(i));
    const pass = (through?: KeptConvolutions) => {
      const x = new Variable(Tensor.from(planes, [1, INPUT_COUNT, height, width]), { requiresGrad: false });
      return scope(() => inference(() => generator.features(x, through?.convolve))).toArray();
    };
    const kept = new KeptConvolutions();
    await pass(kept);
    const made = vi.spyOn(backend, 'conv2dBox');
    const whole: Box = { top: 0, left: 0, height: height / 2, width: width / 2 };
    for (const box of [
      { top: 3, left: 2, height: 2, width: 3 },
      whole,
      { top: height / 2 - 1, left: 0, height: 1, width: 1 },
      null,
    ]) {
      if (box) change(planes, box, [height, width]);
      made.mockClear();
      kept.begin(box);
      expect(await pass(kept)).toEqual(await pass());
      expect(made).toHaveBeenCalledTimes(box ? 6 : 0); // the stem, two convolutions a level, one down
    }
    kept.begin({ top: 3, left: 2, height: 2, width: 3 });
    await pass(kept);
    expect(made.mock.calls[0][1]).toEqual({ top: 2, left: 1, height: 4, width: 5 });
    made.mockRestore();
    kept.dispose();
    generator.dispose();
  });
});

/** Changes all planes where a box lies at half their resolution. */
function change(planes: Float32Array, box: Box, [height, width]: [number, number]): void {
  for (let c = 0; c < INPUT_COUNT; c++) {
    for (let y = 2 * box.top; y < 2 * (box.top + box.height); y++) {
      const row = (c * height + y) * width;
      for (let x = 2 * box.left; x < 2 * (box.left + box.width); x++) planes[row + x] = Math.cos(row + 3 * x);
    }
  }
}
