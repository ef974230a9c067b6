import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setBackend } from '../../../src/engine/core/context.js';
import { Chain, Link } from '../../../src/engine/core/link.js';
import { Parameter } from '../../../src/engine/core/parameter.js';
import type { Serializable, StoredLeaf } from '../../../src/engine/core/serializer.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import { Adam } from '../../../src/engine/optimizers/index.js';
import {
  FormatError,
  type LoadOptions,
  loadNpz,
  loadSafetensors,
  MismatchError,
  readNpz,
  readSafetensors,
  readState,
  saveNpz,
  saveSafetensors,
  writeNpz,
  writeState,
} from '../../../src/engine/serializers/index.js';
import { createReferenceBackend } from '../reference/backend.js';
import { expectOnlyFormatErrors } from './corrupt.js';

beforeAll(() => setBackend(createReferenceBackend()));

class Conv extends Link {
  readonly W: Parameter;
  readonly b: Parameter;
  constructor(shape: number[]) {
    super();
    this.W = new Parameter(0, shape);
    this.b = new Parameter(0, [shape[0]]);
  }
  forward() {}
}

class Norm extends Link {
  readonly gamma = new Parameter(1, [2]);
  readonly beta = new Parameter(0, [2]);
  constructor() {
    super();
    this.addPersistent('avg_mean', Tensor.zeros([2]));
    this.addPersistent('avg_var', Tensor.full([2], 1));
    this.addPersistent('N', 0);
  }
  forward() {}
}

class Lazy extends Link {
  readonly W = new Parameter(0);
  forward() {}
}

class Net extends Chain {
  readonly bn = new Norm();
  readonly lazy = new Lazy();
  readonly conv: Conv;
  constructor(shape = [2, 3, 1, 2]) {
    super();
    this.conv = new Conv(shape);
  }
  forward() {}
}

/** Everything a link would save, as plain numbers. */
async function stateOf(link: Link): Promise<Record<string, unknown>> {
  const state: Record<string, unknown> = {};
  for (const [path, p] of link.namedParams()) state[path] = p.isInitialized ? [...(await p.data.toArray())] : null;
  for (const [path, slot] of link.namedPersistents()) {
    const value = slot.get();
    state[path] = value instanceof Tensor ? [...(await value.toArray())] : value;
  }
  return state;
}

const chainer = new Uint8Array(readFileSync(new URL('fixtures/chainerModel.npz', import.meta.url)));

const chainerState = {
  '/bn/gamma': [1, 2],
  '/bn/beta': [3, 4],
  '/bn/avg_mean': [5, 6],
  '/bn/avg_var': [7, 8],
  '/bn/N': 9,
  '/conv/W': Array.from({ length: 12 }, (_, i) => i / 8),
  '/conv/b': [0.5, -0.5],
  '/lazy/W': null,
};

test("a file with Chainer's keys is loaded", async () => {
  const net = new Net();
  loadNpz(chainer, net);
  expect(await stateOf(net)).toEqual(chainerState);
});

test("what is saved has Chainer's keys and types", async () => {
  const net = new Net();
  loadNpz(chainer, net);
  const written = readNpz(await saveNpz(net));
  const original = readNpz(chainer);
  expect([...written.keys()].sort()).toEqual([...original.keys()].sort());
  for (const [key, value] of original) {
    expect(written.get(key)?.dtype, key).toBe(value?.dtype);
    expect(written.get(key)?.shape, key).toEqual(value?.shape);
  }
});

interface Format {
  name: string;
  save(target: Serializable): Promise<Uint8Array>;
  load(bytes: Uint8Array, target: Serializable, options?: LoadOptions): unknown;
}

const formats: Format[] = [
  { name: 'npz', save: saveNpz, load: loadNpz },
  { name: 'safetensors', save: saveSafetensors, load: loadSafetensors },
];

