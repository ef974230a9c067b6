import type { HintStroke } from '../../models/hints/hints.js';
import { RIM, VEIL } from '../hints/veil.js';
import { strokePath } from './paths.js';

/** Widths of the rim in CSS pixels: its colour, and a dark one round it that shows where that colour lies already. */
const COLORED = 1.5;
const DARK = 3;

/** Draws the area that a click would fill as the reach of a stroke is drawn: a veil of its colour with a rim. */
export function drawAim(canvas: CanvasRenderingContext2D, area: HintStroke, px: number): void {
  const outline = strokePath(area);
  canvas.save();
  canvas.fillStyle = area.color;
  canvas.globalAlpha = VEIL;
  canvas.fill(outline, 'evenodd');
  canvas.globalAlpha = RIM;
  canvas.lineJoin = 'round';
  canvas.lineWidth = DARK * px;
  canvas.strokeStyle = 'rgb(0 0 0 / 0.45)';
  canvas.stroke(outline);
  canvas.lineWidth = COLORED * px;
  canvas.strokeStyle = area.color;
  canvas.stroke(outline);
  canvas.restore();
}
