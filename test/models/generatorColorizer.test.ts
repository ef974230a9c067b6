import { beforeAll, describe, expect, test } from 'vitest';
import { createCpuBackend } from '../../src/engine/backends/cpu/index.js';
import { type Backend, setBackend, Tensor } from '../../src/engine/index.js';
import { writeSafetensors } from '../../src/engine/serializers/index.js';
import { FEATURES, IS_ITSELF } from '../../src/models/affinity/areaPairs.js';
import { loadColorizer } from '../../src/models/colorizer.js';
import { floodFill, floodPainter } from '../../src/models/floodPainter.js';
import { saveGenerator } from '../../src/models/generatorFile.js';
import { GridColorizer } from '../../src/models/gridColorizer.js';
import type { HintStroke } from '../../src/models/hints/hints.js';
import { Generator } from '../../src/models/networks/generator.js';
import { PART_CELL } from '../../src/models/networks/partSegmenter.js';
import { partAt } from '../../src/models/parts/partMap.js';
import { PARTS } from '../../src/models/parts/parts.js';
import { smallModel } from '../studio/smallModel.js';
import { circle, draw, pixel } from './shapes.js';

let backend: Backend;
let file: Uint8Array;
beforeAll(async () => {
  backend = await createCpuBackend({ threads: 1 });
  setBackend(backend);
  const generator = new Generator({ widths: [8, 8, 8], blocks: 1 });
  file = await saveGenerator(generator, { data: 'none' });
  generator.dispose();
  return () => backend.dispose();
});

/** A model whose weights are noise, none of them zero: what is stale shows. */
async function trainedLooking(): Promise<Uint8Array> {
  const generator = new Generator({ widths: [8, 12, 16, 16], blocks: 1 });
  const random = seeded(7);
  for (const p of generator.params()) {
    const scale = p.data.ndim > 1 ? Math.sqrt(3 / (p.data.size / p.data.shape[0])) : 0.1;
    const values = Float32Array.from({ length: p.data.size }, () => scale * ((random() % 2001) / 1000 - 1));
    p.data.assign(Tensor.from(values, p.data.shape));
  }
  const model = await saveGenerator(generator, {});
  generator.dispose();
  return model;
}

/** Whole numbers by Lehmer's method (Park and Miller 1988). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 0x7fffffff;
    return state;
  };
}

/** Elements that are not the same to the bit. */
const differences = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).filter((v, i) => !Object.is(v, b[i])).length + Math.abs(a.length - b.length);

