import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import type { Pair } from '../window.js';
import { alignedBins, maximumOfBins, type Region, readRegions, type SamplingRatio } from './regions.js';

/**
 * Maxima over points spread in each bin of each region of interest, read between pixels.
 *
 * @param samplingRatio points in a bin along each axis; null: as many as pixels
 * @returns (R, C, oh, ow); bins that lie outside are 0 (in Chainer −∞). Other arguments as `roiMaxPooling2D`'s
 */
export function roiMaxAlign2D(
  x: Operand,
  rois: ArrayLike<Region>,
  roiIndices: ArrayLike<number>,
  outsize: Pair,
  spatialScale: number,
  samplingRatio: SamplingRatio = null,
): Variable {
  const v = asVariable(x);
  const regions = readRegions('roiMaxAlign2D', v, rois, roiIndices, outsize);
  return maximumOfBins(v, regions, alignedBins(v, regions, spatialScale, samplingRatio).bins);
}
