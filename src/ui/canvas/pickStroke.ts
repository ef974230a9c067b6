import { areaContains } from '../hints/area.js';
import type { Stroke } from '../store/project.js';
import { distanceToPath, type SketchPoint } from './geometry.js';

/**
 * The stroke a pointer means: of those that cover it, the one whose centre line is nearest, the later of equals. So a
 * dab inside a broad stroke can be picked.
 *
 * @param tolerance sketch pixels by which thin strokes may be missed
 */
export function pickStroke(strokes: readonly Stroke[], at: SketchPoint, tolerance: number): Stroke | null {
  let picked: Stroke | null = null;
  let best = Number.POSITIVE_INFINITY;
  for (const stroke of strokes) {
    if (stroke.area) {
      // An area is picked where no stroke lies on it.
      if (areaContains(stroke, at) && best === Number.POSITIVE_INFINITY) picked = stroke;
      continue;
    }
    const distance = distanceToPath(at, stroke.points);
    if (distance <= Math.max(stroke.width / 2, tolerance) && distance <= best) {
      picked = stroke;
      best = distance;
    }
  }
  return picked;
}
