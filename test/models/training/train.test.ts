import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCpuBackend } from '../../../src/engine/backends/cpu/index.js';
import { type Backend, setBackend } from '../../../src/engine/index.js';
import { readSafetensors } from '../../../src/engine/serializers/index.js';
import { loadColorizer } from '../../../src/models/colorizer.js';
import { saveGenerator } from '../../../src/models/generatorFile.js';
import { Generator } from '../../../src/models/networks/generator.js';
import { type PairItem, pairBytes, type Split } from '../../../src/models/recipes/pairFile.js';
import { stepSizeAt } from '../../../src/models/training/presets.js';
import { previewRun } from '../../../src/models/training/previewRun.node.js';
import { type TrainingEvent, type TrainOptions, train } from '../../../src/models/training/train.node.js';
import { readPicture, writePicture } from '../../../src/vision/imageFile.node.js';
import { createPicture } from '../../../src/vision/picture.js';
import { Random } from '../../../src/vision/random.js';

let backend: Backend;
let folder: string;
let pairs: string;
/** A small model to start from, so that steps are quick. */
let small: Uint8Array;
beforeAll(async () => {
  backend = await createCpuBackend({ threads: 2 });
  folder = mkdtempSync(join(tmpdir(), 'irodori-train-'));
  pairs = join(folder, 'pairs');
  setBackend(backend);
  const generator = new Generator({ widths: [8, 16], blocks: 1 });
  small = await saveGenerator(generator, { made: 'by hand' }, { dtype: 'float16' });
  generator.dispose();
  writePairs(pairs, 72, { train: 6, validation: 2, 'left-out': 2 });
});
afterAll(async () => {
  await backend.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Packed pairs of discs on grounds, outlined. */
function writePairs(at: string, size: number, counts: Partial<Record<Split, number>>): void {
  const items = Object.entries(counts).flatMap(([split, count]) =>
    Array.from({ length: count }, (_, k): PairItem => {
      const name = `${split}-${k}`;
      return { name, source: 'discs', item: name, split: split as Split, lines: 'drawn' };
    }),
  );
  const bytes = new Uint8Array(items.length * pairBytes(size));
  const area = size * size;
  for (const [k, { name }] of items.entries()) {
    const random = new Random(name);
    const colors = [0, 1].map(() => [0, 1, 2].map(() => random.integer(0, 256)));
    const radius = random.uniform(15, 30);
    for (let p = 0; p < area; p++) {
      const d = Math.hypot((p % size) - size / 2, Math.floor(p / size) - size / 2) - radius;
      bytes[k * 4 * area + p] = Math.abs(d) < 1 ? 0 : 255;
      for (let c = 0; c < 3; c++) bytes[k * 4 * area + (c + 1) * area + p] = colors[d < 0 ? 0 : 1][c];
    }
  }
  rmSync(at, { recursive: true, force: true });
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'pairs.bin'), bytes);
  const recipe = { name: 'test', version: 1, seed: 0 };
  const planes = ['line', 'red', 'green', 'blue'];
  writeFileSync(
    join(at, 'index.json'),
    JSON.stringify({ format: 'irodori-pairs', version: 1, size, planes, recipe, sources: [], items }),
  );
}

/** Discs, which are skin, and squares, which are cloth, on the page. */
function writePartPairs(at: string): void {
  writePairs(at, 72, { train: 8, 'left-out': 4 });
  const bytes = readFileSync(join(at, 'pairs.bin'));
  const area = 72 * 72;
  const codes = { page: [255, 255, 255], disc: [255, 0, 0], square: [0, 0, 255] };
  for (let k = 0; k < 12; k++) {
    for (let p = 0; p < area; p++) {
      const [x, y] = [(p % 72) - 36, Math.floor(p / 72) - 36];
      const outside = (k % 2 ? Math.hypot(x, y) : Math.max(Math.abs(x), Math.abs(y))) - 20 - k / 2;
      const code = outside > 0 ? codes.page : k % 2 ? codes.disc : codes.square;
      bytes[k * 4 * area + p] = Math.abs(outside) < 1 ? 0 : 255;
      for (let c = 0; c < 3; c++) bytes[k * 4 * area + (c + 1) * area + p] = code[c];
    }
  }
  writeFileSync(join(at, 'pairs.bin'), bytes);
}

