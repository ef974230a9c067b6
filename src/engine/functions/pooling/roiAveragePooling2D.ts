import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import type { Pair } from '../window.js';
import { averageOfBins, type Region, readRegions, wholePixelBins } from './regions.js';

/** Means over a grid of bins in each region of interest, rounded to whole pixels; arguments as `roiMaxPooling2D`'s. */
export function roiAveragePooling2D(
  x: Operand,
  rois: ArrayLike<Region>,
  roiIndices: ArrayLike<number>,
  outsize: Pair,
  spatialScale: number,
): Variable {
  const v = asVariable(x);
  const regions = readRegions('roiAveragePooling2D', v, rois, roiIndices, outsize);
  const bins = wholePixelBins(v, regions, spatialScale);
  return averageOfBins(
    v,
    regions,
    bins,
    bins.map((bin) => bin.length),
  );
}
