/** Updates of many arrays are one launch for all, whatever the optimizer; the results are those of one launch each. */
import { describe, expect, test } from 'vitest';
import type { Backend } from '../../../../src/engine/backends/backend.js';
import { Link, Parameter, setBackend } from '../../../../src/engine/core/index.js';
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

/** Launches of kernels with these files in a step. */
async function launches(optimizer: Optimizer, model: Weights): Promise<string[]> {
  const { commands } = webgpu!.gpu;
  const own = commands.dispatch;
  const names: string[] = [];
  commands.dispatch = (launch) => {
    names.push(launch.files.at(-1)!);
    own.call(commands, launch);
  };
  const loss = optimizer.update(() => model.forward());
  await loss.item();
  loss.dispose();
  commands.dispatch = own;
  return names;
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
    for (const [i, v] of expected.losses.entries()) expect(actual.losses[i]).toBeCloseTo(v, 4);
    for (const [i, v] of expected.values.entries()) expect(actual.values[i]).toBeCloseTo(v, 5);
  });

  test.each(optimizers)('%s takes as many launches for six arrays as for three', async (_, make) => {
    const count = async (shapes: number[][]): Promise<number> => {
      setBackend(webgpu!);
      const model = new Weights(shapes);
      const optimizer = hooked(make)().setup(model);
      for (let i = 0; i < 2; i++) optimizer.update(() => model.forward()).dispose();
      const forward = shapes.length; // sums, at least one launch each
      return (await launches(optimizer, model)).length - 3 * forward;
    };
    const [three, six] = [await count(SHAPES.slice(0, 3)), await count([...SHAPES.slice(0, 3), ...SHAPES.slice(0, 3)])];
    expect(six).toBeLessThanOrEqual(three);
  });
});
