import { live } from '../../store/live.js';
import { groupChanges, useProject } from '../../store/project.js';
import { useView } from '../../store/view.js';
import type { SketchPoint } from '../geometry.js';
import { pickStroke } from '../pickStroke.js';
import type { CanvasTool } from './canvasTool.js';

/** Screen pixels by which a thin mark may be missed. */
const TOLERANCE = 9;

let drag: ReturnType<typeof groupChanges> | null = null;

/** Removes the hints it touches; all of one drag are one step of undo. */
export const eraser: CanvasTool = {
  cursor: 'crosshair',
  ring: false,
  down({ at }) {
    drag = groupChanges(useProject);
    erase(at);
  },
  move: ({ trail }) => trail.forEach(erase),
  up: end,
  cancel: end,
  hover: (pointer) => live.setState({ target: pointer ? (under(pointer.at)?.id ?? null) : null }),
};

function under(at: SketchPoint) {
  return pickStroke(useProject.getState().strokes, at, TOLERANCE / useView.getState().viewport.scale);
}

function erase(at: SketchPoint) {
  const stroke = under(at);
  if (!stroke) return;
  useProject.getState().removeStroke(stroke.id);
  drag?.changed();
  live.setState({ target: null, painted: performance.now() });
}

function end() {
  drag?.end();
  drag = null;
}
