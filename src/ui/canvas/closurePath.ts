import type { Closure } from '../../models/sketch/closures.js';
import { tracePath } from './paths.js';

/** Widths of a closure in CSS pixels, whatever the zoom: itself and its dark rim. */
const LINE = 2.5;
const RIM = 5.5;

/** Draws a line that closes a gap, so that it shows on every ground. */
export function drawClosure(canvas: CanvasRenderingContext2D, closure: Closure, px: number, color: string): void {
  const path = tracePath(closure);
  canvas.lineCap = 'round';
  canvas.lineJoin = 'round';
  canvas.lineWidth = RIM * px;
  canvas.strokeStyle = 'rgb(120 0 70 / 0.9)';
  canvas.stroke(path);
  canvas.lineWidth = LINE * px;
  canvas.strokeStyle = color;
  canvas.stroke(path);
}
