import { live } from '../../store/live.js';
import { useProject } from '../../store/project.js';
import { newStroke, useTools } from '../../store/tools.js';
import { useView } from '../../store/view.js';
import type { SketchPoint } from '../geometry.js';
import { simplifyStroke } from '../strokePath.js';
import type { CanvasPointer, CanvasTool } from './canvasTool.js';
import { aimStraight, inkStraight, straightFrom } from './straight.js';

/** Screen pixels that simplifying may move a stroke: less than is seen. */
const SIMPLIFY_BY = 0.4;

/** Part of the brush's width that the lightest touch of a pen draws. */
const LIGHTEST = 0.12;

/** Where the line under the pen begins, if it is a straight one. */
let from: SketchPoint | null = null;

/** Draws a stroke, as wide as a pen is pressed; a press without a move is a dab, one with Shift a straight line. */
export const brush: CanvasTool = {
  cursor: 'crosshair',
  ring: true,
  down(pointer) {
    const tools = useTools.getState();
    const { at, pressures } = pointer;
    from = straightFrom(pointer);
    if (from) return inkStraight(from, at);
    const widths = pressures && tools.pressure ? { widths: [widthsOf(pointer).at(-1)!] } : {};
    live.setState({ ink: { ...newStroke(tools), points: [[at[0], at[1]]], ...widths }, painted: performance.now() });
  },
  move(pointer) {
    const { ink, tick } = live.getState();
    if (!ink) return;
    if (from) return inkStraight(from, pointer.at);
    for (const [x, y] of pointer.trail) ink.points.push([x, y]);
    ink.widths?.push(...widthsOf(pointer));
    live.setState({ tick: tick + 1, painted: performance.now() });
  },
  up() {
    const { ink } = live.getState();
    if (!ink) return;
    useTools.getState().keepColor();
    const tolerance = SIMPLIFY_BY / useView.getState().viewport.scale;
    const { points, widths } = simplifyStroke(ink.points, ink.widths ?? null, tolerance);
    const hint = { ...ink, points };
    useProject.getState().addStroke(ink.widths ? { ...hint, width: Math.max(...widths), widths } : hint);
    live.setState({ ink: null, painted: performance.now() });
  },
  cancel: () => live.setState({ ink: null }),
  hover: aimStraight,
};

function widthsOf({ pressures, trail }: CanvasPointer): number[] {
  const { size } = useTools.getState();
  return trail.map((_, i) => size * (LIGHTEST + (1 - LIGHTEST) * (pressures?.[i] ?? 1)));
}
