import type { GridInputs } from '../gridColorizer.js';
import { placeHints } from '../hints/placeHints.js';
import { rasterizeHints } from '../hints/rasterizeHints.js';
import { findBasins } from '../propagation/basins.js';
import { Propagator } from '../propagation/propagate.js';
import { relief } from '../propagation/relief.js';
import { GRID_SHORT } from '../sketch/gridInk.js';
import { cropPair, type TrainingPair } from './trainingPair.js';
import type { TrainingSample } from './trainingSample.js';

/**
 * The middle of a pair with hints as `placeHints` sets them: nothing of it is random, so that what a model makes of it at one
 * step compares with what it makes of it at another.
 *
 * @param size side in pixels, at most the pair's
 * @param hints how many
 */
export function fixedExample(pair: TrainingPair, size: number, hints: number): TrainingSample {
  const { color, visible } = cropPair(pair, (pair.width - size) >> 1, (pair.height - size) >> 1, size, false);
  const ink = visible.map((v) => 1 - v);
  const raster = rasterizeHints(placeHints(color, hints, ink));
  const slopes = relief(ink, size, size, GRID_SHORT);
  const propagation = new Propagator(size, size).run(slopes, raster);
  const basins = findBasins(ink, slopes, size, size, GRID_SHORT);
  const inputs: GridInputs = { width: size, height: size, short: GRID_SHORT, ink, hints: raster, propagation, basins };
  return { inputs, color: color.data, visible };
}
