import { live } from '../../store/live.js';
import { useTools } from '../../store/tools.js';
import { shownColor } from '../shownColor.js';
import type { CanvasPointer, CanvasTool } from './canvasTool.js';

/** Takes the colour that is seen at the pointer. */
export const eyedropper: CanvasTool = {
  cursor: 'crosshair',
  ring: false,
  down: take,
  move: take,
  hover: (pointer) => live.setState({ sample: pointer ? shownColor(pointer.at) : null }),
};

function take({ at }: CanvasPointer) {
  const color = shownColor(at);
  live.setState({ sample: color });
  if (color) useTools.getState().setColor(color);
}
