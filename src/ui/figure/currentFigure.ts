import { useColoring } from '../store/coloring.js';
import { useProject } from '../store/project.js';
import type { Figure } from './figureColors.js';

/** The figure in the open sketch as its hints and colours are now; null while the model has told nothing of it. */
export function currentFigure(): Figure | null {
  const { figure: map } = useColoring.getState();
  const { sketch, strokes, parts } = useProject.getState();
  return map && sketch && { map, size: sketch.size, strokes, parts };
}
