import type { Picture } from '../picture.js';
import { lumaPlane, type Planes, pictureFromPlanes, rgbPlanes } from '../planes.js';
import { Random } from '../random.js';
import { differenceOfGaussians, extendedDifferenceOfGaussians } from './differenceOfGaussians.js';
import { drawnLines } from './drawnLines.js';
import { regionEdges } from './regionEdges.js';

/** Ways to draw a coloured picture's lines, and what each is for. */
export const LINE_STYLES = {
  dog: 'thin lines at every edge, like a fine pencil (difference of Gaussians)',
  xdog: 'ink with filled darks, like a brush pen (extended difference of Gaussians)',
  drawn: 'the dark lines the picture already has, without its colours (black top-hat)',
  regions: 'even, closed outlines of flat colour areas (edges of a segmentation)',
} as const;

export type LineStyle = keyof typeof LINE_STYLES;

/** The side, in pixels, at which the standard parameters draw lines of one to two pixels; larger pictures get thicker ones. */
const REFERENCE_SIDE = 720;

/**
 * Line art out of a coloured picture.
 *
 * @param picture any picture; see-through parts count as white paper
 * @param style   see `LINE_STYLES`
 * @param seed    draws the parameters at random around the standard ones, for training pairs; none gives the standard
 * @returns the picture's size, opaque grey: black lines on white
 */
export function extractLines(picture: Picture, style: LineStyle = 'dog', seed?: number | string): Picture {
  const random = seed === undefined ? undefined : new Random('extractLines', seed);
  return pictureFromPlanes(extractLinePlane(rgbPlanes(picture), lumaPlane(picture), style, random));
}

/**
 * The same on planes.
 *
 * @param rgb    3 planes, 0…1
 * @param luma   1 plane, 0…1
 * @param random draws the parameters; none gives the standard ones
 * @returns one plane, 1 paper … 0 ink
 */
export function extractLinePlane(rgb: Planes, luma: Planes, style: LineStyle, random?: Random): Planes {
  const scale = Math.max(1, Math.min(rgb.width, rgb.height) / REFERENCE_SIDE);
  // Without a generator every draw is its standard.
  const draw = (low: number, standard: number, high: number) => random?.uniform(low, high) ?? standard;
  switch (style) {
    case 'dog':
      return differenceOfGaussians(rgb, {
        sigma: scale * draw(0.5, 0.9, 1.3),
        ratio: draw(1.4, 1.8, 2.4),
        gain: draw(14, 24, 50),
        threshold: draw(0.004, 0.01, 0.018),
      });
    case 'xdog':
      return extendedDifferenceOfGaussians(luma, {
        sigma: scale * draw(0.5, 0.8, 1.1),
        ratio: draw(1.4, 1.6, 2),
        sharpness: draw(20, 30, 60),
        threshold: draw(0.35, 0.4, 0.75),
        steepness: draw(8, 18, 60),
      });
    case 'drawn':
      return drawnLines(luma, { width: Math.ceil(scale * draw(3, 6, 8)), gain: draw(1.2, 1.8, 2.6) });
    case 'regions':
      return regionEdges(rgb, {
        width: scale * draw(1, 1.5, 2.2),
        scale: draw(0.6, 1.2, 3),
        minimumArea: Math.round(draw(12, 30, 60) * scale * scale),
      });
  }
}
