import { useEffect } from 'react';
import { coloring } from '../coloring/coloring.js';
import { LatestWins } from '../coloring/latestWins.js';
import { areaContains, areaHint } from '../hints/area.js';
import { live } from '../store/live.js';
import { useProject } from '../store/project.js';
import { useSettings } from '../store/settings.js';
import { activeTool, newHint, useTools } from '../store/tools.js';
import type { RegionRequest } from '../worker/protocol.js';
import { SHOWN } from './useInfluence.js';

/** Milliseconds that the pointer rests before it is asked for the area there: a quick way across asks for none. */
const REST = 60;

type Points = [number, number][] | null;

/** Shows the area that a click would fill, while the pointer with the fill in hand is over it. */
export function useAim(): void {
  useEffect(() => {
    let resting = 0;
    let fading = 0;
    /** The area that the pointer was over last, of the sketch, its closures and the gaps as they are now. */
    let known: Points = null;
    /** The area has just been filled: now its colour is looked at, until the pointer moves. */
    let isFilled = false;

    const areas = new LatestWins<RegionRequest, Points>((request) => coloring.region(request), {
      done(points) {
        known = points;
        update();
      },
      failed: () => undefined, // the pass that follows tells what is wrong
      dropped: () => undefined,
    });

    const hide = () => {
      clearTimeout(fading);
      if (live.getState().aim) live.setState({ aim: null });
    };

    const forget = () => {
      clearTimeout(resting);
      areas.cancel();
      known = null;
      hide();
    };

    const update = () => {
      const { pointer } = live.getState();
      const tools = useTools.getState();
      const aims = !isFilled && !tools.held && activeTool(tools) === 'fill' && useSettings.getState().influence;
      clearTimeout(resting);
      if (!pointer || !aims) {
        areas.cancel();
        hide();
      } else if (known && areaContains({ points: known }, pointer)) {
        clearTimeout(fading);
        fading = window.setTimeout(hide, SHOWN);
        if (live.getState().aim?.points !== known) live.setState({ aim: areaHint(newHint(tools), known) });
      } else {
        hide();
        const [x, y] = pointer;
        resting = window.setTimeout(() => areas.request({ at: [x, y], gap: tools.gap }), REST);
      }
    };

    const ends = [
      live.subscribe((now, before) => {
        if (now.filled !== before.filled) isFilled = true;
        else if (now.pointer !== before.pointer) isFilled = now.filled !== null;
        else return;
        update();
      }),
      useTools.subscribe((now, before) => {
        if (now.gap !== before.gap) forget();
        else hide(); // it has another colour, or there is another tool
        update();
      }),
      useProject.subscribe((now, before) => {
        if (now.sketch !== before.sketch || now.closures !== before.closures) forget();
        else hide();
      }),
      useSettings.subscribe(update),
    ];
    return () => {
      forget();
      for (const end of ends) end();
    };
  }, []);
}
