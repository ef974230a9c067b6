/** An ONNX model's parts (onnx.proto3, IR version 8) and their bytes. */
import type { Shape, TypedArray } from '../../backends/backend.js';
import { ProtobufWriter } from './protobuf.js';

/** TensorProto.DataType. */
const TYPES = { float32: 1, int32: 6, int64: 7 } as const;
export type OnnxType = keyof typeof TYPES;

export type OnnxAttribute = number | readonly number[] | { readonly float: number } | string;

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

export interface OnnxConstant {
  readonly name: string;
  readonly shape: Shape;
  readonly data: TypedArray | BigInt64Array;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxConstant[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** The set of operators that the exporter's nodes are of. */
export const OPSET = 13;

function attributeProto(name: string, value: OnnxAttribute): ProtobufWriter {
  const proto = new ProtobufWriter().string(1, name);
  if (typeof value === 'number') return proto.int(3, value).int(20, 2);
  if (typeof value === 'string') return proto.string(4, value).int(20, 3);
  if ('float' in value) return proto.float(2, value.float).int(20, 1);
  for (const item of value) proto.int(8, item);
  return proto.int(20, 7);
}

function nodeProto({ op, inputs, outputs, attributes }: OnnxNode): ProtobufWriter {
  const proto = new ProtobufWriter();
  for (const name of inputs) proto.string(1, name);
  for (const name of outputs) proto.string(2, name);
  proto.string(4, op);
  for (const [name, value] of Object.entries(attributes)) proto.message(5, attributeProto(name, value));
  return proto;
}

function constantProto({ name, shape, data }: OnnxConstant): ProtobufWriter {
  const proto = new ProtobufWriter();
  for (const d of shape) proto.int(1, d);
  const type = data instanceof Float32Array ? 'float32' : data instanceof Int32Array ? 'int32' : 'int64';
  return proto
    .int(2, TYPES[type])
    .string(8, name)
    .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function valueProto({ name, type, shape }: OnnxValue): ProtobufWriter {
  const dims = new ProtobufWriter();
  for (const d of shape)
    dims.message(1, typeof d === 'number' ? new ProtobufWriter().int(1, d) : new ProtobufWriter().string(2, d));
  const tensor = new ProtobufWriter().int(1, TYPES[type]).message(2, dims);
  return new ProtobufWriter().string(1, name).message(2, new ProtobufWriter().message(1, tensor));
}

/** The bytes of a `.onnx` file. */
export function writeOnnx(graph: OnnxGraph, producer: string): Uint8Array<ArrayBuffer> {
  const proto = new ProtobufWriter();
  for (const node of graph.nodes) proto.message(1, nodeProto(node));
  proto.string(2, 'graph');
  for (const constant of graph.constants) proto.message(5, constantProto(constant));
  for (const value of graph.inputs) proto.message(11, valueProto(value));
  for (const value of graph.outputs) proto.message(12, valueProto(value));
  return new ProtobufWriter()
    .int(1, 8)
    .string(2, producer)
    .message(7, proto)
    .message(8, new ProtobufWriter().int(2, OPSET))
    .finish();
}
