import { useColoring } from '../store/coloring.js';
import { useProject } from '../store/project.js';
import { activeTool, useTools } from '../store/tools.js';
import { useView } from '../store/view.js';
import { coloring } from './coloring.js';

/** Keeps the veil of the closed areas in step with the sketch, its closures and the gaps held, while it is shown. */
export function followRegions(): void {
  let asked = 0;
  const isShown = () => useView.getState().regions || activeTool(useTools.getState()) === 'gap';
  const update = async () => {
    const mine = ++asked;
    if (!isShown() || !useProject.getState().sketch) {
      useColoring.getState().setRegions(null);
      return;
    }
    const regions = await coloring.regions(useTools.getState().gap).catch(() => null);
    if (mine === asked) useColoring.getState().setRegions(regions);
    else regions?.bitmap.close();
  };
  useView.subscribe((now, before) => {
    if (now.regions !== before.regions) void update();
  });
  useTools.subscribe((now, before) => {
    if (activeTool(now) !== activeTool(before) || (now.gap !== before.gap && isShown())) void update();
  });
  useProject.subscribe((now, before) => {
    if ((now.sketch !== before.sketch || now.closures !== before.closures) && isShown()) void update();
  });
}
