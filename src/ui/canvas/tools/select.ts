import { moveStroke } from '../../hints/moveStroke.js';
import { live } from '../../store/live.js';
import { type pickedStroke, usePicked } from '../../store/picked.js';
import { groupChanges, useProject } from '../../store/project.js';
import { useView } from '../../store/view.js';
import type { SketchPoint } from '../geometry.js';
import { pickStroke } from '../pickStroke.js';
import type { CanvasTool } from './canvasTool.js';

/** Screen pixels by which a thin mark may be missed. */
const TOLERANCE = 9;

/** Screen pixels from which a press is a drag: hands shake. */
const DRAG_FROM = 3;

let drag: { readonly from: SketchPoint; changes: ReturnType<typeof groupChanges> | null } | null = null;
let original: ReturnType<typeof pickedStroke> = null;

/** Picks the hint under the pointer and moves it by dragging. */
export const select: CanvasTool = {
  cursor: 'default',
  ring: false,
  down({ at }) {
    original = hintUnder(at);
    usePicked.setState({ id: original?.id ?? null });
    drag = original && { from: at, changes: null };
    live.setState({ target: null, painted: performance.now() });
  },
  move({ at }) {
    if (!drag || !original) return;
    const [dx, dy] = [at[0] - drag.from[0], at[1] - drag.from[1]];
    if (!drag.changes && Math.hypot(dx, dy) * useView.getState().viewport.scale < DRAG_FROM) return;
    drag.changes ??= groupChanges(useProject);
    useProject.getState().replaceStroke(original.id, moveStroke(original, dx, dy));
    drag.changes.changed();
    live.setState({ painted: performance.now() });
  },
  up: end,
  cancel() {
    const moved = drag?.changes;
    end();
    if (moved) useProject.temporal.getState().undo();
  },
  hover: (pointer) => live.setState({ target: pointer ? (hintUnder(pointer.at)?.id ?? null) : null }),
};

/** The hint that a pointer at a sketch point means. */
export function hintUnder(at: SketchPoint) {
  return pickStroke(useProject.getState().strokes, at, TOLERANCE / useView.getState().viewport.scale);
}

function end() {
  drag?.changes?.end();
  drag = null;
}
