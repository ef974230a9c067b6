import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { maximumOfBins, type Region, readRegions, wholePixelBins } from './regions.js';

/**
 * Maxima over a grid of bins, with the boxes of Chainer's first versions: (picture, xMin, yMin, xMax, yMax), the last
 * pixel included. New programs take `roiMaxPooling2D`.
 *
 * @param x (N, C, H, W)
 * @returns (R, C, outh, outw)
 */
export function roiPooling2D(
  x: Operand,
  rois: ArrayLike<Region>,
  outh: number,
  outw: number,
  spatialScale: number,
): Variable {
  const v = asVariable(x);
  const rows = Array.from(rois);
  const boxes = rows.map((roi) => [roi[2], roi[1], roi[4], roi[3]]);
  const pictures = rows.map((roi) => roi[0]);
  const regions = readRegions('roiPooling2D', v, boxes, pictures, [outh, outw]);
  return maximumOfBins(v, regions, wholePixelBins(v, regions, spatialScale, true));
}
