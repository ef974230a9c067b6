import { live } from '../../store/live.js';
import { useProject } from '../../store/project.js';
import { newStroke, useTools } from '../../store/tools.js';
import type { CanvasTool } from './canvasTool.js';

/** Sets a point of colour; moving before letting go moves it. */
export const dab: CanvasTool = {
  cursor: 'crosshair',
  ring: true,
  down: place,
  move: place,
  up() {
    const { ink } = live.getState();
    if (!ink) return;
    const [x, y] = ink.points[0];
    useTools.getState().keepColor();
    useProject.getState().addStroke({ ...ink, points: [[round(x), round(y)]] });
    live.setState({ ink: null, painted: performance.now() });
  },
  cancel: () => live.setState({ ink: null }),
};

function place({ at }: { readonly at: readonly [number, number] }) {
  live.setState({ ink: { ...newStroke(useTools.getState()), points: [[at[0], at[1]]] }, painted: performance.now() });
}

/** A tenth of a pixel, as strokes are stored. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
