import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readArrays } from '../work/arrays.mjs';

const dist = new URL('../../dist/src/', import.meta.url);
const { functions: F, links: L, ...engine } = await import(new URL('engine/index.js', dist));
const { Variable, Tensor, Sequential, scope, inference, optimizers } = engine;

const input = (values, shape) => new Variable(Tensor.from(values, shape), { requiresGrad: false });

/** @param {import('./host.mjs').Setup} setup or with a backend that is in use, instead of a name */
export async function enter({ case: work, arrays: path, threads, backend: wanted }) {
  if (work.work === 'colorize') return colorize(work, readArrays(path), wanted);
  const backend = typeof wanted === 'string' ? await start(wanted, threads) : wanted;
  const makers = { add, mlp, matmul, unet, 'unet-train': unetTraining, recolor, 'generator-train': generatorTraining };
  const make = makers[work.work];
  engine.config.dtype = work.half ? 'mixed16' : 'float32';
  const contestant = await make(work, readArrays(path), backend);
  engine.config.dtype = 'float32';
  return { version: '', detail: `${backend.name}: ${backend.description}`, ...contestant };
}

/** As the command line starts a backend: with the tile shapes that were measured on this GPU. */
async function start(name, threads) {
  const { selectBackend } = await import(new URL('engine/backends/select.js', dist));
  const { fileTuning } = await import(new URL('engine/backends/tuningFile.node.js', dist));
  const backend = await selectBackend(name, { threads, tuning: fileTuning() });
  engine.setBackend(backend);
  return backend;
}

/** Additions as a user writes them outside a graph; each result is freed before the next. */
function add({ size, repeats }, arrays, backend) {
  const [a, b] = ['a', 'b'].map((key) => input(arrays.get(key), [size]));
  return {
    async run() {
      for (let i = 0; i < repeats; i++) F.add(a, b).data.dispose();
      await backend.sync();
    },
    check: () => scope(() => F.add(a, b)).toArray(),
  };
}

/** Loss and all gradients, as a training step makes them, without the optimizer. */
function mlp({ size, batch, repeats, depth }, arrays, backend) {
  const model = new Sequential(
    ...Array.from({ length: depth }, (_, i) => [new L.Linear(size, size), ...(i < depth - 1 ? [F.relu] : [])]).flat(),
  );
  fillLink(model, arrays);
  const [x, t] = ['x', 't'].map((key) => input(arrays.get(key), [batch, size]));
  const step = () => {
    model.cleargrads();
    scope(() => F.meanSquaredError(model.forward(x), t).backward());
  };
  return {
    async run() {
      for (let i = 0; i < repeats; i++) step();
      await backend.sync();
    },
    check() {
      step();
      return model
        .namedParams()
        .find(([path]) => path === '/0/W')[1]
        .grad.toArray();
    },
  };
}

function matmul({ size, half }, arrays, backend) {
  const matrix = (key) => input(arrays.get(key), [size, size]);
  const [a, b] = ['a', 'b'].map((key) => (half ? F.cast(matrix(key), 'float16') : matrix(key)));
  const product = () => scope(() => inference(() => F.matmul(a, b)));
  return {
    async run() {
      const y = product();
      await backend.sync();
      y.data.dispose();
    },
    check: () => product().toArray(),
  };
}

async function unet({ size }, arrays) {
  const model = await newUnet(arrays);
  const run = async () => {
    const y = scope(() => inference(() => model.forward(input(arrays.get('x'), [1, 4, size, size]))));
    try {
      return await y.toArray();
    } finally {
      y.data.dispose();
    }
  };
  return { run, check: run };
}

async function unetTraining({ size, batch }, arrays, backend) {
  const model = await newUnet(arrays);
  const optimizer = new optimizers.Adam({ alpha: 1e-4 });
  optimizer.setup(model).addHook('decay', optimizers.weightDecay(1e-5));
  return training(backend, optimizer, () => {
    const [x, t] = [
      ['x', 4],
      ['t', 3],
    ].map(([key, channels]) => input(arrays.get(key), [batch, channels, size, size]));
    return F.meanAbsoluteError(model.forward(x), t);
  });
}

async function generatorTraining({ size, batch }, arrays, backend) {
  const { Generator } = await import(new URL('models/networks/generator.js', dist));
  const generator = new Generator();
  fillLink(generator, arrays);
  const optimizer = new optimizers.Adam({ alpha: 1e-5, beta2: 0.99, weightDecayRate: 1e-9 });
  optimizer.setup(generator).addHook('clip', optimizers.gradientClipping(1));
  const variable = (key) => {
    const values = arrays.get(key);
    return input(values, [batch, values.length / (batch * size * size), size, size]);
  };
  return training(backend, optimizer, () => {
    const { color } = generator.forward(variable('x'));
    const visible = variable('visible');
    return F.average(F.charbonnier(F.mul(color, visible), F.mul(variable('t'), visible), { eps: 0.01 }));
  });
}

