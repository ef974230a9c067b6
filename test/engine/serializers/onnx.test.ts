/** ONNX files, read back by a small decoder of Protocol Buffers. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createCpuBackend } from '../../../src/engine/backends/cpu/index.js';
import { inference } from '../../../src/engine/core/config.js';
import { setBackend } from '../../../src/engine/core/context.js';
import { Sequential } from '../../../src/engine/core/sequential.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import { asVariable, type Variable } from '../../../src/engine/core/variable.js';
import * as F from '../../../src/engine/functions/index.js';
import * as L from '../../../src/engine/links/index.js';
import { exportOnnx } from '../../../src/engine/serializers/index.js';

beforeAll(async () => setBackend(await createCpuBackend({ threads: 1 })));

type Field = number | bigint | Uint8Array;

/** Fields of a Protocol Buffers message by number. */
function decode(bytes: Uint8Array): Map<number, Field[]> {
  const fields = new Map<number, Field[]>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const [number, kind] = [key >> 3, key & 7];
    let value: Field;
    if (kind === 0) value = BigInt.asIntN(64, varint());
    else if (kind === 5) {
      value = view.getFloat32(at, true);
      at += 4;
    } else {
      const length = Number(varint());
      value = bytes.subarray(at, at + length);
      at += length;
    }
    fields.set(number, [...(fields.get(number) ?? []), value]);
  }
  return fields;
}

const text = (field: Field): string => new TextDecoder().decode(field as Uint8Array);
const texts = (message: Map<number, Field[]>, number: number): string[] => (message.get(number) ?? []).map(text);

/** Operators and names of a file. */
function read(bytes: Uint8Array) {
  const model = decode(bytes);
  const graph = decode(model.get(7)?.[0] as Uint8Array);
  return {
    version: Number(model.get(1)?.[0]),
    opset: Number(decode(model.get(8)?.[0] as Uint8Array).get(2)?.[0]),
    nodes: (graph.get(1) ?? []).map((n) => {
      const node = decode(n as Uint8Array);
      const attributes = (node.get(5) ?? []).map((a) => {
        const attribute = decode(a as Uint8Array);
        const [name] = texts(attribute, 1);
        const value = attribute.get(3)?.[0] ?? attribute.get(2)?.[0] ?? attribute.get(8) ?? texts(attribute, 4)[0];
        return [name, Array.isArray(value) ? value.map(Number) : typeof value === 'bigint' ? Number(value) : value];
      });
      return {
        op: texts(node, 4)[0],
        inputs: texts(node, 1),
        outputs: texts(node, 2),
        attributes: Object.fromEntries(attributes) as Record<string, unknown>,
      };
    }),
    constants: (graph.get(5) ?? []).map((c) => texts(decode(c as Uint8Array), 8)[0]),
    inputs: (graph.get(11) ?? []).map((v) => texts(decode(v as Uint8Array), 1)[0]),
    outputs: (graph.get(12) ?? []).map((v) => texts(decode(v as Uint8Array), 1)[0]),
  };
}

describe('exportOnnx', () => {
  test('writes a network with its geometry, and every name is made before it is used', async () => {
    const net = new Sequential(
      new L.Convolution2D(3, 4, 3, { stride: 2, pad: 1 }),
      new L.BatchNormalization(4),
      F.relu,
      (x: Variable) => F.maxPooling2D(x, 2),
      new L.Linear(2),
      (x: Variable) => F.softmax(x),
    );
    const x = Tensor.full([1, 3, 7, 7], 0.5);
    inference(() => net.forward(asVariable(x))); // tells the lazy weight its shape
    const file = read(
      await exportOnnx((v) => net.forward(v), [x], { inputNames: ['picture'], outputNames: ['classes'] }),
    );
    expect([file.version, file.opset, file.inputs, file.outputs]).toEqual([8, 13, ['picture'], ['classes']]);
    const known = new Set([...file.constants, ...file.inputs, '']);
    for (const node of file.nodes) {
      expect(node.inputs.filter((name) => !known.has(name))).toEqual([]);
      for (const name of node.outputs) known.add(name);
    }
    expect(known).toContain('classes');
    const node = (op: string) => file.nodes.find((n) => n.op === op);
    expect(node('Conv')?.attributes).toMatchObject({ strides: [2, 2], pads: [1, 1, 1, 1], group: 1 });
    expect(node('MaxPool')?.attributes).toMatchObject({ kernel_shape: [2, 2], pads: [0, 0, 0, 0] });
    expect(file.nodes.map((n) => n.op)).toEqual(
      expect.arrayContaining(['BatchNormalization', 'Relu', 'MatMul', 'Softmax']),
    );
  });

  test('a window beyond the padding is padded at the end', async () => {
    const file = read(await exportOnnx((x) => F.maxPooling2D(x, 2), [Tensor.zeros([1, 1, 5, 4])]));
    expect(file.nodes[0].attributes.pads).toEqual([0, 0, 1, 0]);
  });

  test('refuses what it cannot say, and what depends on the values', async () => {
    await expect(exportOnnx((x) => F.cumsum(x), [Tensor.zeros([2])])).rejects.toThrow(
      'exportOnnx: the function cumsum has no counterpart',
    );
    const decided = (x: Variable) => F.where(F.greater(x, 0.2), x, 0);
    await expect(exportOnnx(decided, [Tensor.of([0, 1])])).rejects.toThrow('changes with the inputs');
    await expect(exportOnnx((x) => F.unpooling2D(x, 2), [Tensor.zeros([1, 1, 2, 2])])).rejects.toThrow(
      'unpooling2D can only be exported with windows side by side',
    );
  });
});
