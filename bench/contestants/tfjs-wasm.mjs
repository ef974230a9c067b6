import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { readArrays } from '../work/arrays.mjs';
import { foldedUnet } from '../work/unetLayers.mjs';

// The package's ES modules lack file endings, which Node insists on.
const require = createRequire(import.meta.url);
const load = (name) => {
  try {
    return require(name);
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') error.code = 'ERR_MODULE_NOT_FOUND';
    throw error;
  }
};
const tf = load('@tensorflow/tfjs-core');
const wasm = load('@tensorflow/tfjs-backend-wasm');

/** @param {import('./host.mjs').Setup} setup */
export async function enter({ case: work, arrays, threads }) {
  wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  wasm.setThreadsCount(threads);
  await tf.setBackend('wasm');
  await tf.ready();
  const multithreaded = await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT');
  return {
    version: tf.version_core,
    detail: multithreaded ? `WebAssembly, ${threads} threads` : 'WebAssembly, 1 thread (it has no more in Node)',
    ...(work.work === 'matmul' ? matmul(work, readArrays(arrays)) : unet(work, readArrays(arrays))),
  };
}

function matmul({ size }, arrays) {
  const [a, b] = ['a', 'b'].map((key) => tf.tensor2d(arrays.get(key), [size, size]));
  const run = async () => {
    const y = tf.matMul(a, b);
    const values = await y.data();
    y.dispose();
    return values;
  };
  return { run, check: run };
}

/** Its convolutions are NHWC: weights are turned round at the start, the result after the clock has stopped. */
function unet({ size }, arrays) {
  const x = tf.transpose(tf.tensor4d(arrays.get('x'), [1, 4, size, size]), [0, 2, 3, 1]);
  const layers = foldedUnet(arrays).map(({ layer, weight, bias }) => {
    const shape = layer.kind === 'conv' ? [layer.out, layer.in] : [layer.in, layer.out];
    const filter = tf.transpose(tf.tensor4d(weight, [...shape, layer.kernel, layer.kernel]), [2, 3, 1, 0]);
    return { layer, filter, bias: tf.tensor1d(bias) };
  });
  const forward = () =>
    tf.tidy(() => {
      const made = { x };
      for (const { layer, filter, bias } of layers) {
        const { name, kind, out, stride, from, norm } = layer;
        const input =
          from.length > 1
            ? tf.concat(
                from.map((key) => made[key]),
                3,
              )
            : made[from[0]];
        if (kind === 'conv') {
          const activation = norm === null ? 'linear' : 'relu';
          made[name] = tf.fused.conv2d({ x: input, filter, strides: stride, pad: 'same', bias, activation });
        } else {
          const [, height, width] = input.shape;
          const y = tf.conv2dTranspose(input, filter, [1, stride * height, stride * width, out], stride, 'same');
          made[name] = tf.relu(tf.add(y, bias));
        }
      }
      return made.dc0;
    });
  const run = async () => {
    const y = forward();
    const values = await y.data();
    y.dispose();
    return values;
  };
  const check = async () => {
    const values = await run();
    const planes = new Float32Array(values.length);
    for (let i = 0; i < values.length; i++) planes[(i % 3) * size * size + Math.floor(i / 3)] = values[i];
    return planes;
  };
  return { run, check };
}
