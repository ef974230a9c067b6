import { beforeAll, describe, expect, test } from 'vitest';
import { createCpuBackend } from '../../../src/engine/backends/cpu/index.js';
import {
  type Backend,
  functions as F,
  inference,
  scope,
  setBackend,
  Tensor,
  Variable,
} from '../../../src/engine/index.js';
import { rasterizeHints } from '../../../src/models/hints/rasterizeHints.js';
import { Dis } from '../../../src/models/networks/dis.js';
import { Generator, STANDARD_GENERATOR } from '../../../src/models/networks/generator.js';
import { encodeInputs, INPUT_CHANNELS, INPUT_COUNT } from '../../../src/models/networks/generatorInputs.js';
import { LNet } from '../../../src/models/networks/lnet.js';
import { UNet } from '../../../src/models/networks/unet.js';
import { Propagator } from '../../../src/models/propagation/propagate.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createCpuBackend({ threads: 1 });
  setBackend(backend);
  return () => backend.dispose();
});

const input = (...shape: number[]) => {
  const data = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.abs(Math.sin(i * 0.7)));
  return new Variable(Tensor.from(data, shape), { requiresGrad: false });
};

describe('PaintsChainer’s networks', () => {
  const shapesOf = (net: UNet) =>
    new Map(net.namedParams().map(([path, p]): [string, readonly number[]] => [path.slice(1), p.shape]));

  test('UNET has its number of parameters, its 121 arrays and its output', async () => {
    const net = new UNet();
    expect(net.countParams()).toBe(18_639_619);
    const shapes = shapesOf(net);
    expect(shapes.size + net.namedPersistents().length).toBe(121);
    expect(shapes.get('c0/W')).toEqual([32, 4, 3, 3]);
    expect(shapes.get('dc8/W')).toEqual([1024, 512, 4, 4]); // (in, out, kh, kw)
    expect(net.namedPersistents().map(([path]) => path)).toEqual(
      expect.arrayContaining(['/bnc0/N', '/bnc8/avg_mean', '/bnd1/avg_var']),
    );
    const y = scope(() => inference(() => net.forward(input(1, 4, 16, 32))));
    expect(y.shape).toEqual([1, 3, 16, 32]);
    expect((await y.toArray()).every(Number.isFinite)).toBe(true);
    y.data.dispose();
    net.dispose();
  }, 300_000);

  test('LNET and DIS have their numbers of parameters', () => {
    const lnet = new LNet();
    expect(lnet.countParams()).toBe(18_638_177);
    lnet.dispose();
    const dis = new Dis();
    expect(dis.countParams()).toBe(918_082);
    const logits = scope(() => inference(() => dis.forward(input(1, 3, 128, 128))));
    expect(logits.shape).toEqual([1, 2]);
    logits.data.dispose();
    dis.dispose();
  }, 300_000);
});

describe('the generator', () => {
  const small = { widths: [8, 12, 16], blocks: 1 };

  test('has 3.4 million parameters in its standard size', () => {
    const net = new Generator(STANDARD_GENERATOR);
    expect(net.countParams() / 1e6).toBeCloseTo(3.36, 1);
    expect(net.step).toBe(32);
    net.dispose();
  });

  test('gives colours and a gate of the input’s size; frees what it used', async () => {
    const net = new Generator(small);
    expect(net.step).toBe(8);
    const before = backend.memory().liveBytes;
    const x = input(2, INPUT_COUNT, 16, 24);
    const { color, gate, own } = scope(() => inference(() => net.forward(x)));
    expect(color.shape).toEqual([2, 3, 16, 24]);
    expect(own.shape).toEqual([2, 3, 16, 24]);
    expect(gate.shape).toEqual([2, 1, 16, 24]);
    expect((await gate.toArray()).every((g) => g >= 0 && g <= 1)).toBe(true);
    for (const v of [x, color, gate, own]) v.data.dispose();
    expect(backend.memory().liveBytes).toBe(before);
    net.dispose();
  });

  test('a new one mixes the propagated colours with grey, and takes nothing of it without hints', async () => {
    const net = new Generator(small);
    const planes = (await input(1, INPUT_COUNT, 8, 8).toArray()) as Float32Array;
    const color = async () => {
      const x = new Variable(Tensor.from(planes, [1, INPUT_COUNT, 8, 8]), { requiresGrad: false });
      return scope(() => inference(() => net.forward(x).color)).toArray();
    };
    const colors = (channel: number) => planes.slice(channel * 64, (channel + 3) * 64);
    const spread = colors(INPUT_CHANNELS.propagated);
    const second = colors(INPUT_CHANNELS.second);
    const share = 1.2 / (1 + Math.exp(1.5)) - 0.1;
    const hinted = await color();
    let off = 0;
    for (let i = 0; i < spread.length; i++) {
      const mixed = (1 - share) * (spread[i] / 2) + share * second[i];
      off = Math.max(off, Math.abs(hinted[i] - (mixed + 1) / 2));
    }
    expect(off).toBeLessThan(1e-5);
    planes.fill(0, INPUT_CHANNELS.confidence * 64);
    expect((await color()).every((v) => v === 0.5)).toBe(true);
    net.dispose();
  });

  test('sees hints near by alone: beyond what propagation brings, all that is wide comes from the lines', async () => {
    const net = new Generator({ widths: [8, 12, 16, 16], blocks: 1 });
    wakeUp(net);
    const [height, width] = [16, 256];
    const n = height * width;
    const planes = Float32Array.from({ length: INPUT_COUNT * n }, (_, i) => (i < n ? Math.abs(Math.sin(i)) : 0));
    const x = () => new Variable(Tensor.from(planes, [1, INPUT_COUNT, height, width]), { requiresGrad: false });
    const own = async () => scope(() => inference(() => net.forward(x()).own)).toArray();
    const blank = await own();
    expect(await scope(() => inference(() => F.affine(headOf(net, net.features(x())), 0.5, 0.5))).toArray()).toEqual(
      blank,
    );
    for (let at = n; at < planes.length; at += width) planes.fill(0.5, at, at + 16);
    const dabbed = await own();
    const differs = (left: number, right: number) =>
      dabbed.some((v, i) => i % width >= left && i % width < right && v !== blank[i]);
    expect(differs(0, 16)).toBe(true);
    expect(differs(80, width)).toBe(false);
    for (let at = 0; at < n; at += width) planes.fill(0.5, at, at + 16);
    const drawn = await own();
    expect(drawn.some((v, i) => i % width >= 96 && v !== blank[i])).toBe(true);
    net.dispose();
  });

  test('says the same of the lines by their plane alone and by all planes', async () => {
    const net = new Generator({ widths: [8, 12, 16, 16], blocks: 1 });
    wakeUp(net);
    const ink = input(2, 1, 32, 48);
    const planes = F.concat([ink, new Variable(Tensor.zeros([2, INPUT_COUNT - 1, 32, 48]))], 1);
    const [alone, all] = await Promise.all(
      [() => net.contextOf(ink), () => net.contextWithoutHints(F.space2depth(planes, 2))].map((context) =>
        scope(() => inference(() => context().added)).toArray(),
      ),
    );
    expect(alone).toEqual(all);
    for (const { data } of [ink, planes]) data.dispose();
    net.dispose();
  });

  test('learns: a step against the gradient lowers the error', async () => {
    const net = new Generator(small);
    const x = input(1, INPUT_COUNT, 16, 16);
    const loss = () => F.mean(F.square(F.sub(net.forward(x).color, 0.25)));
    const first = loss();
    net.cleargrads();
    first.backward();
    for (const p of net.params()) {
      expect(p.grad).not.toBeNull();
      if (p.grad) p.data.assign(p.data.sub(p.grad.mul(0.02)));
    }
    expect(await scope(loss).item()).toBeLessThan(await first.item());
    net.dispose();
  });
});

