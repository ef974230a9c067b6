import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Trainer } from '../../../src/engine/training/index.js';
import type { GridInputs } from '../../../src/models/gridColorizer.js';
import { propagatedColor } from '../../../src/models/propagation/confidence.js';
import { Judge } from '../../../src/models/training/judge.node.js';
import { PRESETS } from '../../../src/models/training/presets.js';
import { RunFolder } from '../../../src/models/training/runFolder.node.js';
import { colorSymptom, memorySymptom } from '../../../src/models/training/symptoms.js';
import type { TrainingEvent } from '../../../src/models/training/train.node.js';
import type { Trainee } from '../../../src/models/training/trainee.js';
import type { TrainingData } from '../../../src/models/training/trainingData.node.js';
import type { TrainingPair } from '../../../src/models/training/trainingPair.js';

const SIZE = 64;
const AREA = SIZE * SIZE;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'irodori-judge-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Two halves of different colours with a line between them, which leaves a gap. */
const pair: TrainingPair = {
  width: SIZE,
  height: SIZE,
  line: new Uint8Array(AREA).map((_, p) => (p % SIZE === 32 && p > 20 * SIZE ? 0 : 255)),
  color: new Uint8Array(3 * AREA).map((_, i) => (i % SIZE < 32 ? [200, 40, 40] : [40, 60, 200])[Math.floor(i / AREA)]),
};

/** A judge of a "model" that paints as `paint` says. */
function judgeOf(name: string, initialized: boolean, paint: (inputs: GridInputs) => Float32Array) {
  const events: TrainingEvent[] = [];
  const trainee = {
    painter: { paint: async (inputs: GridInputs) => ({ color: paint(inputs) }) },
    judge: (body: () => Promise<unknown>) => body(),
    save: async () => void saved.push(step),
  } as unknown as Trainee;
  const saved: number[] = [];
  let step = 0;
  const run = new RunFolder(join(folder, name));
  const data = {
    validation: [0],
    leftOut: [],
    train: [],
    sources: [],
    description: '',
    get: () => pair,
  } as unknown as TrainingData;
  const settings = { ...PRESETS.quick, sizes: [SIZE] };
  const model = { kind: 'paintschainer' } as const;
  const about = { data: '', preset: 'quick', seed: 0, settings, initialized, model };
  const judge = new Judge(run, trainee, data, about, (event) => events.push(event));
  const at = async (iteration: number) => {
    if (iteration === 0) await run.writeSettings(about);
    step = iteration;
    await judge.run({ iteration, elapsedTime: 1 } as Trainer);
  };
  return { at, saved, events, judge };
}

const truth = Float32Array.from(pair.color, (v) => v / 255);

test('a fine-tuned model that comes nearer to the pictures but ignores the hints is not kept', async () => {
  for (const initialized of [true, false]) {
    let paint = ({ propagation, hints }: GridInputs) => propagatedColor(propagation, hints).slice();
    const { at, saved, judge } = judgeOf(`obedience-${initialized}`, initialized, (inputs) => paint(inputs));
    await at(0);
    paint = ({ hints: { mask } }) => truth.map((v, i) => (mask[i % AREA] ? 0.5 : v)); // right everywhere but at the hints
    await at(100);
    expect(saved).toEqual(initialized ? [0] : [0, 100]);
    expect(await judge.startScore()).toBe(initialized ? judge.best : null);
    paint = () => truth;
    await at(200);
    expect(saved.at(-1)).toBe(200);
  }
});

test('grey results are named, once', async () => {
  const { at, events } = judgeOf('grey', false, () => new Float32Array(3 * AREA).fill(0.5));
  await at(0);
  expect(events.filter(({ kind }) => kind === 'notice')).toEqual([]); // nothing is learned yet
  await at(100);
  await at(200);
  const notices = events.flatMap((event) => (event.kind === 'notice' ? [event.text] : []));
  expect(notices).toEqual([expect.stringContaining('almost grey')]);
  const log = readFileSync(join(folder, 'grey', 'log.jsonl'), 'utf8')
    .trim()
    .split('\n');
  expect(JSON.parse(log[2])).toMatchObject({ iteration: 200, hintDeltaE: { validation: expect.any(Number) } });
});

describe('symptoms', () => {
  const colorful = { chroma: 0.12, mean: [0.6, 0.01, 0.01], spread: 0.2 } as const;

  test('a green run is named with its colour', () => {
    const green = { chroma: 0.15, mean: [0.6, -0.15, 0.1], spread: 0.01 } as const;
    expect(colorSymptom(green, colorful, 12)).toMatch(/about one colour \(#[0-9a-f]{6}\)/);
    expect(colorSymptom(green, colorful, 2)).toBeUndefined(); // two pictures may well be alike
    expect(colorSymptom(colorful, colorful, 12)).toBeUndefined();
    const grey = { ...colorful, chroma: 0.001 };
    expect(colorSymptom(grey, grey, 12)).toBeUndefined(); // grey pictures come out grey
  });

  test('learning by heart: the loss falls, the score does too', () => {
    const stages = (scores: number[], losses: number[]) =>
      scores.map((score, i) => ({ iteration: 100 * i, score, loss: losses[i] }));
    const falling = [Number.NaN, -1, -1.2, -1.4, -1.6, -1.8, -2];
    expect(memorySymptom(stages([20, 21, 20.9, 20.8, 20.6, 20.5], falling))).toMatch(/since step 100 .*by heart/);
    expect(memorySymptom(stages([20, 21, 20.9, 20.8, 20.6], falling))).toBeUndefined(); // too early to say
    expect(memorySymptom(stages([20, 21, 20.9, 21.2, 21.1, 21.3], falling))).toBeUndefined();
    expect(memorySymptom(stages([20, 21, 20.9, 20.8, 20.6, 20.5], [Number.NaN, -1, -1, -1, -1, -1]))).toBeUndefined();
  });
});
