/** Half precision as storage: what a cast gives, how training in it works. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  asVariable,
  type Link,
  loadState,
  memory,
  Parameter,
  Sequential,
  saveState,
  scope,
  seed,
  setBackend,
  Tensor,
  TypeCheckError,
  usingConfig,
  Variable,
} from '../../../src/engine/core/index.js';
import * as F from '../../../src/engine/functions/index.js';
import * as L from '../../../src/engine/links/index.js';
import { Adam, DynamicLossScale, gradientClipping, SGD } from '../../../src/engine/optimizers/index.js';
import { float16ToNumber, numberToFloat16 } from '../../../src/engine/serializers/float16.js';
import { loadNpz, readNpz, saveNpz } from '../../../src/engine/serializers/index.js';
import { backends } from '../backends.js';
import { generator } from '../serializers/random.js';

const inMixed = <T>(make: () => T): T => usingConfig({ dtype: 'mixed16' }, make);
const half = (values: number[]): Variable => new Variable(Tensor.of(values, 'float16'));

describe.each(backends)('on $name', ({ create }) => {
  beforeAll(async () => setBackend(await create()));
  beforeEach(() => seed(1));

  test('every half goes to float32 and back unchanged', async () => {
    const all = Float32Array.from({ length: 65536 }, (_, bits) => float16ToNumber(bits));
    const wide = Tensor.from(all);
    const narrow = wide.cast('float16');
    expect(await narrow.toArray()).toEqual(all);
    expect(await narrow.copy().reshape([256, 256]).cast('float32').toArray()).toEqual(all);
  });

  test('rounds to nearest, ties to even; what is too large is infinite, NaN stays NaN', async () => {
    const random = generator(3);
    const values = Float32Array.from({ length: 20_001 }, () => (random() - 0.5) * 2 ** (40 * random() - 24));
    values.set([2049, 2051, 65519.9, 65520, -65520, 1e30, 2 ** -25, 2 ** -24 * 1.5, -0, Infinity, -Infinity, NaN]);
    const rounded = await Tensor.from(values).cast('float16').toArray();
    expect(rounded).toEqual(Float32Array.from(values, (v) => float16ToNumber(numberToFloat16(v))));
  });

  test('takes half the memory', () => {
    const before = memory().liveBytes;
    const x = Tensor.zeros([1000, 64], 'float16');
    expect(memory().liveBytes - before).toBeGreaterThanOrEqual(128_000);
    expect(memory().liveBytes - before).toBeLessThan(150_000); // size classes of the pool
    x.assign(Tensor.full([1000, 64], 2, 'float16'));
    x.dispose();
  });

  test('trains as the CPU does', { timeout: 240_000 }, async () => {
    const losses = async (): Promise<number[]> => {
      seed(1);
      const model = inMixed(() => new Sequential(new L.Linear(3, 8), F.relu, new L.Linear(8, 1)));
      const optimizer = new SGD({ lr: 0.1 }).setup(model).useFp32Update().lossScaling(64);
      const [x, t] = [
        Tensor.of([
          [1, 2, 3],
          [-1, 0, 2],
        ]),
        Tensor.of([[1], [-1]]),
      ];
      const steps = Array.from({ length: 4 }, () =>
        optimizer.update(() => F.meanSquaredError(model.forward(asVariable(x)), t)),
      );
      return Promise.all(steps.map((loss) => loss.item()));
    };
    const own = await losses();
    setBackend(await backends[0].create());
    const wanted = await losses();
    setBackend(await create());
    expect(own[3]).toBeLessThan(0.7 * own[0]);
    for (const [i, loss] of own.entries()) expect(Math.abs(loss / wanted[i] - 1)).toBeLessThan(0.01);
  });
});

describe('training in half precision', () => {
  beforeAll(async () => setBackend(await backends[0].create()));
  beforeEach(() => seed(1));

  /** A link of one parameter w of two ones. */
  const slope = (): { link: Link; w: Parameter } => {
    const w = inMixed(() => new Parameter(1, [2], 'w'));
    const link = new (class extends Sequential {
      readonly w = w;
    })();
    return { link, w };
  };

  test('a network with normalisation learns, its activations in half precision', async () => {
    const random = generator(5);
    const model = inMixed(
      () =>
        new Sequential(
          new L.Convolution2D(1, 8, 3, { pad: 1 }),
          new L.BatchNormalization(8),
          F.relu,
          new L.Linear(16),
          F.relu,
          new L.Linear(2),
        ),
    );
    // Bars that lie or stand.
    const batch = () => {
      const data = new Float32Array(16 * 64);
      const t = Int32Array.from({ length: 16 }, (_, i) => i % 2);
      for (let i = 0; i < 16; i++) {
        const at = Math.floor(8 * random());
        for (let k = 0; k < 64; k++) {
          const place = i % 2 ? k % 8 : Math.floor(k / 8);
          data[64 * i + k] = (place === at ? 1 : 0) + 0.3 * random();
        }
      }
      return { x: asVariable(Tensor.from(data, [16, 1, 8, 8])), t: Tensor.from(t) };
    };
    const scale = new DynamicLossScale();
    const optimizer = new Adam({ alpha: 0.01 }).setup(model).useFp32Update().lossScaling(scale);
    optimizer.addHook('clip', gradientClipping(5));
    const losses: number[] = [];
    for (let i = 0; i < 60; i++) {
      const loss = optimizer.update(() => {
        const { x, t } = batch();
        return F.softmaxCrossEntropy(model.forward(x), t);
      });
      losses.push(await loss.item());
      await scale.settle();
    }
    expect(losses[0]).toBeGreaterThan(0.4);
    expect(Math.max(...losses.slice(-5))).toBeLessThan(0.1);
    expect(scale.scale).toBeGreaterThan(256); // it doubles until something overflows
    expect(Object.fromEntries(model.namedParams().map(([path, p]) => [path, p.dtype]))).toMatchObject({
      '/0/W': 'float16',
      '/1/gamma': 'float32',
      '/2/b': 'float16',
    });
    expect(scope(() => model.forward(batch().x)).dtype).toBe('float16');
  });

  test('a scaled loss saves gradients that half precision cannot hold', async () => {
    const { link, w } = slope();
    const optimizer = new SGD({ lr: 1e6 }).setup(link);
    const step = () => optimizer.update(() => F.sum(w.mul(w)).mul(0.25).mul(4e-8)).dispose();
    step();
    expect(Array.from(await w.toArray())).toEqual([1, 1]);
    optimizer.lossScaling(2 ** 15);
    step();
    for (const v of await w.toArray()) expect(v).toBeCloseTo(0.98, 3);
  });

  test('a float32 copy adds up steps that half precision would lose', async () => {
    const [plain, copied] = [slope(), slope()];
    const rules = [new SGD({ lr: 1e-4 }).setup(plain.link), new SGD({ lr: 1e-4 }).setup(copied.link).useFp32Update()];
    for (let i = 0; i < 100; i++) {
      rules[0].update(() => F.sum(plain.w)).dispose();
      rules[1].update(() => F.sum(copied.w)).dispose();
    }
    const saved = await saveState(rules[1]);
    expect((saved.get('w/fp32_param') as { data: Float32Array }).data[0]).toBeCloseTo(0.99, 5);
    loadState(rules[1], saved);
    expect((await plain.w.toArray())[0]).toBe(1);
    expect((await copied.w.toArray())[0]).toBeCloseTo(0.99, 3);
  });

  test('a step whose gradients overflow changes nothing and halves the scale', async () => {
    const { link, w } = slope();
    const scale = new DynamicLossScale();
    const optimizer = new SGD({ lr: 0.01 }).setup(link).lossScaling(scale);
    const step = async (factor: number) => {
      optimizer.update(() => F.sum(w.mul(factor))).dispose();
      return scale.settle();
    };
    expect([await step(1), await step(1), await step(60_000)]).toEqual([true, true, false]);
    expect(scale.scale).toBe(2);
    for (const v of await w.toArray()) expect(v).toBeCloseTo(0.98, 2);
  });

  test('float16 and float32 mix only with constants, and the message says so', () => {
    const x = half([1, 2]);
    expect(() => x.mul(new Variable(Tensor.of([1, 2])))).toThrow(TypeCheckError);
    expect(() => x.mul(new Variable(Tensor.of([1, 2])))).toThrow(
      'mul: float16 and float32 mix only with constants, but the inputs are float16 (2,), float32 (2,); cast one',
    );
    expect(x.mul(Tensor.of([1, 2])).dtype).toBe('float16');
  });

  test('sums of a loss do not overflow', async () => {
    const x = F.broadcastTo(half([30]), [300, 300]);
    expect(await F.meanSquaredError(x, Tensor.zeros([300, 300], 'float16')).item()).toBe(900);
    expect(await F.mean(x).item()).toBe(30);
  });

  test('goes through .npz as float16, Chainer’s f2', async () => {
    const make = () => inMixed(() => new Sequential(new L.Linear(3, 2), new L.BatchNormalization(2)));
    const [saved, loaded] = [make(), make()];
    const bytes = await saveNpz(saved);
    expect(readNpz(bytes).get('0/W')).toMatchObject({ dtype: 'float16', shape: [2, 3] });
    expect(readNpz(bytes).get('1/avg_mean')).toMatchObject({ dtype: 'float32' });
    loadNpz(bytes, loaded);
    expect(await loaded.params()[0].toArray()).toEqual(await saved.params()[0].toArray());
  });
});
