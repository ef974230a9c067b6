import { createRequire, register } from 'node:module';
import { readArrays } from '../work/arrays.mjs';
import { foldedUnet } from '../work/unetLayers.mjs';

export const require = createRequire(import.meta.url);
/** The package's ES modules lack file endings, which Node insists on. */
export const load = (name) => {
  try {
    return require(name);
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') error.code = 'ERR_MODULE_NOT_FOUND';
    throw error;
  }
};
export const tf = load('@tensorflow/tfjs-core');

/** A case on the backend that is set. */
export async function contestantFor(work, path) {
  if (work.work === 'mlp') await registerGradients();
  const arrays = readArrays(path);
  return { version: tf.version_core, ...{ add, mlp, matmul, unet }[work.work](work, arrays) };
}

/** The package for Node leaves them out; the registry is global, so that its modules may register them. */
async function registerGradients() {
  register('./looseResolution.mjs', import.meta.url);
  await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
}

/** Each result is freed before the next. */
function add({ repeats }, arrays) {
  const [a, b] = ['a', 'b'].map((key) => tf.tensor1d(arrays.get(key)));
  return {
    run() {
      for (let i = 0; i < repeats; i++) tf.add(a, b).dispose();
    },
    check: () => tf.add(a, b).data(),
  };
}

/** Loss and all gradients. */
function mlp({ size, batch, repeats, depth }, arrays) {
  const [x, t] = ['x', 't'].map((key) => tf.tensor2d(arrays.get(key), [batch, size]));
  const layers = Array.from({ length: depth }, (_, i) => ({
    W: tf.variable(tf.tensor2d(arrays.get(`${i}/W`), [size, size])),
    b: tf.variable(tf.tensor1d(arrays.get(`${i}/b`))),
  }));
  const loss = () => {
    let h = x;
    layers.forEach(({ W, b }, i) => {
      h = tf.add(tf.matMul(h, W, false, true), b);
      if (i < depth - 1) h = tf.relu(h);
    });
    return tf.mean(tf.squaredDifference(h, t));
  };
  const step = () => tf.variableGrads(loss);
  return {
    run() {
      for (let i = 0; i < repeats; i++) {
        const { value, grads } = step();
        tf.dispose([value, grads]);
      }
    },
    check: () => step().grads[layers[0].W.name].data(),
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
