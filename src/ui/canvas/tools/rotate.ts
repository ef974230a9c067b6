import { useView } from '../../store/view.js';
import type { ScreenPoint } from '../geometry.js';
import type { CanvasTool } from './canvasTool.js';

/** With Shift the view turns by steps of this many degrees. */
const STEP = 15;

let press: { from: number; readonly start: number } | null = null;

/** Turns the view round its middle with the pointer. */
export const rotate: CanvasTool = {
  cursor: 'grab',
  ring: false,
  down({ screen }) {
    press = { from: direction(screen), start: useView.getState().viewport.angle };
  },
  move({ screen, shift }) {
    if (!press) return;
    const { viewport, rotate } = useView.getState();
    const wanted = press.start + direction(screen) - press.from;
    rotate((shift ? Math.round(wanted / STEP) * STEP : wanted) - viewport.angle);
  },
  up() {
    press = null;
  },
  cancel() {
    if (press) useView.getState().rotate(press.start - useView.getState().viewport.angle);
    press = null;
  },
};

/** Degrees clockwise of a place of the canvas, seen from the middle. */
function direction([x, y]: ScreenPoint): number {
  const { canvas } = useView.getState();
  return (Math.atan2(y - canvas[1] / 2, x - canvas[0] / 2) * 180) / Math.PI;
}
