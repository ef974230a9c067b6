import { eraseStroke } from '../../hints/eraseStroke.js';
import { live } from '../../store/live.js';
import { groupChanges, type Sketch, useProject } from '../../store/project.js';
import { useTools } from '../../store/tools.js';
import { useView } from '../../store/view.js';
import type { SketchPoint } from '../geometry.js';
import { pickStroke } from '../pickStroke.js';
import type { CanvasTool } from './canvasTool.js';

/** Screen pixels by which a thin mark may be missed. */
const TOLERANCE = 9;

let drag: ReturnType<typeof groupChanges> | null = null;
let last: SketchPoint = [0, 0];
/** The drag takes whole hints, because Shift was held when it began. */
let byStroke = false;

/** Where it was let go last, and on which sketch. */
let left: { readonly sketch: Sketch | null; readonly at: SketchPoint } | null = null;

/**
 * Rubs out hints under its ring. With Shift it takes the whole hint that it is put on, and put beside all hints it rubs out along a
 * straight line from where it was let go. All of one drag are one step of undo.
 */
export const eraser: CanvasTool = {
  cursor: 'crosshair',
  ring: true,
  down({ at, shift }) {
    drag = groupChanges(useProject);
    const from = shift ? straightFrom(at) : null;
    byStroke = shift && !from;
    last = from ?? at;
    live.setState({ line: null });
    erase(last);
    sweepTo(at);
  },
  move({ trail }) {
    for (const at of trail) sweepTo(at);
  },
  up: end,
  cancel: end,
  hover(pointer) {
    const target = pointer?.shift ? (under(pointer.at)?.id ?? null) : null;
    const from = pointer?.shift ? straightFrom(pointer.at) : null;
    live.setState({ target, line: from && [from, pointer!.at] });
  },
};

/** Where the straight line to a place begins; null where there is a hint to take, or where nothing was erased yet. */
function straightFrom(at: SketchPoint): SketchPoint | null {
  return left?.sketch === useProject.getState().sketch && !under(at) ? left.at : null;
}

/** Sketch pixels that the eraser reaches round the pointer: its ring, and never less than a mark needs. */
function radius(): number {
  return Math.max(useTools.getState().size / 2, tolerance());
}

function tolerance(): number {
  return TOLERANCE / useView.getState().viewport.scale;
}

function under(at: SketchPoint) {
  return pickStroke(useProject.getState().strokes, at, tolerance());
}

/** Erases along the way from the last position: a quick drag reports few, and may not jump over hints. */
function sweepTo(at: SketchPoint) {
  const [dx, dy] = [at[0] - last[0], at[1] - last[1]];
  const steps = Math.ceil(Math.hypot(dx, dy) / (byStroke ? tolerance() : radius() / 2));
  for (let i = 1; i <= steps; i++) erase([last[0] + (dx * i) / steps, last[1] + (dy * i) / steps]);
  last = at;
}

function erase(at: SketchPoint) {
  const { strokes, replaceStroke, removeStroke } = useProject.getState();
  live.setState({ painted: performance.now(), target: null });
  if (byStroke) {
    const stroke = under(at);
    if (!stroke) return;
    removeStroke(stroke.id);
    drag?.changed();
    return;
  }
  for (const stroke of strokes) {
    const parts = eraseStroke(stroke, at, radius());
    if (!parts) continue;
    replaceStroke(stroke.id, ...parts);
    drag?.changed();
  }
}

function end() {
  left = { sketch: useProject.getState().sketch, at: last };
  drag?.end();
  drag = null;
}
