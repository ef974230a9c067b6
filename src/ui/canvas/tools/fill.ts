import type { HintStroke } from '../../../models/hints/hints.js';
import { coloring } from '../../coloring/coloring.js';
import { areaContains, areaHint } from '../../hints/area.js';
import { live } from '../../store/live.js';
import { groupChanges, type Sketch, useProject } from '../../store/project.js';
import { newHint, useTools } from '../../store/tools.js';
import { useView } from '../../store/view.js';
import type { SketchPoint } from '../geometry.js';
import type { CanvasTool } from './canvasTool.js';

/** Screen pixels of a drag between the places that are looked at: a narrower area may be passed over. */
const STEP = 4;

/** A press and what it has crossed. */
interface Fill {
  readonly sketch: Sketch | null;
  readonly hint: ReturnType<typeof newHint>;
  readonly areas: HintStroke[];
  last: SketchPoint;
  /** Settled once every place asked for so far is known. */
  asked: Promise<void>;
  isTakenBack: boolean;
}

let current: Fill | null = null;

/**
 * Gives a colour to the closed area under the pointer, gaps in its lines counted as closed, and to each that a drag crosses; all of
 * one drag are one step of undo.
 */
export const fill: CanvasTool = {
  cursor: 'crosshair',
  ring: false,
  down({ at }) {
    const { sketch } = useProject.getState();
    const hint = newHint(useTools.getState());
    current = { sketch, hint, areas: [], last: at, asked: Promise.resolve(), isTakenBack: false };
    cross(current, at);
    live.setState({ filled: [] });
  },
  move({ trail }) {
    if (!current) return;
    const step = STEP / useView.getState().viewport.scale;
    for (const at of trail) {
      const { last } = current;
      const [dx, dy] = [at[0] - last[0], at[1] - last[1]];
      const steps = Math.floor(Math.hypot(dx, dy) / step);
      for (let i = 1; i <= steps; i++) cross(current, [last[0] + (dx * i) / steps, last[1] + (dy * i) / steps]);
      if (steps > 0) current.last = at;
    }
  },
  up() {
    const fill = current;
    current = null;
    void fill?.asked.then(() => finish(fill));
  },
  cancel() {
    if (current) current.isTakenBack = true;
    current = null;
    live.setState({ filled: null });
  },
};

/** Adds the area at a place, once it is known, unless the drag has it. */
function cross(fill: Fill, at: SketchPoint): void {
  const isKnown = () => fill.areas.some((area) => areaContains(area, at));
  if (isKnown()) return;
  const { gap } = useTools.getState();
  const { aim } = live.getState();
  fill.asked = fill.asked.then(async () => {
    if (fill.isTakenBack || isKnown()) return;
    const isAim = aim !== null && areaContains(aim, at); // what was shown is what is filled
    const points = isAim ? aim.points : await coloring.region({ at, gap }).catch(() => null);
    if (!points || fill.isTakenBack) return;
    fill.areas.push(areaHint(fill.hint, points));
    live.setState({ filled: [...fill.areas], painted: performance.now() });
  });
}

function finish({ sketch, areas, isTakenBack }: Fill): void {
  live.setState({ filled: current?.areas ?? null });
  if (isTakenBack || areas.length === 0 || useProject.getState().sketch !== sketch) return;
  useTools.getState().keepColor();
  const changes = groupChanges(useProject);
  for (const area of areas) {
    fillArea(area);
    changes.changed();
  }
  changes.end();
  live.setState({ painted: performance.now() });
}

/** Adds the hint of an area; one that the same area has takes the new colour instead, on top of what was drawn since. */
function fillArea(area: HintStroke): void {
  const { strokes, setStrokes, addStroke } = useProject.getState();
  const same = strokes.find((stroke) => stroke.area && isSameOutline(stroke.points, area.points));
  if (same) setStrokes([...strokes.filter((stroke) => stroke !== same), { ...area, id: same.id }]);
  else addStroke(area);
}

function isSameOutline(a: HintStroke['points'], b: HintStroke['points']): boolean {
  return a.length === b.length && a.every(([x, y], i) => x === b[i][0] && y === b[i][1]);
}
