import { beforeAll, describe, expect, test } from 'vitest';
import { createCpuBackend } from '../../../src/engine/backends/cpu/index.js';
import { usingConfig } from '../../../src/engine/core/config.js';
import { setBackend } from '../../../src/engine/core/context.js';
import { observe, observersOf } from '../../../src/engine/core/reporter.js';
import { scope } from '../../../src/engine/core/scoped.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import { asVariable, Variable } from '../../../src/engine/core/variable.js';
import * as F from '../../../src/engine/functions/index.js';
import * as L from '../../../src/engine/links/index.js';
import { uniform } from '../reference/hostArray.js';

beforeAll(async () => setBackend(await createCpuBackend({ threads: 2 })));

describe('networks have the parameters of the papers and Chainer’s names', () => {
  test('VGG16 and VGG19', () => {
    // Weights of hundreds of megabytes are not needed to count them: their shapes are.
    const vgg = (depths: number[]) => {
      let [from, sum] = [3, 0];
      for (const [i, depth] of depths.entries())
        for (let k = 0; k < depth; k++) {
          const to = [64, 128, 256, 512, 512][i];
          sum += to * from * 9 + to;
          from = to;
        }
      return sum + 4096 * 25088 + 4096 + 4096 * 4096 + 4096 + 1000 * 4096 + 1000;
    };
    expect([vgg([2, 2, 3, 3, 3]), vgg([2, 2, 4, 4, 4])]).toEqual([138_357_544, 143_667_240]);
    expect(L.VGG16Layers).toBeTypeOf('function');
    expect(L.VGG19Layers).toBeTypeOf('function');
  });

  test('ResNet50 computes the layers asked for', () => {
    const net = new L.ResNet50Layers({ initialW: 0 });
    expect(net.countParams()).toBe(25_557_096);
    const names = net.namedParams().map(([path]) => path);
    expect(names).toContain('/res2/a/conv4/W');
    expect(names).toContain('/res5/b2/bn3/gamma');
    const shapes = scope(() => {
      const found = net.extract(Tensor.zeros([1, 3, 32, 32]), ['res3', 'pool5']);
      return Object.fromEntries(Object.entries(found).map(([name, v]) => [name, v.shape]));
    });
    expect(shapes).toEqual({ res3: [1, 512, 4, 4], pool5: [1, 2048] });
    expect(() => net.forward(Tensor.zeros([1, 3, 32, 32]), ['res9'])).toThrow(
      'ResNet50Layers: no layer "res9"; there are conv1,',
    );
    net.dispose();
  });

  test('GoogLeNet has two side outputs', () => {
    const net = new L.GoogLeNet({ initialW: 0 });
    expect(net.namedParams().map(([path]) => path)).toContain('/inc4a/proj3/W');
    const shapes = scope(() => {
      const found = net.extract(asVariable(Tensor.zeros([1, 3, 224, 224])), ['inception_4a', 'loss1_fc2', 'prob']);
      return Object.fromEntries(Object.entries(found).map(([name, v]) => [name, v.shape]));
    });
    expect(shapes).toEqual({ inception_4a: [1, 512, 14, 14], prob: [1, 1000], loss1_fc2: [1, 1000] });
    net.dispose();
  });

  test('the deeper networks differ by the number of blocks', () => {
    expect(L.ResNet101Layers).toBeTypeOf('function');
    expect(L.ResNet152Layers).toBeTypeOf('function');
  });
});

describe('Classifier', () => {
  test('reports loss and accuracy under its path', async () => {
    const model = new L.Classifier(new L.Linear(2, 3, { initialW: Float32Array.of(1, 0, 0, 1, -1, -1) }));
    const observation = observe(
      () =>
        void model.forward(
          [
            [3, 0],
            [0, 3],
          ] as number[][],
          [0, 2],
        ),
      observersOf('main', model),
    );
    expect([...observation.keys()]).toEqual(['main/loss', 'main/accuracy']);
    expect(await (observation.get('main/accuracy') as Tensor).item()).toBe(0.5);
    expect(model.y?.shape).toEqual([2, 3]);
    expect(() => observe(() => void model.forward([[1, 2]], [0]))).toThrow(
      'the Classifier that reports loss is no part',
    );
  });

  test('takes another loss, another place of the label, and no accuracy', async () => {
    const model = new L.Classifier(new L.Linear(2, 1, { initialW: 1 }), {
      loss: (y, t) => F.meanSquaredError(F.flatten(y), t),
      accuracy: null,
      labelKey: 0,
    });
    const observation = observe(() => void model.forward([5], [[1, 2]]), observersOf('main', model));
    expect(await (observation.get('main/loss') as Tensor).item()).toBe(4);
    expect(observation.has('main/accuracy')).toBe(false);
  });
});

