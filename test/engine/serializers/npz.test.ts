import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../src/engine/serializers/formatError.js';
import { type NpyValue, readNpy, writeNpy } from '../../../src/engine/serializers/npy.js';
import { openNpz, readNpz, writeNpz } from '../../../src/engine/serializers/npz.js';
import { writeZip } from '../../../src/engine/serializers/zip.js';
import { expectOnlyFormatErrors } from './corrupt.js';

const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`fixtures/${name}.npz`, import.meta.url)));
const plain = (value: NpyValue) =>
  value && { dtype: value.dtype, shape: value.shape, data: Array.from<unknown>(value.data) };
const range = (n: number) => Array.from({ length: n }, (_, i) => i);

/** A `.npy` with any header text. */
function npyWith(header: string, elements = 0, version = 1): Uint8Array {
  const bytes = new Uint8Array((version === 1 ? 10 : 12) + header.length + elements);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, header.length, true);
  else view.setUint32(8, header.length, true);
  bytes.set(new TextEncoder().encode(header), version === 1 ? 10 : 12);
  return bytes;
}

function codeOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return (error as FormatError).code;
  }
  return 'read';
}

describe.each(['stored', 'deflated'])("NumPy's own file, %s", (name) => {
  const arrays = readNpz(fixture(name));

  test.each([
    ['float16', 'float16', [11], [0, -0, 1, -2.5, 65504, 2 ** -24, 2 ** -14, 1 / 0, -1 / 0, Number.NaN, 0x555 / 4096]],
    ['float32', 'float32', [2, 3, 4], range(24).map((i) => Math.fround(i / 7))],
    ['float64', 'float64', [1, 2], [Math.PI, -Math.E]],
    ['int8', 'int8', [2], [-128, 127]],
    ['int16', 'int16', [2], [-32768, 32767]],
    ['int32', 'int32', [2], [-(2 ** 31), 2 ** 31 - 1]],
    ['int64', 'int64', [2], [-(2n ** 63n), 2n ** 63n - 1n]],
    ['uint8', 'uint8', [2], [0, 255]],
    ['uint16', 'uint16', [2], [0, 65535]],
    ['uint32', 'uint32', [2], [0, 2 ** 32 - 1]],
    ['uint64', 'uint64', [2], [0n, 2n ** 64n - 1n]],
    ['bool', 'bool', [3], [1, 0, 1]],
    ['fortran', 'float32', [2, 3, 4], range(24)],
    ['big_endian', 'int32', [5], range(5)],
    ['scalar_int', 'int64', [], [41n]],
    ['scalar_float', 'float64', [], [0.5]],
    ['scalar_bool', 'bool', [], [1]],
    ['empty', 'float32', [0, 3], []],
    ['text', 'string', [], ['彩り 🎨']],
    ['texts', 'string', [2, 2], ['a', 'bcd', '', 'é']],
    ['bytes', 'string', [], ['abc']],
    ['path/to/W', 'float32', [4, 4], Array(16).fill(1.25)],
  ])('%s', (key, dtype, shape, data) => expect(plain(arrays.get(key) ?? null)).toEqual({ dtype, shape, data }));

  test('None is null, without unpickling', () => expect(arrays.get('path/to/none')).toBeNull());

  test('headers are read without the elements', () => {
    expect(openNpz(fixture(name)).header('float32')).toMatchObject({ dtype: 'float32', shape: [2, 3, 4] });
  });

  test('what we write, we read, and the same arrays give the same bytes', () => {
    for (const compress of [true, false]) {
      const bytes = writeNpz(arrays, { compress });
      expect(new Map([...readNpz(bytes)].map(([key, value]) => [key, plain(value)]))).toEqual(
        new Map([...arrays].map(([key, value]) => [key, plain(value)])),
      );
      expect(writeNpz(arrays, { compress })).toEqual(bytes);
    }
  });

  test('2000 corruptions give values or FormatErrors, quickly', { timeout: 30_000 }, () => {
    const refused = expectOnlyFormatErrors(fixture(name), (bytes) => readNpz(bytes, { maxBytes: 1e6 }));
    expect(refused).toBeGreaterThan(1500);
  });
});