describe.each(formats)('$name', ({ save, load }) => {
  let source: Net;
  beforeEach(() => {
    source = new Net();
    loadNpz(chainer, source);
  });

  test('saves and loads a link', async () => {
    const net = new Net();
    load(await save(source), net);
    expect(await stateOf(net)).toEqual(chainerState);
  });

  test('loads from a Node Buffer, whose slices share memory, and leaves it as it was', async () => {
    const bytes = Buffer.from(await save(source));
    const before = Buffer.from(bytes);
    const net = new Net();
    load(bytes, net);
    expect(await stateOf(net)).toEqual(chainerState);
    expect(bytes).toEqual(before);
  });

  test('gives a parameter without a shape the one of the file', async () => {
    source.lazy.W.data = Tensor.of([[1, 2, 3]]).keep();
    const net = new Net();
    load(await save(source), net);
    expect(net.lazy.W.shape).toEqual([1, 3]);
    expect([...(await net.lazy.W.data.toArray())]).toEqual([1, 2, 3]);
  });

  test('names every key that does not fit and changes nothing', async () => {
    class Other extends Chain {
      readonly bn = new Norm();
      readonly conv = new Conv([2, 3, 1, 1]);
      readonly dense = new Conv([1, 1]);
      forward() {}
    }
    const other = new Other();
    const before = await stateOf(other);
    const bytes = await save(source);
    let error: unknown;
    try {
      load(bytes, other);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(MismatchError);
    expect((error as MismatchError).keys).toEqual({
      missing: ['dense/W', 'dense/b'],
      surplus: ['lazy/W'],
      mismatched: [{ key: 'conv/W', expected: '(2, 3, 1, 1)', found: '(2, 3, 1, 2)' }],
    });
    expect((error as Error).message).toBe(
      'the file does not fit: 2 missing (dense/W, dense/b); 1 too many (lazy/W); ' +
        '1 of another shape (conv/W is (2, 3, 1, 2), expected (2, 3, 1, 1))',
    );
    expect(await stateOf(other)).toEqual(before);
  });

  test('never broadcasts a (1, 1) into a (4, 3)', async () => {
    const bytes = await save(new Conv([1, 1]));
    expect(() => load(bytes, new Conv([4, 3]), { strict: false })).toThrow('W is (1, 1), expected (4, 3)');
  });

  test('not strict, keeps what is missing and ignores what is too many', async () => {
    class Part extends Chain {
      readonly conv = new Conv([2, 3, 1, 2]);
      readonly dense = new Conv([1, 1]);
      forward() {}
    }
    const part = new Part();
    load(await save(source), part, { strict: false });
    expect(await stateOf(part)).toEqual({
      '/conv/W': chainerState['/conv/W'],
      '/conv/b': [0.5, -0.5],
      '/dense/W': [0],
      '/dense/b': [0],
    });
  });

  test('loads the part under a path', async () => {
    const conv = new Conv([2, 3, 1, 2]);
    load(await save(source), conv, { path: 'conv' });
    expect([...(await conv.b.data.toArray())]).toEqual([0.5, -0.5]);
  });

  test("saves and loads an optimizer's state", async () => {
    const train = (link: Link, adam: Adam) => {
      for (const p of link.params()) p.grad = Tensor.full(p.shape, 0.25).keep();
      adam.update();
    };
    const [a, b] = [new Conv([1, 2]), new Conv([1, 2])];
    const [optimizer, resumed] = [new Adam({ alpha: 0.1 }).setup(a), new Adam().setup(b)];
    train(a, optimizer);
    load(await save(a), b);
    load(await save(optimizer), resumed);
    train(a, optimizer);
    train(b, resumed);
    expect(await stateOf(b)).toEqual(await stateOf(a));
    expect(resumed.t).toBe(2);
  });

  test('300 corruptions load or give FormatErrors', async () => {
    const bytes = await save(source);
    expectOnlyFormatErrors(bytes, (damaged) => load(damaged, new Net()), 300);
  });
});

test('half precision halves the file and rounds', async () => {
  const net = new Conv([1, 64]);
  net.W.data.assign(Tensor.full([1, 64], 1 / 3));
  const half = await saveSafetensors(net, { dtype: 'float16', metadata: { kind: 'test' } });
  expect(readSafetensors(half).tensors.get('W')?.dtype).toBe('float16');
  expect(half.length).toBeLessThan((await saveSafetensors(net)).length);
  expect(loadSafetensors(half, net)).toEqual({ kind: 'test' });
  expect((await net.W.data.toArray())[5]).toBe(0x555 / 4096);
});

test('half precision refuses what it cannot hold', async () => {
  const net = new Conv([1, 1]);
  net.W.data.assign(Tensor.full([1, 1], 70_000));
  await expect(saveSafetensors(net, { dtype: 'float16' })).rejects.toThrow('W: its values exceed half precision');
});

test('wide numbers are cast', async () => {
  const conv = new Conv([1, 2]);
  const W = { dtype: 'float64', shape: [1, 2], data: Float64Array.of(0.1, 2) } as const;
  const b = { dtype: 'int64', shape: [1], data: BigInt64Array.of(3n) } as const;
  loadNpz(
    writeNpz([
      ['W', W],
      ['b', b],
    ]),
    conv,
  );
  expect(await stateOf(conv)).toEqual({ '/W': [Math.fround(0.1), 2], '/b': [3] });
});

test('state of every kind survives', () => {
  const state = new Map<string, StoredLeaf>([
    ['a/n', 0.1],
    ['a/i', 2 ** 40],
    ['a/zero', -0],
    ['a/yes', true],
    ['a/text', '彩り'],
    ['a/nothing', null],
    ['a/x', { shape: [2], data: Float32Array.of(1, 2) }],
    ['a/order', { shape: [2], data: Int32Array.of(1, 0) }],
  ]);
  const { state: read, metadata } = readState(writeState(state, { metadata: { kind: 'run' } }));
  expect(new Map([...read].sort())).toEqual(new Map([...state].sort()));
  expect(metadata).toEqual({ kind: 'run' });
});

test('state that is neither text nor null is refused', () =>
  expect(() => readState(writeState(new Map(), { metadata: { 'value:x': '[1]' } }))).toThrow(FormatError));
