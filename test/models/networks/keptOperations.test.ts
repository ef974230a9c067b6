import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createCpuBackend } from '../../../src/engine/backends/cpu/index.js';
import {
  type Backend,
  type Box,
  functions as F,
  inference,
  scope,
  setBackend,
  Tensor,
  Variable,
} from '../../../src/engine/index.js';
import { scaled } from '../../../src/models/networks/boxes.js';
import { Generator } from '../../../src/models/networks/generator.js';
import { INPUT_COUNT } from '../../../src/models/networks/generatorInputs.js';
import { KeptOperations } from '../../../src/models/networks/keptOperations.js';
import { making } from '../../../src/models/networks/operations.js';

// `conv2dBox` is tested on all backends in the engine's tests.
describe('kept operations', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createCpuBackend({ threads: 2 });
    setBackend(backend);
    return () => backend.dispose();
  });

  test('give to the bit what a whole pass gives, on the way down and up, and make no more than a change reaches', async () => {
    const [height, width] = [64, 352];
    const generator = new Generator({ widths: [8, 8, 8], blocks: 1 });
    for (const p of generator.params()) {
      const values = Float32Array.from({ length: p.data.size }, (_, i) => 0.3 * Math.sin(1 + i * i));
      p.data.assign(Tensor.from(values, p.data.shape));
    }
    const planes = Float32Array.from({ length: INPUT_COUNT * height * width }, (_, i) => Math.sin(i));
    const constant = (data: Tensor) => new Variable(data, { requiresGrad: false });
    const ink = constant(Tensor.from(planes.slice(0, height * width), [1, 1, height, width]));
    const added = scope(() => inference(() => generator.contextOf(ink).added));
    const context = { level: 1, added };
    const kept = new KeptOperations();
    /** The outputs, and what of them is said to differ from those before. */
    const pass = async (through: KeptOperations | null, box: Box | null) => {
      let changed: Box | null = null;
      const y = scope(() =>
        inference(() => {
          const x = constant(Tensor.from(planes, [1, INPUT_COUNT, height, width]));
          const halved = F.space2depth(x, 2);
          through?.begin([
            [halved, box],
            [context.added, null],
          ]);
          const outputs = generator.outputs(x, { halved, context, through: through ?? making });
          changed = through?.changeOf(outputs) ?? null;
          return F.affine(outputs, 1, 0);
        }),
      );
      const values = await y.toArray();
      y.data.dispose();
      return { values, changed: changed as Box | null };
    };
    const whole: Box = { top: 0, left: 0, height: height / 2, width: width / 2 };
    let before = (await pass(kept, whole)).values;
    const made = vi.spyOn(backend, 'conv2dBox');
    for (const box of [
      { top: 3, left: 2, height: 2, width: 3 },
      whole,
      { top: height / 2 - 1, left: 0, height: 1, width: 1 },
      null,
    ]) {
      if (box) change(planes, box, [height, width]);
      made.mockClear();
      const { values, changed } = await pass(kept, box);
      expect(values).toEqual((await pass(null, box)).values);
      expect(differing(values, before, [height / 2, width / 2], changed)).toBe(0);
      expect(made).toHaveBeenCalledTimes(box ? 12 : 0); // the stem, four convolutions a level, one down, one up, the head
      before = values;
    }
    const small = { top: 3, left: 2, height: 2, width: 3 };
    const { changed } = await pass(kept, small);
    expect(made.mock.calls[0][1]).toEqual({ top: 2, left: 1, height: 4, width: 5 });
    expect(changed!.width).toBeLessThan(width / 2);
    made.mockRestore();
    kept.dispose();
    for (const { data } of [ink, context.added]) data.dispose();
    generator.dispose();
  });

  test('know that a sum with what is the same everywhere changes everywhere', () => {
    const constant = (...shape: number[]) => new Variable(Tensor.zeros(shape), { requiresGrad: false });
    const [x, mean] = [constant(1, 4, 6, 8), constant(1, 4, 1, 1)];
    const kept = new KeptOperations();
    const changeOfSum = (ofX: Box | null, ofMean: Box | null) => {
      kept.begin([
        [x, ofX],
        [mean, ofMean],
      ]);
      const sum = kept.add(x, mean);
      const changed = kept.changeOf(sum);
      sum.data.dispose();
      return changed;
    };
    const part = { top: 2, left: 3, height: 1, width: 2 };
    expect(changeOfSum(part, { top: 0, left: 0, height: 1, width: 1 })).toEqual({
      top: 0,
      left: 0,
      height: 6,
      width: 8,
    });
    expect(changeOfSum(part, null)).toEqual(part);
    expect(changeOfSum(null, null)).toBeNull();
    for (const { data } of [x, mean]) data.dispose();
  });
});

/** How many elements differ outside a box. */
function differing(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  [height, width]: [number, number],
  box: Box | null,
): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) {
    const [y, x] = [Math.floor(i / width) % height, i % width];
    const inside = box && y >= box.top && y < box.top + box.height && x >= box.left && x < box.left + box.width;
    if (!inside && !Object.is(a[i], b[i])) count++;
  }
  return count;
}

/** Changes all planes where a box lies at half their resolution. */
function change(planes: Float32Array, box: Box, [height, width]: [number, number]): void {
  const { top, left, height: rows, width: columns } = scaled(box, 2);
  for (let c = 0; c < INPUT_COUNT; c++) {
    for (let y = top; y < top + rows; y++) {
      const row = (c * height + y) * width;
      for (let x = left; x < left + columns; x++) planes[row + x] = Math.cos(row + 3 * x);
    }
  }
}