test('version 2 of .npy is read', () =>
  expect(plain(readNpz(fixture('version2')).get('x') ?? null)).toEqual({
    dtype: 'float32',
    shape: [2, 3],
    data: range(6),
  }));

test('corrupted .npy headers give values or FormatErrors', () => {
  const bytes = writeNpy({ dtype: 'float32', shape: [2, 3], data: new Float32Array(6) });
  expectOnlyFormatErrors(bytes, (damaged) => readNpy(damaged));
});

describe('refused before anything is allocated', () => {
  test.each<[string, () => unknown, string]>([
    ['objects', () => readNpz(fixture('objects')), 'unsupported'],
    ['a text file', () => readNpz(new TextEncoder().encode('no archive at all, only text')), 'not-this-format'],
    ['an empty file', () => readNpz(new Uint8Array(0)), 'not-this-format'],
    ['a zip without arrays', () => readNpz(writeZip([['a.txt', new Uint8Array(1)]], true)), 'not-this-format'],
    ['a missing end', () => readNpz(fixture('stored').slice(0, -40)), 'damaged'],
    [
      '10¹² elements',
      () => readNpy(npyWith("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 1000000), }", 64)),
      'damaged',
    ],
    [
      'more elements than numbers can count',
      () => readNpy(npyWith("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 99999999999), }", 64)),
      'too-large',
    ],
    [
      '10¹² empty strings',
      () => readNpy(npyWith("{'descr': '<U0', 'fortran_order': False, 'shape': (1000000, 1000000), }")),
      'too-large',
    ],
    [
      'a negative size',
      () => readNpy(npyWith("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", 4)),
      'damaged',
    ],
    ['a header of 3 GB', () => readNpy(npyWith('{}', 0, 2).fill(0xbb, 8, 12)), 'damaged'],
    [
      'records',
      () => readNpy(npyWith("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", 4)),
      'unsupported',
    ],
    ['complex', () => readNpy(npyWith("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", 8)), 'unsupported'],
  ])('%s', (_name, read, code) => expect(codeOf(read)).toBe(code));

  test('a zip bomb: 200 MB of zeros in 200 kB', () => {
    const bomb = writeZip([['x.npy', new Uint8Array(200e6)]], true);
    expect(bomb.length).toBeLessThan(300e3);
    const before = process.memoryUsage().arrayBuffers;
    expect(codeOf(() => openNpz(bomb, { maxBytes: 100e6 }))).toBe('too-large');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10e6);
  });

  test('a directory that lies: 10 MB behind a declared 1000 bytes', () => {
    const bytes = writeZip([['x.npy', new Uint8Array(10e6)]], true);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.length - 4; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 1000, true);
    }
    expect(codeOf(() => readNpz(bytes))).toBe('damaged');
  });

  test('a directory that claims more than deflate can hold', () => {
    const bytes = writeZip([['x.npy', new Uint8Array(1000)]], true);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.length - 4; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 900e6, true);
    }
    expect(codeOf(() => readNpz(bytes))).toBe('damaged');
  });

  test('too many files', () => {
    const files = range(20).map((i): [string, Uint8Array] => [`${i}.npy`, new Uint8Array(0)]);
    expect(codeOf(() => openNpz(writeZip(files, false), { maxEntries: 10 }))).toBe('too-large');
  });

  test('overlapping files', () => {
    const bytes = writeZip(
      [
        ['a.npy', new Uint8Array(50)],
        ['b.npy', new Uint8Array(50)],
      ],
      false,
    );
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.length - 4; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 42, 0, true); // both at the first one's place
    }
    expect(codeOf(() => openNpz(bytes))).toBe('damaged');
  });
});
