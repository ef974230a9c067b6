import { useView } from '../../store/view.js';
import type { CanvasPointer, CanvasTool } from './canvasTool.js';

/** Zoom of a click, and of a CSS pixel dragged sideways. */
const CLICK = 2;
const PER_PIXEL = 0.008;

let press: { readonly anchor: CanvasPointer['screen']; x: number; dragged: boolean } | null = null;

/** A click zooms in at the pointer, with Shift out; a drag to the right zooms in and to the left out. */
export const zoom: CanvasTool = {
  cursor: 'zoom-in',
  ring: false,
  down({ screen }) {
    press = { anchor: screen, x: screen[0], dragged: false };
  },
  move({ screen }) {
    if (!press) return;
    const dx = screen[0] - press.x;
    if (!press.dragged && Math.abs(dx) < 3) return;
    press.dragged = true;
    press.x = screen[0];
    useView.getState().zoom(Math.exp(dx * PER_PIXEL), press.anchor);
  },
  up({ screen, shift }) {
    if (press && !press.dragged) useView.getState().zoom(shift ? 1 / CLICK : CLICK, screen);
    press = null;
  },
  cancel() {
    press = null;
  },
};
