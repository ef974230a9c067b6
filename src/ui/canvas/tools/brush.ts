import { live } from '../../store/live.js';
import { useProject } from '../../store/project.js';
import { useTools } from '../../store/tools.js';
import { useView } from '../../store/view.js';
import { simplifyPath } from '../strokePath.js';
import type { CanvasTool } from './canvasTool.js';

/** Screen pixels that simplifying may move a stroke: less than is seen. */
const SIMPLIFY_BY = 0.4;

/** Draws a stroke; a press without a move is a dab. */
export const brush: CanvasTool = {
  cursor: 'crosshair',
  ring: true,
  down({ at }) {
    const { color, size } = useTools.getState();
    live.setState({ ink: { color, width: size, points: [[at[0], at[1]]] }, painted: performance.now() });
  },
  move({ trail }) {
    const { ink, tick } = live.getState();
    if (!ink) return;
    for (const [x, y] of trail) ink.points.push([x, y]);
    live.setState({ tick: tick + 1, painted: performance.now() });
  },
  up() {
    const { ink } = live.getState();
    if (!ink) return;
    useTools.getState().keepColor();
    useProject
      .getState()
      .addStroke({ ...ink, points: simplifyPath(ink.points, SIMPLIFY_BY / useView.getState().viewport.scale) });
    live.setState({ ink: null, painted: performance.now() });
  },
  cancel: () => live.setState({ ink: null }),
};
