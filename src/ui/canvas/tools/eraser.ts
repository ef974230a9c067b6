import { live } from '../../store/live.js';
import { groupChanges, useProject } from '../../store/project.js';
import { useView } from '../../store/view.js';
import type { SketchPoint } from '../geometry.js';
import { pickStroke } from '../pickStroke.js';
import type { CanvasTool } from './canvasTool.js';

/** Screen pixels by which a thin mark may be missed. */
const TOLERANCE = 9;

let drag: ReturnType<typeof groupChanges> | null = null;
let last: SketchPoint = [0, 0];

/** Removes the hints it touches; all of one drag are one step of undo. */
export const eraser: CanvasTool = {
  cursor: 'crosshair',
  ring: false,
  down({ at }) {
    drag = groupChanges(useProject);
    last = at;
    erase(at);
  },
  move({ trail }) {
    for (const at of trail) sweepTo(at);
  },
  up: end,
  cancel: end,
  hover: (pointer) => live.setState({ target: pointer ? (under(pointer.at)?.id ?? null) : null }),
};

function under(at: SketchPoint) {
  return pickStroke(useProject.getState().strokes, at, TOLERANCE / useView.getState().viewport.scale);
}

/** Erases along the way from the last position: a quick drag reports few, and may not jump over hints. */
function sweepTo(at: SketchPoint) {
  const [dx, dy] = [at[0] - last[0], at[1] - last[1]];
  const steps = Math.ceil((Math.hypot(dx, dy) * useView.getState().viewport.scale) / TOLERANCE);
  for (let i = 1; i <= steps; i++) erase([last[0] + (dx * i) / steps, last[1] + (dy * i) / steps]);
  last = at;
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