const tiny = { iterations: 8, batch: 2, sizes: [64, 32], validateEvery: 4 };

async function run(name: string, options: Partial<TrainOptions> = {}) {
  const events: TrainingEvent[] = [];
  const out = join(folder, name);
  const result = await train({
    data: pairs,
    out,
    backend,
    cacheDir: folder,
    overrides: tiny,
    seed: 5,
    init: options.resume || options.preset ? undefined : small,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { out, result, events, log: readLog(out) };
}

const readLog = (out: string) =>
  readFileSync(join(out, 'log.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Scores by step: they depend on every weight. */
const curve = (log: { iteration: number; scores?: unknown }[]) =>
  log.filter(({ scores }) => scores).map(({ iteration, scores }) => [iteration, scores]);

test('a backend with kernels to choose from measures them after the first step, and what later steps bring', async () => {
  const seen: string[] = [];
  const tuned: Backend = Object.assign(Object.create(backend) as Backend, {
    async tune(onProgress?: (done: number, all: number) => void) {
      seen.push('tuned');
      if (seen.length === 2) onProgress?.(1, 7);
    },
  });
  const onEvent = (event: TrainingEvent) => {
    if (event.kind === 'progress') seen.push(`step ${event.iteration}`);
    if (event.kind === 'notice' && event.text.includes('kernels')) seen.push(event.text);
  };
  await run('tuned', { backend: tuned, overrides: { ...tiny, iterations: 2, validateEvery: 2 }, onEvent });
  const told = `trying kernels for this network on ${backend.description}, once: 7 products`;
  expect(seen).toEqual(['step 1', 'tuned', told, 'step 2', 'tuned']);
});

describe('train', () => {
  test('the same seed gives the same curve, and the model colours', async () => {
    const first = await run('first');
    const second = await run('second');
    expect(curve(first.log)).toHaveLength(3);
    expect(curve(second.log)).toEqual(curve(first.log));
    expect(first.result).toMatchObject({ iterations: 8, stopped: false });
    const colorizer = await loadColorizer(backend, readFileSync(first.result.model));
    expect(colorizer.info.card).toMatchObject({ made: 'irodori train', seed: 5, picturesSeen: expect.any(Number) });
    colorizer.setSketch({ width: 20, height: 30, data: new Uint8ClampedArray(20 * 30 * 4).fill(255) });
    expect((await colorizer.colorize({ size: [20, 30], strokes: [] })).picture.width).toBe(20);
    colorizer.dispose();
  });

  test('stopped and resumed, it follows the curve of a run that was not', async () => {
    const whole = await run('whole');
    const stop = new AbortController();
    const stopped = await run('halves', {
      signal: stop.signal,
      onEvent: (event) => {
        if (event.kind === 'validation' && event.iteration === 4) stop.abort();
      },
    });
    expect(stopped.result).toMatchObject({ stopped: true, iterations: 4 });
    const resumed = await run('halves', { resume: true });
    expect(resumed.result.iterations).toBe(8);
    expect(curve(resumed.log)).toEqual(curve(whole.log));
  });

  test('a damaged snapshot is passed over for the one before', async () => {
    const { out, log } = await run('damaged');
    writeFileSync(join(out, 'snapshot.safetensors'), 'cut short');
    const again = await run('damaged', { resume: true });
    expect(again.events.some((e) => e.kind === 'notice' && e.text.includes('a snapshot cannot be used'))).toBe(true);
    expect(curve(again.log)).toEqual(curve(log));
  });

  test('without any snapshot that can be used it does not begin anew over them', async () => {
    const { out } = await run('all-damaged');
    const files = ['snapshot.safetensors', 'snapshot.previous.safetensors'].map((name) => join(out, name));
    for (const file of files) writeFileSync(file, 'cut short');
    const log = readFileSync(join(out, 'log.jsonl'), 'utf8');
    await expect(run('all-damaged', { resume: true })).rejects.toThrow('no snapshot of this run can be used');
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(['cut short', 'cut short']);
    expect(readFileSync(join(out, 'log.jsonl'), 'utf8')).toBe(log);
  });

  test('fine-tuning never ends below the model it started from, and says when it did not help', async () => {
    const better = await run('trained', { overrides: { ...tiny, iterations: 60, validateEvery: 20 } });
    const init = readFileSync(better.result.model);
    const { result } = await run('spoiled', { init, overrides: { ...tiny, alpha: 0.3, warmup: 0, averageDecay: 0 } });
    expect(result.startScore).not.toBeNull();
    expect(result.score).toBe(result.startScore);
    const weights = (bytes: Uint8Array) => readSafetensors(bytes).tensors;
    const kept = weights(readFileSync(result.model));
    for (const [name, { data }] of weights(init)) expect(kept.get(name)?.data).toEqual(data);
    const again = await run('helped', { init: small, overrides: { ...tiny, iterations: 60, validateEvery: 20 } });
    expect(again.result.score).toBeGreaterThan(again.result.startScore ?? Number.NaN);
  });

  test('samples are painted at each judgment, always the same ones', async () => {
    const { out, log } = await run('sampled');
    const judged = log.filter(({ scores }) => scores);
    expect(judged.map(({ samples }) => samples)).toEqual(
      [0, 4, 8].map((step) => `samples/step-${String(step).padStart(7, '0')}.webp`),
    );
    const [input, truth, first, last] = await Promise.all(
      ['samples/input.webp', 'samples/truth.webp', judged[0].samples, judged[2].samples].map((name) =>
        readPicture(join(out, name)),
      ),
    );
    for (const sheet of [input, truth, first, last]) expect([sheet.width, sheet.height]).toEqual([2 * 70 + 6, 76]);
    expect(last.data).not.toEqual(first.data);
    expect(truth.data).not.toEqual(input.data);
    const whole = readFileSync(join(out, judged[2].samples));
    rmSync(join(out, judged[2].samples));
    writeFileSync(join(out, 'snapshot.safetensors'), 'cut short'); // so that it goes on from step 4
    await run('sampled', { resume: true });
    expect(readFileSync(join(out, judged[2].samples))).toEqual(whole);
  });

  test('pictures that are gone stop no run that has read them', async () => {
    const pictures = join(folder, 'own');
    mkdirSync(pictures);
    for (let k = 0; k < 6; k++) {
      const picture = createPicture(96, 96, [30 * k, 200 - 30 * k, 120, 255]);
      for (let p = 0; p < 96 * 40; p++) picture.data.set([200, 30 * k, 60], 4 * p);
      await writePicture(join(pictures, `${k}.png`), picture);
    }
    const stop = new AbortController();
    const options = { data: pictures, overrides: { ...tiny, sizes: [64] } };
    const onEvent = (event: TrainingEvent) =>
      void (event.kind === 'validation' && event.iteration === 4 && stop.abort());
    await run('own-run', { ...options, signal: stop.signal, onEvent });
    rmSync(pictures, { recursive: true });
    const resumed = await run('own-run', { ...options, resume: true });
    expect(resumed.result).toMatchObject({ iterations: 8, stopped: false });
    expect(resumed.events.some((e) => e.kind === 'notice' && e.text.includes('is gone'))).toBe(true);
    await expect(run('own-other', options)).rejects.toMatchObject({ kind: 'folder-gone' });
  });

  test('a preview shows what a run would see, and the run goes on from it', async () => {
    const out = join(folder, 'previewed');
    const preview = await previewRun({ data: pairs, out, cacheDir: folder, overrides: tiny, seed: 5 });
    expect(preview).toMatchObject({ shown: 6, pairs: 6, keptAside: 4 });
    const sheet = await readPicture(preview.sheet);
    expect([sheet.width, sheet.height]).toEqual([6 * (2 * 64 + 6) + 6, 76]);
    expect((await run('previewed')).result.iterations).toBe(8);
  });

  test('a loss that is no number ends the run in one line, the best model kept', async () => {
    await expect(run('broken', { overrides: { ...tiny, iterations: 800, alpha: 1e30, warmup: 0 } })).rejects.toThrow(
      /the loss is no longer a number at step 20: the best model so far is kept/,
    );
    expect(readFileSync(join(folder, 'broken', 'model.safetensors')).length).toBeGreaterThan(100);
  });

  test('too few pictures to keep some aside are said', async () => {
    writePairs(join(folder, 'few'), 72, { train: 3 });
    const { result, events } = await run('few-run', { data: join(folder, 'few') });
    expect(result).toMatchObject({ score: null, iterations: 8 });
    expect(events.some((e) => e.kind === 'notice' && e.text.includes('too few pictures'))).toBe(true);
  });

  test('refuses what cannot work, in one line', async () => {
    await run('there');
    await expect(run('there')).rejects.toThrow('holds a run already: add --resume');
    await expect(run('nowhere', { resume: true })).rejects.toThrow('holds no run to resume');
    await expect(run('odd', { overrides: { ...tiny, sizes: [40] } })).rejects.toThrow('multiple of 32');
    await expect(run('large', { overrides: { ...tiny, sizes: [96] } })).rejects.toThrow('choose a smaller --size');
    await expect(run('missing', { data: join(folder, 'no-such') })).rejects.toThrow('no such folder');
    await expect(run('missing', { data: join(folder, 'no-such') })).rejects.toThrow('no such folder');
    await expect(run('recipe', { data: 'recipe:other' })).rejects.toThrow('there are standard and parts');
  });

  test('100 steps and 100 colourings leave memory where they found it', async () => {
    const held: number[] = [];
    const { result } = await run('hundred', {
      overrides: { ...tiny, iterations: 100, validateEvery: 200 },
      onEvent: (event) => void (event.kind === 'step' && held.push(backend.memory().arrays)),
    });
    expect(new Set(held)).toHaveProperty('size', 1);
    const colorizer = await loadColorizer(backend, readFileSync(result.model));
    colorizer.setSketch({ width: 32, height: 32, data: new Uint8ClampedArray(32 * 32 * 4).fill(255) });
    const color = (k: number) =>
      colorizer.colorize({ size: [32, 32], strokes: [{ color: '#ff0000', width: 4, points: [[k % 32, 9]] }] });
    await color(0);
    const before = backend.memory();
    for (let k = 1; k <= 100; k++) await color(k);
    expect(backend.memory()).toEqual(before);
    colorizer.dispose();
  });

  test('a run gives all its memory back', async () => {
    await run('flat-1');
    expect(backend.memory().arrays).toBe(0);
  });

  test('the preset parts adds a segmenter to a model, learns, and leaves the rest as it is', async () => {
    writePartPairs(join(folder, 'codes'));
    const overrides = { ...tiny, iterations: 120, validateEvery: 60, sizes: [64], batch: 4, alpha: 3e-3, warmup: 0 };
    const options = { preset: 'parts', data: join(folder, 'codes'), init: small, overrides } as const;
    const { result, log } = await run('parts', options);
    expect(result.score! - result.startScore!).toBeGreaterThan(2);
    expect(log.some(({ best, iteration }) => best && iteration > 0)).toBe(true);
    const [before, after] = [small, readFileSync(result.model)].map((bytes) => readSafetensors(bytes).tensors);
    const names = [...after.keys()].filter((name) => !name.startsWith('parts/'));
    expect(new Set(names)).toEqual(new Set(before.keys()));
    expect(after.size).toBeGreaterThan(names.length);
    for (const name of names) expect(after.get(name)!.data).toEqual(before.get(name)!.data);
    const card = JSON.parse(readFileSync(join(folder, 'parts', 'model.json'), 'utf8'));
    expect(card).toMatchObject({ made: 'by hand', parts: { data: { trainingPairs: 8 } } });
    await expect(run('parts-alone', { ...options, init: undefined })).rejects.toThrow('name one with --init');
    const goesOn = await run('parts', { resume: true, overrides: { iterations: 121 } });
    expect(goesOn.result.iterations).toBe(121);
  }, 60_000);

  test('the preset affinity learns what goes together, goes on where it was, and leaves the rest as it is', async () => {
    const generator = new Generator({ widths: [8, 8, 8], blocks: 1, parts: { widths: [8, 8], blocks: 1 } });
    const init = await saveGenerator(generator, { made: 'by hand' }, { dtype: 'float16' });
    generator.dispose();
    const overrides = { ...tiny, iterations: 8, sizes: [64], validateEvery: 4 };
    writePartPairs(join(folder, 'shapes'));
    const options = { preset: 'affinity', data: join(folder, 'shapes'), init, overrides } as const;
    const whole = await run('affinity', options);
    const [before, after] = [init, readFileSync(whole.result.model)].map((bytes) => readSafetensors(bytes).tensors);
    for (const [name, { data }] of before) expect(after.get(name)!.data).toEqual(data);
    const added = [...after.keys()].filter((name) => !before.has(name));
    expect(new Set(added.map((name) => name.split('/')[0]))).toEqual(new Set(['affinity']));
    const card = JSON.parse(readFileSync(join(folder, 'affinity', 'model.json'), 'utf8'));
    expect(card).toMatchObject({ made: 'by hand', affinity: { data: { trainingPairs: expect.any(Number) } } });
    const tuned = await run('affinity-tuned', { init: readFileSync(whole.result.model), data: join(folder, 'shapes') });
    expect(JSON.parse(readFileSync(join(tuned.out, 'model.json'), 'utf8')).affinity).toEqual(card.affinity);
    await run('affinity-halves', { ...options, overrides: { ...overrides, iterations: 4 } });
    const resumed = await run('affinity-halves', { ...options, init: undefined, resume: true, overrides });
    expect(resumed.result.iterations).toBe(8);
    const lastScores = ({ log }: typeof whole) => log.findLast(({ scores }) => scores)!.scores;
    expect(lastScores(resumed)).toEqual(lastScores(whole));
    await expect(run('affinity-alone', { ...options, init: undefined })).rejects.toThrow('name one with --init');
    await expect(run('affinity-blind', { ...options, init: small })).rejects.toThrow('no segmenter');
  }, 60_000);

  test('PaintsChainer’s preset trains both stages and writes files that load', async () => {
    const { result, log } = await run('paints', {
      preset: 'paintschainer',
      overrides: { iterations: 2, batch: 1, sizes: [64], validateEvery: 2 },
    });
    const [small, full] = ['unet_128_irodori.npz', 'unet_512_irodori.npz'].map((name) =>
      readFileSync(join(result.model, name)),
    );
    // The second network's judgments stand apart from the first's: its weights are kept however good the drafts were.
    expect(log.findLast(({ scores }) => scores)).toMatchObject({ iteration: 2, phase: 1, best: true });
    const card = JSON.parse(readFileSync(join(result.model, 'card.json'), 'utf8'));
    expect(card.pictureSize).toBe(72);
    const alone = await loadColorizer(backend, small);
    expect(alone.info).toMatchObject({ kind: 'paintschainer', parameters: 18_639_619 });
    alone.setSketch({ width: 48, height: 40, data: new Uint8ClampedArray(48 * 40 * 4).fill(255) });
    const blank = { size: [48, 40] as [number, number], strokes: [] };
    expect((await alone.colorize(blank, { size: 32 })).picture).toMatchObject({ width: 48, height: 40 });
    alone.dispose();
    const colorizer = await loadColorizer(backend, { small, full, card });
    expect(colorizer.info.parameters).toBe(2 * 18_639_619);
    colorizer.dispose();
  }, 240_000);

  test('its first network alone learns the mean of the pictures in a few steps, and writes its file alone', async () => {
    const { result, log } = await run('unet', {
      preset: 'unet',
      overrides: { iterations: 3, batch: 1, sizes: [64], validateEvery: 3 },
    });
    expect(readdirSync(result.model).sort()).toEqual(['card.json', 'unet_128_irodori.npz']);
    // Begun from grey and with steps of its scale it comes nearer to the pictures at once; from black it takes thousands.
    const judged = log.flatMap(({ scores }) => (scores ? [(scores as Record<string, number[]>).validation[0]] : []));
    expect(judged.at(-1)).toBeGreaterThan(judged[0]);
  }, 240_000);
});

test('the step size rises, falls along a cosine and ends at 1 %', () => {
  const settings = { alpha: 1, warmup: 10, iterations: 110 } as Parameters<typeof stepSizeAt>[1];
  expect(stepSizeAt(4, settings)).toBeCloseTo(0.5);
  expect(stepSizeAt(10, settings)).toBeCloseTo(1);
  expect(stepSizeAt(60, settings)).toBeCloseTo(0.505);
  expect(stepSizeAt(110, settings)).toBeCloseTo(0.01);
});
