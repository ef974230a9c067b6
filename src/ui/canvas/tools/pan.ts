import { useView } from '../../store/view.js';
import type { ScreenPoint } from '../geometry.js';
import type { CanvasPointer, CanvasTool } from './canvasTool.js';

let last: ScreenPoint | null = null;

/** Moves the view with the pointer. */
export const pan: CanvasTool = {
  cursor: 'grab',
  ring: false,
  down({ screen }: CanvasPointer) {
    last = screen;
  },
  move({ screen }: CanvasPointer) {
    if (last) useView.getState().pan(screen[0] - last[0], screen[1] - last[1]);
    last = screen;
  },
  up() {
    last = null;
  },
  cancel() {
    last = null;
  },
};
