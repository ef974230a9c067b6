import { activeTool, newHint, useTools } from '../store/tools.js';
import type { SketchPoint } from './geometry.js';

/** Opacity of a line that is not drawn yet. */
const OPACITY = 0.55;

/** Draws the straight line that a click would draw in its width: in its colour, or dashed where it would rub out. */
export function drawLine(
  canvas: CanvasRenderingContext2D,
  [from, to]: readonly [SketchPoint, SketchPoint],
  px: number,
): void {
  const tools = useTools.getState();
  const erases = activeTool(tools) === 'eraser';
  canvas.save();
  canvas.lineCap = 'round';
  canvas.beginPath();
  canvas.moveTo(from[0], from[1]);
  canvas.lineTo(to[0], to[1]);
  canvas.globalAlpha = OPACITY;
  canvas.lineWidth = Math.max(tools.size, 2 * px);
  canvas.strokeStyle = erases ? '#fff' : newHint(tools).color;
  canvas.stroke();
  // A thin line along its middle that shows on every colour.
  canvas.globalAlpha = 1;
  canvas.lineWidth = 3 * px;
  canvas.strokeStyle = 'rgb(0 0 0 / 0.6)';
  if (erases) canvas.setLineDash([6 * px, 6 * px]);
  canvas.stroke();
  canvas.lineWidth = 1.25 * px;
  canvas.strokeStyle = '#fff';
  canvas.stroke();
  canvas.restore();
}
