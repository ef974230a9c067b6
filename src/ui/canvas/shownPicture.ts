import type { ColoringState } from '../store/coloring.js';
import type { Sketch } from '../store/project.js';

/** The picture on the canvas: the result, or the sketch before there is one and while it is asked for. */
export function shownPicture(
  sketch: Sketch,
  { result }: Pick<ColoringState, 'result'>,
  { before }: { readonly before: boolean },
): ImageBitmap {
  return result && result.sketch === sketch && !before ? result.bitmap : sketch.bitmap;
}