/** Steps; the check gives the losses of the first two, so that a wrong gradient shows in the second. */
function training(backend, optimizer, lossFunction) {
  const step = async () => {
    const loss = optimizer.update(lossFunction);
    const value = await loss.item();
    loss.dispose();
    await backend.sync();
    return value;
  };
  return { run: step, check: async () => Float32Array.of(await step(), await step()) };
}

async function recolor({ size, sketchKept }, arrays, backend) {
  const models = new URL('models/', dist);
  const { Generator } = await import(new URL('networks/generator.js', models));
  const { saveGenerator } = await import(new URL('generatorFile.js', models));
  const { loadColorizer } = await import(new URL('colorizer.js', models));
  const generator = new Generator();
  fillLink(generator, arrays);
  const colorizer = await loadColorizer(backend, await saveGenerator(generator, {}));
  generator.dispose();

  const sketch = sketchPicture(arrays.get('sketch'), size);
  // Each run moves the last dab. Where the whole is timed, each is also given another sketch than the run before: that one's mirror
  // image, so that nothing may be reused.
  const sketches = [sketch, mirrored(sketch)];
  const dabs = dabsOn(size);
  let runs = 0;
  const run = async () => {
    const last = { ...dabs[0], points: [[(37 * runs++) % size, size / 3]] };
    if (!sketchKept) colorizer.setSketch(sketches[runs % 2]);
    const { picture } = await colorizer.colorize({ size: [size, size], strokes: [...dabs, last] });
    return picture.data;
  };
  colorizer.setSketch(sketch);
  return { run, check: run };
}

/** The command line with the bundled model, in a process of its own; it uses all threads that the machine runs at once. */
async function colorize({ size }, arrays, backend) {
  const { encodePicture } = await import(new URL('vision/imageFile.node.js', dist));
  const folder = mkdtempSync(join(tmpdir(), 'irodori-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const [sketch, hints, out] = ['sketch.png', 'hints.json', 'out.png'].map((name) => join(folder, name));
  writeFileSync(sketch, await encodePicture(sketchPicture(arrays.get('sketch'), size), 'png'));
  writeFileSync(hints, JSON.stringify({ size: [size, size], strokes: dabsOn(size) }));
  const usage = new URL('../work/usage.mjs', import.meta.url);
  const program = fileURLToPath(new URL('../cli/main.js', dist));
  const args = ['--import', usage.href, program, 'colorize', sketch, '-o', out, '--hints', hints, '--backend', backend];
  let last;
  const run = async () => {
    const child = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
    if (child.status !== 0) throw new Error(child.stderr.toString().trim().split('\n').at(-1));
    last = JSON.parse(child.output[3].toString());
  };
  return { version: '', detail: `${backend}, all threads; bundled model`, run, check: run, usage: () => last };
}

function sketchPicture(values, size) {
  const sketch = { width: size, height: size, data: new Uint8ClampedArray(4 * size * size).fill(255) };
  for (let p = 0; p < values.length; p++) sketch.data.fill(values[p], 4 * p, 4 * p + 3);
  return sketch;
}

function mirrored({ width, height, data }) {
  const pixels = new Uint32Array(data.buffer).slice();
  for (let y = 0; y < height; y++) pixels.subarray(y * width, (y + 1) * width).reverse();
  return { width, height, data: new Uint8ClampedArray(pixels.buffer) };
}

/** Dabs on a spiral of the golden angle. */
function dabsOn(size) {
  return Array.from({ length: 12 }, (_, i) => {
    const [radius, angle] = [0.45 * size * Math.sqrt((i + 0.5) / 12), 2.39996 * i];
    const color = `#${((i * 0x2f5a3b + 0x40a0c0) & 0xffffff).toString(16).padStart(6, '0')}`;
    return {
      color,
      width: size / 40,
      points: [[size / 2 + radius * Math.cos(angle), size / 2 + radius * Math.sin(angle)]],
    };
  });
}

async function newUnet(arrays) {
  const { UNet } = await import(new URL('models/networks/unet.js', dist));
  const model = new UNet();
  fillLink(model, arrays);
  return model;
}

/** Sets parameters and running statistics by name. */
function fillLink(link, arrays) {
  for (const [path, parameter] of link.namedParams()) assign(parameter.data, arrays.get(path.slice(1)));
  for (const [path, slot] of link.namedPersistents()) {
    const value = slot.get();
    if (value instanceof Tensor) assign(value, arrays.get(path.slice(1)));
  }
}

function assign(tensor, values) {
  const wide = Tensor.from(values, tensor.shape);
  const source = wide.cast(tensor.dtype);
  tensor.assign(source);
  for (const temporary of [wide, source]) temporary.dispose();
}
