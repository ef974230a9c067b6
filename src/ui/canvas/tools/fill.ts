import { coloring } from '../../coloring/coloring.js';
import { live } from '../../store/live.js';
import { useProject } from '../../store/project.js';
import { newHint, useTools } from '../../store/tools.js';
import type { CanvasTool } from './canvasTool.js';

/** Gives a colour to the closed area under the pointer, gaps in its lines counted as closed. */
export const fill: CanvasTool = {
  cursor: 'crosshair',
  ring: false,
  down({ at }) {
    const { sketch } = useProject.getState();
    const tools = useTools.getState();
    const hint = newHint(tools);
    void coloring.region({ at, gap: tools.gap }).then((points) => {
      if (!points || useProject.getState().sketch !== sketch) return;
      tools.keepColor();
      useProject.getState().addStroke({ ...hint, width: 1, points, area: true });
      live.setState({ painted: performance.now() });
    });
  },
};
