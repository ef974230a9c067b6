import type { ColoringState } from '../store/coloring.js';
import type { Sketch } from '../store/project.js';

/** The picture on the canvas: the result or a preview of the next, or the sketch before there is one and while it is asked for. */
export function shownPicture(
  sketch: Sketch,
  { result, preview }: Pick<ColoringState, 'result' | 'preview'>,
  { before }: { readonly before: boolean },
): ImageBitmap {
  if (before) return sketch.bitmap;
  return preview ?? (result?.sketch === sketch ? result.bitmap : sketch.bitmap);
}
