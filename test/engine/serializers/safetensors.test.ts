import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../src/engine/serializers/formatError.js';
import type { HostArray } from '../../../src/engine/serializers/hostArray.js';
import { readSafetensors, writeSafetensors } from '../../../src/engine/serializers/safetensors.js';
import { expectOnlyFormatErrors } from './corrupt.js';

/** A file with any header, a given number of element bytes behind it. */
function fileWith(header: unknown, elements = 0): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + elements);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const tensor = (start: number, end: number, shape = [(end - start) / 4]) => ({
  dtype: 'F32',
  shape,
  data_offsets: [start, end],
});

const arrays: [string, HostArray][] = [
  ['b', { dtype: 'uint8', shape: [3], data: Uint8Array.of(1, 2, 3) }],
  ['half', { dtype: 'float16', shape: [2, 1], data: Float32Array.of(0.5, -65504) }],
  ['W', { dtype: 'float32', shape: [1, 2], data: Float32Array.of(0.1, Number.POSITIVE_INFINITY) }],
  ['i', { dtype: 'int32', shape: [], data: Int32Array.of(-7) }],
  ['big', { dtype: 'int64', shape: [1], data: BigInt64Array.of(2n ** 40n) }],
  ['none', { dtype: 'float32', shape: [0, 4], data: new Float32Array(0) }],
];
const metadata = { kind: 'irodori-generator', card: '{"name":"彩り"}' };

describe('safetensors', () => {
  test('what we write, we read', () => {
    const file = readSafetensors(writeSafetensors(arrays, metadata));
    expect(file.metadata).toEqual(metadata);
    expect(Object.fromEntries(file.tensors)).toEqual(Object.fromEntries(arrays));
  });

  test('elements are aligned, and the same arrays give the same bytes in any order', () => {
    const bytes = writeSafetensors(arrays, metadata);
    expect(new DataView(bytes.buffer).getUint32(0, true) % 8).toBe(0);
    expect(writeSafetensors([...arrays].reverse(), metadata)).toEqual(bytes);
  });

  test('bfloat16 is read', () => {
    const bytes = fileWith({ x: { dtype: 'BF16', shape: [2], data_offsets: [0, 4] } }, 4);
    new Uint16Array(bytes.buffer.slice(-4)).set([0x3f80, 0xc000]);
    bytes.set([0x80, 0x3f, 0x00, 0xc0], bytes.length - 4);
    expect(readSafetensors(bytes).tensors.get('x')).toEqual({
      dtype: 'bfloat16',
      shape: [2],
      data: Float32Array.of(1, -2),
    });
  });

  test.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(0), 'not-this-format'],
    ['a text file', new TextEncoder().encode('just some text, no tensors'), 'not-this-format'],
    ['a header longer than the file', fileWith({ x: tensor(0, 4) }, 4).fill(200, 0, 1), 'damaged'],
    ['a header of 2⁶⁴ bytes', fileWith('{}').fill(255, 0, 8), 'too-large'],
    ['a header that is no JSON', fileWith('{"x": '), 'damaged'],
    ['a header that is no UTF-8', fileWith('{"xxxx": 1}').fill(0xff, 10, 13), 'damaged'],
    ['metadata that is no text', fileWith({ __metadata__: { a: 1 } }), 'damaged'],
    ['an unknown type', fileWith({ x: { ...tensor(0, 4), dtype: 'F4' } }, 4), 'unsupported'],
    ['a type from the prototype', fileWith({ x: { ...tensor(0, 4), dtype: 'constructor' } }, 4), 'unsupported'],
    ['a hole', fileWith({ x: tensor(0, 4), y: tensor(8, 12) }, 12), 'damaged'],
    ['an overlap', fileWith({ x: tensor(0, 8), y: tensor(4, 12) }, 12), 'damaged'],
    ['a missing end', fileWith({ x: tensor(0, 8) }, 4), 'damaged'],
    ['a surplus end', fileWith({ x: tensor(0, 4) }, 8), 'damaged'],
    ['offsets in reverse', fileWith({ x: { ...tensor(0, 4), data_offsets: [4, 0] } }, 4), 'damaged'],
    ['a shape that does not fit', fileWith({ x: tensor(0, 8, [3]) }, 8), 'damaged'],
    ['a negative size', fileWith({ x: tensor(0, 4, [-1]) }, 4), 'damaged'],
    ['10¹² elements', fileWith({ x: tensor(0, 4, [1e6, 1e6]) }, 4), 'damaged'],
    ['a product that overflows', fileWith({ x: tensor(0, 4, [2 ** 40, 2 ** 40]) }, 4), 'too-large'],
    ['deeply nested JSON', fileWith(`{"x":${'['.repeat(100_000)}`), 'damaged'],
  ])('%s is refused', (_name, bytes, code) => {
    expect(() => readSafetensors(bytes)).toThrow(FormatError);
    try {
      readSafetensors(bytes);
    } catch (error) {
      expect((error as FormatError).code).toBe(code);
    }
  });

  test('2000 corruptions give values or FormatErrors', () => {
    const refused = expectOnlyFormatErrors(writeSafetensors(arrays, metadata), readSafetensors);
    expect(refused).toBeGreaterThan(1000);
  });

  test('data that does not fill its shape is not written', () =>
    expect(() => writeSafetensors([['x', { dtype: 'float32', shape: [3], data: new Float32Array(2) }]])).toThrow(
      'shape (3) needs 3 elements, has 2',
    ));
});
