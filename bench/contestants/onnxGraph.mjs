import proto from 'onnx-proto';
import { foldedUnet } from '../work/unetLayers.mjs';

const { onnx } = proto;
const FLOAT = onnx.TensorProto.DataType.FLOAT;
const { INTS } = onnx.AttributeProto.AttributeType;

/** Every operator used here has meant the same since. */
const OPSET = 13;
const IR_VERSION = 8;

/**
 * The case's graph as an ONNX file, weights inside, and what to feed it.
 *
 * @param {import('../work/cases.mjs').Case} work
 * @param {import('../work/arrays.mjs').Arrays} arrays
 * @returns {{ model: Uint8Array, feeds: Record<string, { shape: number[], values: Float32Array }> }}
 */
export function onnxGraph({ work, size }, arrays) {
  if (work === 'matmul') {
    const shape = [size, size];
    const feeds = { a: { shape, values: arrays.get('a') }, b: { shape, values: arrays.get('b') } };
    return { model: encode([{ opType: 'MatMul', input: ['a', 'b'], output: ['y'] }], [], feeds, shape), feeds };
  }
  const nodes = [];
  const initializers = [];
  for (const { layer, weight, bias } of foldedUnet(arrays)) {
    const { name, kind, in: channels, out, kernel, stride, from, norm } = layer;
    if (from.length > 1)
      nodes.push({ opType: 'Concat', input: from, output: [`${name}/x`], attribute: [whole('axis', 1)] });
    const shape = kind === 'conv' ? [out, channels, kernel, kernel] : [channels, out, kernel, kernel];
    initializers.push(tensor(`${name}/W`, shape, weight), tensor(`${name}/b`, [out], bias));
    nodes.push({
      opType: kind === 'conv' ? 'Conv' : 'ConvTranspose',
      input: [from.length > 1 ? `${name}/x` : from[0], `${name}/W`, `${name}/b`],
      output: [norm === null ? 'y' : `${name}/y`],
      attribute: [
        ints('kernel_shape', [kernel, kernel]),
        ints('strides', [stride, stride]),
        ints('pads', [1, 1, 1, 1]),
      ],
    });
    if (norm !== null) nodes.push({ opType: 'Relu', input: [`${name}/y`], output: [name] });
  }
  const feeds = { x: { shape: [1, 4, size, size], values: arrays.get('x') } };
  return { model: encode(nodes, initializers, feeds, [1, 3, size, size]), feeds };
}

const ints = (name, values) => ({ name, type: INTS, ints: values });
const whole = (name, value) => ({ name, type: onnx.AttributeProto.AttributeType.INT, i: value });

const tensor = (name, dims, values) => ({
  ...{ name, dims, dataType: FLOAT },
  rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
});

const valueInfo = (name, shape) => ({
  name,
  type: { tensorType: { elemType: FLOAT, shape: { dim: shape.map((dimValue) => ({ dimValue })) } } },
});

function encode(node, initializer, feeds, outputShape) {
  return onnx.ModelProto.encode({
    irVersion: IR_VERSION,
    opsetImport: [{ domain: '', version: OPSET }],
    graph: {
      ...{ name: 'bench', node, initializer },
      input: Object.entries(feeds).map(([name, { shape }]) => valueInfo(name, shape)),
      output: [valueInfo('y', outputShape)],
    },
  }).finish();
}
