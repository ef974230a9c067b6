import { Tensor, Variable } from '../../engine/index.js';
import { Random } from '../../vision/random.js';
import type { GridInputs } from '../gridColorizer.js';
import { rasterizeHints } from '../hints/rasterizeHints.js';
import { type HintSimulation, simulateHints } from '../hints/simulateHints.js';
import { encodeInputs } from '../networks/generatorInputs.js';
import { findBasins } from '../propagation/basins.js';
import { Propagator } from '../propagation/propagate.js';
import { distancesToLines, relief } from '../propagation/relief.js';
import { GRID_SHORT } from '../sketch/gridInk.js';
import { batchAt, type TrainingSettings } from './presets.js';
import { cropPair, type PairCrop, type TrainingPair } from './trainingPair.js';

/** One example: a sketch with hints on the grid, and how it is really coloured. */
export interface TrainingSample {
  readonly inputs: GridInputs;
  /** True colours, planes R, G, B in [0, 1]. */
  readonly color: Float32Array;
  /** How much a pixel's colour shows beside the line on it, 0 (full ink) … 1. */
  readonly visible: Float32Array;
}

/** Pictures to draw from. */
export interface PairList {
  readonly length: number;
  get(index: number): TrainingPair;
}

/**
 * The examples of one step. They depend on the seed and the step's number alone, so a resumed run sees the same ones.
 *
 * @param hints how hints are simulated; as a user places them unless given
 */
export function drawSamples(
  pairs: PairList,
  settings: Pick<TrainingSettings, 'batch' | 'sizes'>,
  seed: number,
  iteration: number,
  hints?: Partial<HintSimulation>,
): TrainingSample[] {
  const size = new Random('size', seed, iteration).pick(settings.sizes);
  return Array.from({ length: batchAt(size, settings) }, (_, slot) => {
    const random = new Random('train', seed, iteration, slot);
    return makeSample(pairs.get(random.integer(0, pairs.length)), size, random, hints);
  });
}

/** The examples of one step as planes of several pictures, each (pictures, channels, size, size). */
export interface TrainingBatch {
  readonly size: number;
  readonly pictures: number;
  /** `encodeInputs` of each picture. */
  readonly inputs: Float32Array;
  /** `TrainingSample.color` of each. */
  readonly color: Float32Array;
  readonly visible: Float32Array;
}

/** The batch of one step of `drawSamples`. */
export function drawBatch(
  pairs: PairList,
  settings: Pick<TrainingSettings, 'batch' | 'sizes'>,
  seed: number,
  iteration: number,
): TrainingBatch {
  const samples = drawSamples(pairs, settings, seed, iteration);
  return {
    size: samples[0].inputs.width,
    pictures: samples.length,
    inputs: joined(samples, ({ inputs }) => encodeInputs(inputs)),
    color: joined(samples, ({ color }) => color),
    visible: joined(samples, ({ visible }) => visible),
  };
}

/**
 * An example out of a pair: a random crop, mirrored half the time, lines thickened or greyed now and then, and hints as a
 * user would place them. The same random numbers give the same example.
 */
export function makeSample(
  pair: TrainingPair,
  size: number,
  random: Random,
  simulation?: Partial<HintSimulation>,
): TrainingSample {
  const { color, visible } = augmentedCrop(pair, size, random);
  const ink = visible.map((v) => 1 - v);

  const hints = rasterizeHints(simulateHints(color, () => random.uniform(), ink, simulation));
  const distances = distancesToLines(ink, size, size);
  const slopes = relief(ink, size, size, GRID_SHORT, distances);
  const propagation = new Propagator(size, size).run(slopes, hints);
  const basins = findBasins(ink, slopes, size, size, GRID_SHORT, distances[0]);
  const inputs: GridInputs = { width: size, height: size, short: GRID_SHORT, ink, hints, propagation, basins };
  return { inputs, color: color.data, visible };
}

/** A random crop, mirrored half the time, its paper white, its lines thickened or greyed now and then. */
export function augmentedCrop(pair: TrainingPair, size: number, random: Random): PairCrop {
  const left = random.integer(0, pair.width - size + 1);
  const top = random.integer(0, pair.height - size + 1);
  const crop = cropPair(pair, left, top, size, random.chance(0.5));
  whitenPaper(crop.visible);
  restyleLines(crop.visible, size, random);
  return crop;
}

/** Makes toned paper white, as reading a sketch does: the 90th percentile of brightness becomes 1. */
function whitenPaper(visible: Float32Array): void {
  const histogram = new Uint32Array(256);
  for (const v of visible) histogram[Math.min(255, Math.floor(v * 255.5))]++;
  let paper = 255;
  for (let above = 0; paper > 0; paper--) {
    above += histogram[paper];
    if (above >= 0.1 * visible.length) break;
  }
  if (paper < 100 || paper === 255) return; // no paper in view, or white already
  for (let p = 0; p < visible.length; p++) visible[p] = Math.min(1, (visible[p] * 255) / paper);
}

/** Thickens lines by a pixel (15 %) or greys them (30 %): people draw with all kinds of pens. */
function restyleLines(visible: Float32Array, size: number, random: Random): void {
  if (random.chance(0.15)) {
    const before = visible.slice();
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        let darkest = 1;
        for (let j = Math.max(0, y - 1); j <= Math.min(size - 1, y + 1); j++)
          for (let i = Math.max(0, x - 1); i <= Math.min(size - 1, x + 1); i++)
            darkest = Math.min(darkest, before[j * size + i] + (i !== x && j !== y ? 0.15 : 0));
        visible[y * size + x] = darkest;
      }
  }
  if (random.chance(0.3)) {
    const strength = random.uniform(0.35, 0.9);
    for (let p = 0; p < visible.length; p++) visible[p] = 1 - (1 - visible[p]) * strength;
  }
}

/** The planes of several things, one after another; no more than those of one are there beside them. */
function joined<T>(things: readonly T[], planesOfOne: (thing: T) => Float32Array): Float32Array {
  let all = new Float32Array();
  for (const [i, thing] of things.entries()) {
    const planes = planesOfOne(thing);
    if (i === 0) all = new Float32Array(planes.length * things.length);
    all.set(planes, i * planes.length);
  }
  return all;
}

/** Planes of several pictures, one after another, as a tensor (N, channels, size, size) outside the graph. */
export function planesOf(all: Float32Array, pictures: number, size: number): Variable {
  const shape = [pictures, all.length / (pictures * size * size), size, size];
  return new Variable(Tensor.from(all, shape), { requiresGrad: false });
}

/** As `planesOf`, from planes apart. */
export const stackPlanes = (planes: readonly Float32Array[], size: number): Variable =>
  planesOf(
    joined(planes, (plane) => plane),
    planes.length,
    size,
  );
