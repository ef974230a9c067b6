import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeArrays } from './arrays.mjs';
import { lineArt } from './lineArt.mjs';
import { Seeded } from './seeded.mjs';
import { unetFlops, unetLayers, weightShape } from './unetLayers.mjs';

/**
 * A piece of work that contestants do. Each gets the case as JSON and its arrays from disk.
 *
 * @typedef {object} Case
 * @property {string} name
 * @property {string} title one line for the table
 * @property {'matmul' | 'unet' | 'unet-train' | 'recolor' | 'colorize' | 'generator-train' | 'add' | 'mlp'} work what contestants dispatch on
 * @property {number} size   side of the matrices or pictures, or elements of a vector
 * @property {number} batch
 * @property {number} [flops] of one run, where they are well known
 * @property {boolean} [sketchKept] recolours after a new dab, on a sketch that is loaded
 * @property {number} [repeats] times the work is done in a run; times are reported of one
 * @property {boolean} [perImage] reported per picture instead of per run
 * @property {boolean} [gpuOnly] too long for CPUs
 * @property {boolean} [half] weights and activations are stored in half precision
 * @property {string[]} peers names of the contestants beside Irodori
 * @property {string[]} [slow] peers known to take half a minute a run
 * @property {'output' | 'losses'} [compare] what contestants must agree on
 */

/** Short ones first, so that a quick run that meets its limit has most of them. @type {Case[]} */
export const cases = [
  {
    ...{ name: 'add4', title: 'one addition of 4 elements', work: 'add', size: 4, batch: 1 },
    repeats: 20_000,
    peers: ['pytorch', 'tfjs-cpu', 'tfjs-wasm'],
    compare: 'output',
  },
  {
    ...{
      name: 'mlp10',
      title: 'MLP of 10 layers of 32, batch 1, forward and backward',
      work: 'mlp',
      size: 32,
      batch: 1,
    },
    repeats: 200,
    peers: ['pytorch', 'tfjs-cpu', 'tfjs-wasm'],
    compare: 'output',
  },
  {
    ...{ name: 'matmul1024', title: 'matrix product, 1024³', work: 'matmul', size: 1024, batch: 1 },
    flops: 2 * 1024 ** 3,
    peers: ['onnxruntime-node', 'onnxruntime-web', 'pytorch', 'tfjs-wasm'],
    compare: 'output',
  },
  {
    ...{
      name: 'recolor512',
      title: "Irodori's generator, sketch of 512 × 512 to pixels",
      work: 'recolor',
      size: 512,
      batch: 1,
    },
    peers: [],
  },
  {
    ...{ name: 'recolor512-dab', title: 'the same sketch after one more dab', work: 'recolor', size: 512, batch: 1 },
    sketchKept: true,
    peers: [],
  },
  {
    ...{
      name: 'recolor4096',
      title: 'the same as recolor512 on a sketch of 4096 × 4096',
      work: 'recolor',
      size: 4096,
      batch: 1,
    },
    peers: [],
  },
  {
    ...{
      name: 'colorize512',
      title: '"irodori colorize" of one picture of 512 × 512, process start to file',
      work: 'colorize',
      size: 512,
      batch: 1,
    },
    peers: [],
  },
  {
    ...{
      name: 'generator-train',
      title: "Irodori's generator, training step, batch 8 at 128 × 128",
      batch: 8,
      size: 128,
    },
    work: 'generator-train',
    perImage: true,
    peers: ['pytorch'],
    compare: 'losses',
  },
  {
    ...{
      name: 'unet128-train',
      title: 'UNET, training step, batch 4 at 128 × 128',
      work: 'unet-train',
      size: 128,
      batch: 4,
    },
    flops: 3 * 4 * unetFlops(128),
    peers: ['pytorch'],
    compare: 'losses',
  },
  {
    ...{ name: 'unet512', title: "PaintsChainer's UNET, forward, 512 × 512", work: 'unet', size: 512, batch: 1 },
    flops: unetFlops(512),
    peers: ['onnxruntime-node', 'onnxruntime-web', 'pytorch', 'tfjs-wasm'],
    slow: ['tfjs-wasm'],
    compare: 'output',
  },
  {
    ...{ name: 'matmul4096', title: 'matrix product, 4096³', work: 'matmul', size: 4096, batch: 1 },
    flops: 2 * 4096 ** 3,
    gpuOnly: true,
    peers: ['pytorch'],
    compare: 'output',
  },
  {
    ...{
      name: 'unet128-train16',
      title: 'UNET, training step, batch 16 at 128 × 128',
      work: 'unet-train',
      size: 128,
      batch: 16,
    },
    flops: 3 * 16 * unetFlops(128),
    gpuOnly: true,
    peers: ['pytorch'],
    compare: 'losses',
  },
];

