import { useProject } from './project.js';
import { useTools } from './tools.js';
import { useView } from './view.js';

/** Part of a sketch's longer side that a brush is wide at first: a comfortable dab on a face. */
const BRUSH_PART = 1 / 60;

/** Fits the view and, until a width was chosen for this size of sketch, the brush to each opened sketch. */
export function followSketch(): void {
  useProject.subscribe(({ sketch }, before) => {
    if (!sketch || sketch === before.sketch) return;
    useView.getState().setSketch(sketch.size);
    const side = (size: readonly [number, number]) => Math.max(...size);
    if (!before.sketch || side(before.sketch.size) !== side(sketch.size)) {
      useTools.getState().setSize(Math.max(4, side(sketch.size) * BRUSH_PART));
    }
  });
}
