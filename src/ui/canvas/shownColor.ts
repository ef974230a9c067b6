import { formatColor } from '../../models/hints/hints.js';
import { useColoring } from '../store/coloring.js';
import { useProject } from '../store/project.js';
import { useView } from '../store/view.js';
import type { SketchPoint } from './geometry.js';
import { shownPicture } from './shownPicture.js';

let pixel: OffscreenCanvasRenderingContext2D | null = null;

/** The colour seen at a point of the sketch, on white paper where the picture is transparent; null outside it. */
export function shownColor([x, y]: SketchPoint): string | null {
  const { sketch } = useProject.getState();
  if (!sketch || x < 0 || y < 0 || x >= sketch.size[0] || y >= sketch.size[1]) return null;
  pixel ??= new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  pixel.fillStyle = '#fff';
  pixel.fillRect(0, 0, 1, 1);
  const picture = shownPicture(sketch, useColoring.getState(), useView.getState());
  pixel.drawImage(picture, -Math.floor(x), -Math.floor(y), ...sketch.size); // a draft is smaller than the sketch
  return formatColor(pixel.getImageData(0, 0, 1, 1).data);
}