/** Layers of the case "mlp": affine maps with rectified linear units between them, and a mean squared error. */
export const MLP_LAYERS = 10;

/** Changes when what is written below changes. */
const DATA_VERSION = 1;

/** Whether a case runs Irodori's own network. */
export const usesGenerator = ({ work }) => work === 'recolor' || work === 'generator-train';

const digest = (facts) =>
  createHash('sha256')
    .update(`${DATA_VERSION} ${JSON.stringify(facts)}`)
    .digest('hex')
    .slice(0, 12);

/**
 * Writes a case's arrays into the cache unless they are there.
 *
 * @param {Case} work
 * @param {string} cache folder
 * @param {Awaited<ReturnType<typeof import('./generatorFacts.mjs').generatorFacts>> | null} generator needed
 *   where `usesGenerator`
 * @returns {string} path of the arrays, without ending
 */
export function caseArrays({ work, size, batch }, cache, generator) {
  const path = join(cache, `${work}-${size}-${batch}-${digest(usesGenerator({ work }) && generator)}`);
  if (existsSync(`${path}.json`)) return path;
  mkdirSync(cache, { recursive: true });
  const random = new Seeded(`${work} ${size} ${batch}`);
  const uniform = (shape) => random.fill(elements(shape), () => random.uniform());
  const picture = (name, channels) => {
    const shape = [batch, channels, size, size];
    return [name, shape, uniform(shape)];
  };
  switch (work) {
    case 'matmul': {
      const shape = [size, size];
      const normal = () => random.fill(elements(shape), () => random.normal());
      writeArrays(path, [
        ['a', shape, normal()],
        ['b', shape, normal()],
      ]);
      break;
    }
    case 'add':
      writeArrays(path, [
        ['a', [size], uniform([size])],
        ['b', [size], uniform([size])],
      ]);
      break;
    case 'mlp': {
      const layer = (i) => [
        [`${i}/W`, [size, size], weights(random, [size, size], size / 2)],
        [`${i}/b`, [size], weights(random, [size], size)],
      ];
      const row = (name) => [name, [batch, size], uniform([batch, size])];
      writeArrays(path, [...Array.from({ length: MLP_LAYERS }, (_, i) => layer(i)).flat(), row('x'), row('t')]);
      break;
    }
    case 'unet':
      writeArrays(path, [...unetArrays(random), picture('x', 4)]);
      break;
    case 'unet-train':
      writeArrays(path, [...unetArrays(random), picture('x', 4), picture('t', 3)]);
      break;
    case 'generator-train': {
      writeArrays(path, [
        ...generatorArrays(random, generator.shapes),
        picture('x', generator.inputCount),
        picture('t', 3),
        picture('visible', 1),
      ]);
      break;
    }
    case 'recolor': {
      writeArrays(path, [...generatorArrays(random, generator.shapes), ['sketch', [size, size], lineArt(size)]]);
      break;
    }
    case 'colorize':
      writeArrays(path, [['sketch', [size, size], lineArt(size)]]);
      break;
  }
  return path;
}

const elements = (shape) => shape.reduce((n, d) => n * d, 1);

/** Normal with variance 1 / fan-in for weights, small for biases: activations neither vanish nor explode. */
function weights(random, shape, fan) {
  const deviation = shape.length > 1 ? Math.sqrt(1 / fan) : 0.01;
  return random.fill(elements(shape), () => deviation * random.normal());
}

const generatorArrays = (random, shapes) =>
  shapes.map(([name, shape]) => [name, shape, weights(random, shape, elements(shape.slice(1)))]);

/** UNET's parameters and running statistics under Chainer's names. */
function* unetArrays(random) {
  for (const layer of unetLayers) {
    const { name, kind, norm, out, kernel } = layer;
    const shape = weightShape(layer);
    // ReLU halves the variance; a transposed convolution of stride 2 meets a quarter of its taps at each pixel.
    const fan = (layer.in * kernel ** 2) / (kind === 'deconv' ? 4 : 1) / 2;
    yield [`${name}/W`, shape, weights(random, shape, fan)];
    yield [`${name}/b`, [out], weights(random, [out], fan)];
    if (norm === null) continue;
    const around = (centre, spread) => random.fill(out, () => centre + spread * (random.uniform() - 0.5));
    yield [`${norm}/gamma`, [out], around(1, 0.4)];
    yield [`${norm}/beta`, [out], around(0, 0.4)];
    yield [`${norm}/avg_mean`, [out], around(0, 0.4)];
    yield [`${norm}/avg_var`, [out], around(1, 0.4)];
  }
}
