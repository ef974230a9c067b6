import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import type { Pair } from '../window.js';
import { alignedBins, averageOfBins, type Region, readRegions, type SamplingRatio } from './regions.js';

/**
 * Means over points spread in each bin of each region of interest, read between pixels.
 *
 * @param samplingRatio points in a bin along each axis; null: as many as pixels
 * @returns (R, C, oh, ow). Other arguments as `roiMaxPooling2D`'s
 * @see He et al. 2017, Mask R-CNN, arXiv:1703.06870
 */
export function roiAverageAlign2D(
  x: Operand,
  rois: ArrayLike<Region>,
  roiIndices: ArrayLike<number>,
  outsize: Pair,
  spatialScale: number,
  samplingRatio: SamplingRatio = null,
): Variable {
  const v = asVariable(x);
  const regions = readRegions('roiAverageAlign2D', v, rois, roiIndices, outsize);
  const { bins, counts } = alignedBins(v, regions, spatialScale, samplingRatio);
  return averageOfBins(v, regions, bins, counts);
}