describe('a generator file', () => {
  test('colours a sketch: dabs obeyed, lines kept, memory given back', async () => {
    const before = backend.memory().liveBytes;
    const colorizer = await loadColorizer(backend, file);
    expect(colorizer.info).toMatchObject({ kind: 'irodori-generator', card: { data: 'none' } });
    const sketch = draw(150, 110, circle(75, 55, 40));
    colorizer.setSketch(sketch);
    const hints = {
      size: [150, 110] as [number, number],
      strokes: [{ color: '#ff0000', width: 6, points: [[75, 55] as [number, number]] }],
    };
    let held = 0; // what a pass leaves to the next
    for (let round = 0; round < 3; round++) {
      const { picture, color } = await colorizer.colorize(hints, { size: 64 });
      expect([picture.width, picture.height, color.width, color.height]).toEqual([150, 110, 150, 110]);
      expect(pixel(picture, 75, 55)).toEqual([255, 0, 0, 255]);
      expect(pixel(picture, 35, 55)).toEqual([0, 0, 0, 255]);
      const [r, g] = pixel(color, 75, 80); // inside: red by correction of what the untrained network missed
      expect(r).toBeGreaterThan(g + 60);
      if (round === 0) held = backend.memory().liveBytes;
      expect(backend.memory().liveBytes).toBe(held);
    }
    const blank = await colorizer.colorize({ size: [150, 110], strokes: [] }, { size: 64 });
    expect(pixel(blank.color, 75, 55)).toEqual([128, 128, 128, 255]);
    colorizer.dispose();
    expect(backend.memory().liveBytes).toBe(before);
  });

  test('is as sure of a pixel as its gate took the hints, and of nothing without a hint', async () => {
    const colorizer = await loadColorizer(backend, file);
    colorizer.setSketch(draw(150, 110, circle(75, 55, 40)));
    const sureness = async (strokes: HintStroke[]) =>
      (await colorizer.colorize({ size: [150, 110], strokes }, { size: 64 })).certainty!();
    const dabbed = await sureness([{ color: '#ff0000', width: 6, points: [[75, 55]] }]);
    // This network has learned nothing: its first gate is half open, its second nearly shut, wherever hints are.
    const open = (logit: number) => Math.min(1, Math.max(0, 1.2 / (1 + Math.exp(-logit)) - 0.1));
    const expected = 1 - (1 - open(0)) * (1 - open(-1.5));
    expect(dabbed.data).toHaveLength(dabbed.width * dabbed.height);
    for (const sure of dabbed.data) expect(sure).toBeCloseTo(expected, 4);
    expect(new Set(dabbed.areas).size).toBeGreaterThanOrEqual(2); // in and round the circle
    expect(Math.max(...(await sureness([])).data)).toBe(0);
    colorizer.dispose();
  });

  test('a pass after any others is a fresh pass to the bit: dabs added, moved and taken away, previews, other sketches', async () => {
    const model = await trainedLooking();
    const size: [number, number] = [300, 260];
    const sketches = [draw(...size, circle(150, 120, 90)), draw(...size, circle(90, 90, 60) + circle(200, 170, 70))];
    const random = seeded(3);
    const strokes: HintStroke[] = [];
    const steps: (() => void)[] = [
      () =>
        strokes.push({
          color: `#${(random() & 0xffffff).toString(16).padStart(6, '0')}`,
          width: 8,
          points: [[random() % 300, random() % 260]],
        }),
      () => strokes.splice(random() % strokes.length, 1),
      () => strokes.splice(0, 1, { ...strokes[0], points: [[random() % 300, random() % 260]] }),
    ];
    const kept = await loadColorizer(backend, model);
    for (const round of Array.from({ length: 10 }, (_, i) => i)) {
      if (round % 4 === 0) kept.setSketch(sketches[(round / 4) % 2]);
      steps[strokes.length < 2 ? 0 : [0, 0, 1, 2][random() % 4]]();
      const hints = { size, strokes: [...strokes] };
      if (round % 3 === 1) await kept.colorize({ size, strokes: strokes.slice(1) }, { size: 96 });
      const after = await kept.colorize(hints, { size: round === 8 ? 96 : 160 });
      const fresh = await loadColorizer(backend, model);
      fresh.setSketch(sketches[Math.floor(round / 4) % 2]);
      const first = await fresh.colorize(hints, { size: round === 8 ? 96 : 160 });
      expect(differences(after.color.data, first.color.data)).toBe(0);
      expect(differences(after.certainty!().data, first.certainty!().data)).toBe(0);
      fresh.dispose();
    }
    kept.dispose();
  });

  test('with a segmenter paints areas without a hint as what they are, by one look at the sketch', async () => {
    const generator = new Generator({ widths: [8, 8, 8], blocks: 1, parts: { widths: [8, 8], blocks: 1 } });
    const bias = new Float32Array(PARTS.length);
    bias[PARTS.indexOf('skin')] = 20;
    generator.parts!.head.b!.data.assign(Tensor.from(bias, [PARTS.length]));
    const model = await saveGenerator(generator, {});
    generator.dispose();
    const before = backend.memory().liveBytes;
    const colorizer = await loadColorizer(backend, model);
    colorizer.setSketch(draw(150, 110, circle(75, 55, 40)));
    const size: [number, number] = [150, 110];
    const { color: blank } = await colorizer.colorize({ size, strokes: [] });
    for (const [x, y] of [
      [75, 55],
      [10, 10],
    ]) {
      const [r, g, b] = pixel(blank, x, y);
      expect(r > g + 20 && g > b + 10, `${[r, g, b]}`).toBe(true);
    }
    const dab = { color: '#3050a0', width: 6, points: [[75, 55] as [number, number]] };
    let held = 0;
    for (const grid of [256, 96, 128, 256, 96, 128]) {
      const { color } = await colorizer.colorize({ size, strokes: [dab] }, { size: grid });
      expect(pixel(color, 75, 55)).toEqual([48, 80, 160, 255]);
      if (grid !== 128) continue;
      held ||= backend.memory().liveBytes; // of two grids, whichever came before
      expect(backend.memory().liveBytes).toBe(held);
    }
    colorizer.dispose();
    expect(backend.memory().liveBytes).toBe(before);
  });

  test('with a segmenter takes other colours of parts, in a pass and after it, and hints stay above them', async () => {
    const colorizer = await loadColorizer(backend, await smallModel('hair'));
    expect(colorizer.info.usual?.hair).toBe('#74513c');
    colorizer.setSketch(draw(150, 110, circle(75, 55, 40)));
    const size: [number, number] = [150, 110];
    const dab = { color: '#e0d040', width: 6, points: [[75, 55] as [number, number]], reach: 4 };
    const usual = await colorizer.colorize({ size, strokes: [dab] });
    const chosen = await colorizer.colorize({ size, strokes: [dab] }, { parts: { hair: '#223344', skin: '#ff0000' } });
    expect(pixel(chosen.color, 75, 55)).toEqual([224, 208, 64, 255]);
    const blank = await colorizer.colorize({ size, strokes: [] }, { parts: { hair: '#223344' } });
    expect(pixel(blank.color, 10, 10)).toEqual([0x22, 0x33, 0x44, 255]);
    expect(pixel(blank.color, 75, 55)).toEqual([0x22, 0x33, 0x44, 255]);
    const later = usual.withParts!({ hair: '#223344', skin: '#ff0000' });
    expect(later.color.data).toEqual(chosen.color.data);
    expect(later.picture.data).toEqual(chosen.picture.data);
    expect(later.withParts!({}).color.data).toEqual(usual.color.data); // the pass is as it was
    colorizer.dispose();
  });

  test('with a segmenter says what is a part of what, and which colours a variant may turn', async () => {
    const size: [number, number] = [150, 110];
    for (const [part, turns] of [
      ['skin', 0],
      ['cloth', 255],
    ] as const) {
      const colorizer = await loadColorizer(backend, await smallModel(part));
      colorizer.setSketch(draw(...size, circle(75, 55, 40)));
      const { parts, turning } = await colorizer.colorize({ size, strokes: [] });
      const map = parts!();
      expect(map.data).toHaveLength(map.width * map.height);
      expect(partAt(map, 0.5, 0.5)).toBe(part);
      expect(partAt(map, 1.2, 0.5)).toBeNull();
      expect(pixel(turning!(), 75, 55).slice(0, 3)).toEqual([turns, turns, turns]);
      colorizer.dispose();
    }
    const plain = await loadColorizer(backend, file);
    expect(plain.info.usual).toBeUndefined();
    plain.setSketch(draw(...size, circle(75, 55, 40)));
    expect(await plain.colorize({ size, strokes: [] })).not.toHaveProperty('parts');
    plain.dispose();
  });

  test('with an affinity gives areas the colour of the hint that they go with; a chosen colour of a part stays', async () => {
    const generator = new Generator({
      widths: [8, 8, 8],
      blocks: 1,
      parts: { widths: [8, 8], blocks: 1 },
      affinity: { units: [4, 4] },
    });
    const bias = new Float32Array(PARTS.length);
    bias[PARTS.indexOf('accessory')] = 20;
    generator.parts!.head.b!.data.assign(Tensor.from(bias, [PARTS.length]));
    const plain = await saveGenerator(generator, {});
    // 50 for hints, 0 for what an area has: whatever they look like, all areas go with the hint.
    const { first, second, head } = generator.affinity!;
    const only = (value: number, shape: readonly number[], at = 0) => {
      const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
      values[at] = value;
      return Tensor.from(values, [...shape]);
    };
    first.W.data.assign(only(-1, [4, FEATURES], IS_ITSELF));
    first.b!.data.assign(only(1, [4]));
    second.W.data.assign(only(1, [4, 4]));
    head.W.data.assign(only(50, [1, 4]));
    const model = await saveGenerator(generator, {});
    generator.dispose();
    const size: [number, number] = [150, 110];
    const strokes = [{ color: '#3050a0', width: 6, points: [[40, 55] as [number, number]] }];
    const before = backend.memory().liveBytes;
    const colorizer = await loadColorizer(backend, model);
    colorizer.setSketch(draw(...size, circle(40, 55, 25) + circle(110, 55, 25)));
    const colorized = await colorizer.colorize({ size, strokes });
    expect(pixel(colorized.color, 110, 55)).toEqual([0x30, 0x50, 0xa0, 255]);
    const chosen = colorized.withParts!({ accessory: '#ff0000' });
    expect(pixel(chosen.color, 110, 55)[0]).toBeGreaterThan(0x30 + 50); // as far as an untrained gate lets it
    expect(pixel(chosen.color, 40, 55)).toEqual([0x30, 0x50, 0xa0, 255]);
    const anew = await colorizer.colorize({ size, strokes }, { parts: { accessory: '#ff0000' } });
    expect(anew.color.data).toEqual(chosen.color.data);
    // A stroke that may go no farther is for no other area.
    const limited = await colorizer.colorize({ size, strokes: [{ ...strokes[0], reach: 10 }] });
    expect(pixel(limited.color, 110, 55)).not.toEqual([0x30, 0x50, 0xa0, 255]);
    colorizer.dispose();
    expect(backend.memory().liveBytes).toBe(before);

    const untrained = await loadColorizer(backend, plain);
    untrained.setSketch(draw(...size, circle(40, 55, 25) + circle(110, 55, 25)));
    expect(pixel((await untrained.colorize({ size, strokes })).color, 110, 55)).not.toEqual([0x30, 0x50, 0xa0, 255]);
    untrained.dispose();
  });

  test('a segmenter that fails once is asked again', async () => {
    let asked = 0;
    const colorizer = new GridColorizer({
      info: { kind: 'irodori-generator', description: '', parameters: 0, card: {} },
      step: 32,
      paint: async ({ width, height }) => ({ color: new Float32Array(3 * width * height) }),
      async segment(_ink, width, height) {
        if (asked++ === 0) throw new Error('the device is gone');
        return { width: width / 4, height: height / 4, data: new Float32Array((PARTS.length * width * height) / 16) };
      },
      dispose() {},
    });
    colorizer.setSketch(draw(150, 110, circle(75, 55, 40)));
    const blank = { size: [150, 110] as [number, number], strokes: [] };
    await expect(colorizer.colorize(blank)).rejects.toThrow('the device is gone');
    await colorizer.colorize(blank);
    await colorizer.colorize(blank);
    expect(asked).toBe(2);
  });

  test('a stroke on an eye that no basin parts from its face is no glaze on the face', async () => {
    const eye = [150, 100] as const;
    const colorizer = new GridColorizer({
      ...floodPainter,
      paint: async (inputs) => ({ color: floodFill(inputs), trust: new Float32Array(inputs.ink.length).fill(1) }),
      async segment(_ink, width, height) {
        const [columns, rows] = [width / PART_CELL, height / PART_CELL];
        const data = new Float32Array(PARTS.length * columns * rows);
        for (let cell = 0; cell < columns * rows; cell++) {
          const [x, y] = [((cell % columns) + 0.5) / columns, (Math.floor(cell / columns) + 0.5) / rows];
          const part = Math.hypot(300 * x - eye[0], 200 * y - eye[1]) < 8 ? 'iris' : 'skin';
          data[PARTS.indexOf(part) * columns * rows + cell] = 10;
        }
        return { width: columns, height: rows, data };
      },
    });
    colorizer.setSketch(draw(300, 200, circle(150, 100, 90) + circle(...eye, 5) + circle(...eye, 2)));
    const size: [number, number] = [300, 200];
    const face: HintStroke = { color: '#f0c8a8', width: 12, points: [[100, 60]] };
    const glaze = (x: number, y: number): HintStroke => ({ color: '#3050a0', width: 4, points: [[x, y]], glaze: true });
    expect((await colorizer.colorize({ size, strokes: [face, glaze(200, 130)] })).glazed).toBeDefined();
    const onEye = await colorizer.colorize({ size, strokes: [face, glaze(eye[0], eye[1])] });
    expect(onEye.glazed).toBeUndefined();
    expect(pixel(onEye.color, 130, 130)).toEqual([0xf0, 0xc8, 0xa8, 255]);
  });

  test('is refused in one line when it is none', async () => {
    await expect(loadColorizer(backend, new Uint8Array(100))).rejects.toThrow(/^[^\n]+$/);
    await expect(loadColorizer(backend, writeSafetensors([], { kind: 'other' }))).rejects.toThrow(
      /no Irodori generator/,
    );
    const unbuilt = { kind: 'irodori-generator', config: '{"widths":[1e9],"blocks":1}' };
    await expect(loadColorizer(backend, writeSafetensors([], unbuilt))).rejects.toThrow(/does not say how/);
    const empty = { kind: 'irodori-generator', config: '{"widths":[8],"blocks":1}' };
    await expect(loadColorizer(backend, writeSafetensors([], empty))).rejects.toThrow(/does not fit: .*missing/);
    await expect(loadColorizer(backend, file.subarray(0, file.length - 40))).rejects.toThrow(/^[^\n]+$/);
  });
});