/** Gives all parameters values that matter: of a new network whole blocks give 0. */
function wakeUp(net: Generator): void {
  for (const p of net.params()) {
    const values = Float32Array.from({ length: p.data.size }, (_, i) => 0.3 * Math.sin(1 + i * i));
    p.data.assign(Tensor.from(values, p.data.shape));
  }
}

/** Red, green and blue of the network itself. */
const headOf = (net: Generator, features: Variable) =>
  F.slice(F.depth2space(net.head.forward(features, { reluInput: true }), 2), 1, 0, 3);

test('inputs say where hints are, where they spread and how surely', () => {
  const width = 8;
  const n = 64;
  const ink = new Float32Array(n);
  for (let y = 0; y < 8; y++) ink[y * width + 4] = 1;
  const hints = rasterizeHints({ size: [8, 8], strokes: [{ color: '#ff0000', width: 1, points: [[1.5, 1.5]] }] });
  const propagation = new Propagator(8, 8).run(ink, hints);
  const sketch = { width: 8, height: 8, short: 8, ink, basins: new Int32Array(n).fill(1) };
  const planes = encodeInputs({ ...sketch, hints, propagation });
  expect(planes).toHaveLength(INPUT_COUNT * n);
  const at = (channel: number, x: number, y: number) => planes[channel * n + y * width + x];
  expect([at(0, 4, 3), at(0, 0, 0)]).toEqual([1, 0]);
  expect([at(1, 1, 1), at(2, 1, 1), at(3, 1, 1), at(4, 1, 1)]).toEqual([1, -1, -1, 1]);
  expect([at(1, 2, 1), at(2, 2, 1), at(4, 2, 1)]).toEqual([0, 0, 0]);
  expect([at(5, 7, 7), at(6, 7, 7), at(7, 7, 7)]).toEqual([1, -1, -1]);
  expect([at(8, 7, 7), at(9, 7, 7), at(10, 7, 7)]).toEqual([1, -1, -1]); // there is no second colour
  expect([at(11, 1, 1), at(11, 7, 7)]).toEqual([1, 0]); // openness: nothing crossed, full ink crossed
  const none = rasterizeHints({ size: [8, 8], strokes: [] });
  const blank = encodeInputs({ ...sketch, hints: none, propagation: new Propagator(8, 8).run(ink, none) });
  expect(blank.subarray(n).every((v) => v === 0)).toBe(true);
});

test('in a gradient no second colour contests the first', () => {
  const side = 64;
  const n = side * side;
  const strokes = [4, 20, 36, 52].map((y, i) => ({
    color: `#${(40 + 48 * i).toString(16).repeat(3)}`,
    width: 2,
    points: [[i % 2 ? 50 : 10, y]] as [number, number][],
  }));
  const encode = (count: number) => {
    const hints = rasterizeHints({ size: [side, side], strokes: strokes.slice(0, count) });
    const ink = new Float32Array(n);
    const propagation = new Propagator(side, side).run(ink, hints);
    const basins = new Int32Array(n).fill(1);
    return encodeInputs({ width: side, height: side, short: side, ink, hints, propagation, basins });
  };
  const at = (planes: Float32Array, channel: number) => planes[channel * n + 28 * side + 30];
  const { propagated, second, confidence } = INPUT_CHANNELS;
  const graded = encode(4);
  expect(at(graded, second)).toBe(at(graded, propagated));
  expect([at(graded, confidence + 3), at(graded, confidence + 4)]).toEqual([1, 1]);
  const patches = encode(3);
  expect(at(patches, second)).not.toBe(at(patches, propagated));
  expect(at(patches, confidence + 4)).toBeLessThan(1);
});