describe('CRF1d and NegativeSampling', () => {
  test('CRF1d takes sequences and finds their best labels', async () => {
    const link = new L.CRF1d(2, { initialCost: Float32Array.of(0, -5, -5, 0) });
    const xs = [
      [
        [2, 0],
        [0, 1],
        [2, 0],
      ],
      [[0, 3]],
    ].map((x) => asVariable(x));
    const [score, path] = link.argmax(xs, { transpose: true });
    expect(await Promise.all(path.map(async (p) => Array.from(await p.toArray())))).toEqual([[0, 0, 0], [1]]);
    expect(Array.from(await score.toArray())).toEqual([4, 3]);
    const ys = [Tensor.of([0, 0, 0], 'int32'), Tensor.of([1], 'int32')];
    const loss = link.forward(xs, ys, { transpose: true });
    loss.backward();
    expect(await loss.item()).toBeGreaterThan(0);
    expect(link.cost.grad?.shape).toEqual([2, 2]);
  });

  test('NegativeSampling draws by count^power', () => {
    const link = new L.NegativeSampling(2, [1, 0, 16], 3, { power: 0.5 });
    const drawn = link.sample([10_000]);
    const share = drawn.filter((id) => id === 2).length / drawn.length;
    expect(Math.abs(share - 4 / 5)).toBeLessThan(4 * Math.sqrt(0.16 / drawn.length));
    expect(drawn.includes(1)).toBe(false);
    expect(link.forward([[1, 2]], [2]).shape).toEqual([]);
  });
});

describe('weight hooks', () => {
  test('spectral normalisation gives a weight the norm 1, or the factor', async () => {
    for (const factor of [null, 3]) {
      const link = new L.Linear(4, 3).addHook(new L.SpectralNormalization({ factor, nPowerIteration: 30 }));
      const weight = link.W;
      // The images of all unit vectors: the longest has the largest singular value.
      const images = await F.matmul(scopeless(link), scopeless(link), { transA: true }).toArray();
      const norm = Math.sqrt(largestEigenvalue(Array.from(images), 4));
      expect(norm).toBeCloseTo(factor ?? 1, 3);
      expect(link.W).toBe(weight);
      expect(link.namedPersistents().map(([path]) => path)).toEqual(['/W_u']);
    }
  });

  /** The weight that a linear link computes with: its images of the unit vectors, less the bias. */
  const scopeless = (link: L.Linear): Variable => {
    const unit = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((k) => (i === k ? 1 : 0)));
    return F.transpose(link.forward(unit).sub(link.b as Variable));
  };

  function largestEigenvalue(matrix: number[], n: number): number {
    let v = new Array<number>(n).fill(1);
    let value = 0;
    for (let i = 0; i < 200; i++) {
      const next = v.map((_, r) => v.reduce((s, x, c) => s + matrix[r * n + c] * x, 0));
      value = Math.hypot(...next);
      v = next.map((x) => x / value);
    }
    return value;
  }

  test('the vector moves on in training only', async () => {
    const link = new L.Linear(4, 3).addHook(new L.SpectralNormalization());
    const u = async () => Array.from(await (link.persistent('W_u') as Tensor).toArray());
    const first = await u();
    usingConfig({ train: false }, () => link.forward([[1, 2, 3, 4]]));
    expect(await u()).toEqual(first);
    link.forward([[1, 2, 3, 4]]);
    expect(await u()).not.toEqual(first);
  });

  test('weight standardisation gives every output mean 0 and variance 1', async () => {
    const link = new L.Convolution2D(2, 3, 1, { nobias: true }).addHook(new L.WeightStandardization());
    const x = Tensor.from(Float32Array.of(1, 0, 0, 1), [2, 2, 1, 1]);
    const w = Array.from(await link.forward(x).toArray()); // (input, output): the weights, transposed
    for (let o = 0; o < 3; o++) {
      expect(w[o] + w[3 + o]).toBeCloseTo(0, 5);
      expect((w[o] ** 2 + w[3 + o] ** 2) / 2).toBeCloseTo(1, 3);
    }
  });

  test('the weight is put back when forward throws, and the hook can be taken off', () => {
    const link = new L.Linear(4, 3).addHook(new L.SpectralNormalization());
    const weight = link.W;
    expect(() => link.forward([[1, 2]])).toThrow();
    expect(link.W).toBe(weight);
    expect(() => link.addHook(new L.SpectralNormalization())).toThrow('there already');
    link.deleteHook('SpectralNormalization');
    const x = new Variable(Tensor.from(uniform([1, 4]).data, [1, 4]));
    expect(link.forward(x).shape).toEqual([1, 3]);
  });
});
