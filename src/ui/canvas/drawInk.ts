import type { HintStroke } from '../../models/hints/hints.js';
import { strokePath, tracePath } from './paths.js';

/** Draws a stroke in its full width and colour, on a canvas in sketch pixels whose lines have round ends. */
export function drawInk(canvas: CanvasRenderingContext2D, stroke: HintStroke): void {
  const { color, width, points, widths, area } = stroke;
  if (area) {
    canvas.fillStyle = color;
    canvas.fill(strokePath(stroke), 'evenodd');
    return;
  }
  canvas.strokeStyle = color;
  if (widths && points.length > 1) {
    for (let i = 1; i < points.length; i++) {
      canvas.lineWidth = (widths[i - 1] + widths[i]) / 2;
      canvas.beginPath();
      canvas.moveTo(...points[i - 1]);
      canvas.lineTo(...points[i]);
      canvas.stroke();
    }
    return;
  }
  canvas.lineWidth = widths?.[0] ?? width;
  canvas.stroke(tracePath(points));
}
