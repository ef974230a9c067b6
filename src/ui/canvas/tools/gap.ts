import type { Closure } from '../../../models/sketch/closures.js';
import { live } from '../../store/live.js';
import { useProject } from '../../store/project.js';
import { useView } from '../../store/view.js';
import { distanceToPath, type SketchPoint } from '../geometry.js';
import { simplifyPath } from '../strokePath.js';
import type { CanvasTool } from './canvasTool.js';

/** Screen pixels by which a closure may be missed, and from which a press is a line and no click. */
const TOLERANCE = 8;
const LINE_FROM = 4;

/** Screen pixels that a line's points may be moved when it is simplified. */
const SIMPLIFY_BY = 0.7;

/** Draws a line that closes a gap for the colouring alone; a click on one takes it away. */
export const gap: CanvasTool = {
  cursor: 'crosshair',
  ring: false,
  down: ({ at }) => live.setState({ closing: [[at[0], at[1]]], closure: null }),
  move({ trail }) {
    const { closing, tick } = live.getState();
    if (!closing) return;
    for (const [x, y] of trail) closing.push([x, y]);
    live.setState({ tick: tick + 1 });
  },
  up({ at }) {
    const { closing } = live.getState();
    live.setState({ closing: null });
    if (!closing) return;
    const { closures, setClosures } = useProject.getState();
    const { scale } = useView.getState().viewport;
    if (lengthOf(closing) * scale >= LINE_FROM) {
      setClosures([...closures, simplifyPath(closing, SIMPLIFY_BY / scale)]);
      return;
    }
    const meant = closureUnder(at);
    if (meant) setClosures(closures.filter((closure) => closure !== meant));
  },
  cancel: () => live.setState({ closing: null }),
  hover: (pointer) => live.setState({ closure: pointer && closureUnder(pointer.at) }),
};

/** The closure that a pointer at a sketch point means. */
function closureUnder(at: SketchPoint): Closure | null {
  const reach = TOLERANCE / useView.getState().viewport.scale;
  const near = useProject.getState().closures.filter((closure) => distanceToPath(at, closure) <= reach);
  return near.at(-1) ?? null;
}

function lengthOf(points: readonly SketchPoint[]): number {
  let length = 0;
  for (let i = 1; i < points.length; i++)
    length += Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]);
  return length;
}
