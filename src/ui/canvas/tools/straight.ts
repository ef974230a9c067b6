import { live } from '../../store/live.js';
import { useProject } from '../../store/project.js';
import { newStroke, useTools } from '../../store/tools.js';
import type { SketchPoint } from '../geometry.js';
import type { CanvasPointer } from './canvasTool.js';

/** Where a straight line begins that a press with Shift draws: at the end of the hint that was drawn last. */
export function straightFrom({ shift }: Pick<CanvasPointer, 'shift'>): SketchPoint | null {
  if (!shift) return null;
  return (
    useProject
      .getState()
      .strokes.findLast(({ area }) => !area)
      ?.points.at(-1) ?? null
  );
}

/** Puts a straight line under the pen, as wide as the brush all along. */
export function inkStraight(from: SketchPoint, to: SketchPoint): void {
  const points: [number, number][] = [
    [from[0], from[1]],
    [to[0], to[1]],
  ];
  live.setState({ ink: { ...newStroke(useTools.getState()), points }, line: null, painted: performance.now() });
}

/** Shows the line that a press would draw, or takes it away. */
export function aimStraight(pointer: CanvasPointer | null): void {
  const from = pointer && straightFrom(pointer);
  if (from || live.getState().line) live.setState({ line: from && [from, pointer!.at] });
}
