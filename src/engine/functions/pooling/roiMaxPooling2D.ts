import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import type { Pair } from '../window.js';
import { maximumOfBins, type Region, readRegions, wholePixelBins } from './regions.js';

/**
 * Maxima over a grid of bins in each region of interest, rounded to whole pixels.
 *
 * @param x            (N, C, H, W)
 * @param rois         (R) boxes (yMin, xMin, yMax, xMax), on the host
 * @param roiIndices   (R) picture of the batch that each box lies in
 * @param outsize      (oh, ow)
 * @param spatialScale pixels of x for each unit of the boxes
 * @returns            (R, C, oh, ow); bins that lie outside are 0
 * @see Girshick 2015, Fast R-CNN, arXiv:1504.08083
 */
export function roiMaxPooling2D(
  x: Operand,
  rois: ArrayLike<Region>,
  roiIndices: ArrayLike<number>,
  outsize: Pair,
  spatialScale: number,
): Variable {
  const v = asVariable(x);
  const regions = readRegions('roiMaxPooling2D', v, rois, roiIndices, outsize);
  return maximumOfBins(v, regions, wholePixelBins(v, regions, spatialScale));
}
