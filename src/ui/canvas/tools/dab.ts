import { live } from '../../store/live.js';
import { useProject } from '../../store/project.js';
import { newStroke, useTools } from '../../store/tools.js';
import type { SketchPoint } from '../geometry.js';
import type { CanvasPointer, CanvasTool } from './canvasTool.js';
import { aimStraight, inkStraight, straightFrom } from './straight.js';

/** Where the line under way begins, if Shift draws one. */
let from: SketchPoint | null = null;

/** Sets a point of colour, or with Shift the end of a straight line; moving before letting go moves it. */
export const dab: CanvasTool = {
  cursor: 'crosshair',
  ring: true,
  down(pointer) {
    from = straightFrom(pointer);
    place(pointer);
  },
  move: place,
  up() {
    const { ink } = live.getState();
    if (!ink) return;
    useTools.getState().keepColor();
    useProject.getState().addStroke({ ...ink, points: ink.points.map(([x, y]) => [round(x), round(y)]) });
    live.setState({ ink: null, painted: performance.now() });
  },
  cancel: () => live.setState({ ink: null }),
  hover: aimStraight,
};

function place({ at }: Pick<CanvasPointer, 'at'>) {
  if (from) return inkStraight(from, at);
  live.setState({ ink: { ...newStroke(useTools.getState()), points: [[at[0], at[1]]] }, painted: performance.now() });
}

/** A tenth of a pixel, as strokes are stored. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
