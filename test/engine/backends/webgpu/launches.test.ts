/** A launch costs a GPU 20–70 µs whatever it does, so how many an operation takes is part of its speed. */
import { describe, expect, test } from 'vitest';
import type { Backend, ConvGeometry } from '../../../../src/engine/backends/backend.js';
import { webgpu } from './device.js';

const geometry: ConvGeometry = { stride: [2, 2], pad: [1, 1], dilate: [1, 1], groups: 1 };
const x = (b: Backend) => b.empty([2, 3, 8, 8], 'float32');
const gy = (b: Backend) => b.empty([2, 5, 4, 4], 'float32');
const w = (b: Backend) => b.empty([5, 3, 4, 4], 'float32');

describe.skipIf(!webgpu)('launches', () => {
  test.each<[string, number, (b: Backend) => unknown]>([
    ['an array', 0, (b) => x(b)],
    ['an array of another shape', 0, (b) => b.reshape(x(b), [384])],
    ['no elements', 0, (b) => b.unary('exp', b.empty([0, 4], 'float32'))],
    ['a broadcast sum', 1, (b) => b.binary('add', x(b), b.empty([3, 1, 1], 'float32'))],
    ['a choice', 1, (b) => b.where(x(b), x(b), b.empty([], 'float32'))],
    ['a short reduction', 1, (b) => b.reduce('sum', x(b), [0, 2, 3])],
    ['a long reduction', 2, (b) => b.reduce('sum', b.empty([200_000], 'float32'), [0])],
    ['a concatenation of two', 2, (b) => b.concat([x(b), x(b)], 1)],
    ['a convolution with bias', 1, (b) => b.conv2d(x(b), w(b), b.empty([5], 'float32'), geometry, [4, 4])],
    ['a transposed convolution', 1, (b) => b.conv2dInput(gy(b), w(b), null, geometry, [8, 8])],
    ['a weight gradient', 1, (b) => b.conv2dWeight(x(b), gy(b), geometry, [4, 4])],
    [
      'a step of Adam',
      1,
      (b) => b.adam(w(b), w(b), w(b), w(b), { stepSize: 1, beta1: 0.9, beta2: 0.999, eps: 1, decay: 0 }),
    ],
  ])('%s: %d', async (_, launches, run) => {
    webgpu!.gpu.execute();
    const before = webgpu!.gpu.commands.counts.dispatches;
    run(webgpu!);
    webgpu!.gpu.execute();
    expect(webgpu!.gpu.commands.counts.dispatches - before).toBe(launches);
    await webgpu!.sync();
  });

  test('launches that do not depend on each other need no barrier', async () => {
    const b = webgpu!;
    const [p, q] = [x(b), x(b)];
    await b.sync();
    const before = b.gpu.commands.counts.barriers;
    const [s, t] = [b.unary('exp', p), b.unary('exp', q)];
    b.gpu.execute();
    expect(b.gpu.commands.counts.barriers - before).toBeLessThanOrEqual(1); // for what earlier work left
    const between = b.gpu.commands.counts.barriers;
    const u = b.binary('add', s, t);
    b.gpu.execute();
    expect(b.gpu.commands.counts.barriers - between).toBe(1);
    for (const a of [p, q, s, t, u]) b.free(a);
    await b.sync();
  });
});
