/** Updates of many arrays are one launch for all, whatever the optimizer; the results are those of one launch each. */
import { describe, expect, test } from 'vitest';
import type { Backend } from '../../../../src/engine/backends/backend.js';
import type { GpuArray } from '../../../../src/engine/backends/webgpu/gpuArray.js';
import { createWebGPUBackend } from '../../../../src/engine/backends/webgpu/index.js';
import { Link, Parameter, setBackend, Tensor } from '../../../../src/engine/core/index.js';
import * as F from '../../../../src/engine/functions/index.js';
import {
  Adam,
  gradientClipping,
  MomentumSGD,
  type Optimizer,
  RMSprop,
  SGD,
  weightDecay,
} from '../../../../src/engine/optimizers/index.js';
import { backends } from '../../backends.js';
import { webgpu } from './device.js';

const SHAPES = [[3, 5], [7], [2, 3, 4], [1], [70, 61], [64]];

/** Holds parameters of odd sizes, none a whole number of quads but the last. */
class Weights extends Link {
  readonly all: Parameter[];
  constructor(shapes = SHAPES) {
    super();
    this.all = shapes.map((shape, i) => {
      const size = shape.reduce((n, d) => n * d, 1);
      return new Parameter(
        Float32Array.from({ length: size }, (_, k) => Math.sin(k + i)),
        shape,
      );
    });
    this.all.forEach((p, i) => {
      Object.assign(this, { [`p${i}`]: p });
    });
  }
  /** Σ exp(p/2)/4: a gradient that is computed, not uploaded. */
  forward() {
    return this.all.map((p) => F.sum(F.exp(F.mul(p, 0.5))).mul(0.25)).reduce((a, b) => a.add(b));
  }
}

async function train(
  backend: Backend,
  make: () => Optimizer,
  steps = 4,
  between: (model: Weights, step: number) => void = () => {},
) {
  setBackend(backend);
  const model = new Weights();
  const optimizer = make().setup(model);
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) {
    const loss = optimizer.update(() => model.forward());
    losses.push(await loss.item());
    loss.dispose();
    between(model, i);
  }
  const values = [];
  for (const p of model.all) values.push(...(await p.data.toArray()));
  return { model, optimizer, losses, values };
}

/** Launches of an optimizer's step along gradients that are there. */
async function launches(optimizer: Optimizer, model: Weights): Promise<number> {
  model.cleargrads();
  model.forward().backward();
  webgpu!.gpu.execute();
  const before = webgpu!.gpu.commands.counts.dispatches;
  optimizer.update();
  webgpu!.gpu.execute();
  return webgpu!.gpu.commands.counts.dispatches - before;
}

const optimizers: [string, () => Optimizer][] = [
  ['SGD', () => new SGD({ lr: 0.1 })],
  ['momentum', () => new MomentumSGD({ lr: 0.1 })],
  ['RMSprop', () => new RMSprop({ lr: 0.01 })],
  ['Adam', () => new Adam({ alpha: 0.01 })],
  ['AMSGrad', () => new Adam({ alpha: 0.01, amsgrad: true })],
];

describe.skipIf(!webgpu)('updates on WebGPU', () => {
  const hooked = (make: () => Optimizer) => () =>
    make().addHook('decay', weightDecay(0.01)).addHook('clip', gradientClipping(0.5));

  test.each(optimizers)('%s follows the same path as on the CPU, decay and clipping included', async (_, make) => {
    const cpu = await backends[0].create();
    const expected = await train(cpu, hooked(make));
    const actual = await train(webgpu!, hooked(make));
    for (const [i, v] of expected.losses.entries()) expect(actual.losses[i] / v).toBeCloseTo(1, 6);
    for (const [i, v] of expected.values.entries()) expect(actual.values[i]).toBeCloseTo(v, 5);
  });

  test.each(optimizers)('%s takes as many launches for six arrays as for three', async (_, make) => {
    const count = async (shapes: number[][]): Promise<number> => {
      setBackend(webgpu!);
      const model = new Weights(shapes);
      const optimizer = hooked(make)().setup(model);
      await launches(optimizer, model); // makes the optimizer's state
      return launches(optimizer, model);
    };
    const few = SHAPES.slice(0, 3);
    const three = await count(few);
    expect(await count([...few, ...few])).toBe(three);
    expect(three).toBeLessThanOrEqual(8); // decay, two of the norm, clipping, and the rule's own
  });

  test('arrays that a program replaces or freezes between steps are updated all the same', async () => {
    const between = (model: Weights, step: number): void => {
      if (step === 1) model.all[1].data.assign(Tensor.from(new Float32Array(7).fill(2)));
      if (step === 2) model.all[0].updateEnabled = false;
    };
    const run = async (b: Backend) => (await train(b, () => new Adam({ alpha: 0.1 }), 5, between)).values;
    const [expected, actual] = [await run(await backends[0].create()), await run(webgpu!)];
    for (const [i, v] of expected.entries()) expect(actual[i]).toBeCloseTo(v, 5);
  });

  test('neighbours in memory may be read and written by one operation', async () => {
    const b = webgpu!;
    const [x, y] = [1, 2].map((value) => b.upload(new Float32Array([value, value, value]), [3]));
    for (const a of [x, y]) {
      const doubled = b.binary('mul', a, b.full([], 2, 'float32'));
      b.assign(a, doubled);
      b.free(doubled);
    }
    await b.sync();
    expect(x).toMatchObject({ storage: { block: { buffer: (y as GpuArray).storage.block!.buffer } } });
    const places = b.upload(new Int32Array([2]), [1]);
    b.scatterStrided(x, b.take(y, places, 0), [1], 1); // by way of an array of its own
    b.scatterStrided(x, y, [1], 0);
    expect(await b.read(x)).toEqual(new Float32Array([4, 4, 4]));
    expect(await b.read(y)).toEqual(new Float32Array([4, 4, 4]));
  });

  test('training takes no more memory as it goes on', async () => {
    const own = await createWebGPUBackend({ allowSoftware: true }); // nothing of other tests is freed on it meanwhile
    setBackend(own);
    const model = new Weights();
    const optimizer = hooked(() => new Adam())().setup(model);
    const held = [];
    for (let i = 0; i < 6; i++) {
      optimizer.update(() => model.forward()).dispose();
      await own.sync();
      held.push(own.memory());
    }
    await own.dispose();
    expect(held[5]).toEqual(held[2]);
  });
});
