import { useEffect } from 'react';
import { coloring } from '../coloring/coloring.js';
import { live } from '../store/live.js';
import { useProject } from '../store/project.js';
import { useSettings } from '../store/settings.js';
import { activeTool, newStroke, useTools } from '../store/tools.js';

/** Milliseconds that the pointer rests before the area of a hint there is shown. */
const REST = 180;

/** Milliseconds that it then stays: longer, it would only tint the picture that one looks at. */
export const SHOWN = 2000;

/**
 * Shows where a hint at the pointer would have its say, before it is drawn: when the pointer rests with a brush in hand, and
 * when the reach is changed.
 */
export function useInfluence(): void {
  useEffect(() => {
    let timer = 0;
    let asked = 0;

    const clear = () => {
      clearTimeout(timer);
      asked++;
      live.getState().influence?.close();
      if (live.getState().influence) live.setState({ influence: null });
    };

    const show = async () => {
      const { pointer, ink } = live.getState();
      const tools = useTools.getState();
      if (!pointer || ink || !useSettings.getState().influence) return;
      if (tools.held || (activeTool(tools) !== 'brush' && activeTool(tools) !== 'dab')) return;
      const { sketch } = useProject.getState();
      if (!sketch || pointer[0] < 0 || pointer[1] < 0 || pointer[0] > sketch.size[0] || pointer[1] > sketch.size[1])
        return;
      const mine = ++asked;
      const veil = await coloring
        .influence({ ...newStroke(tools), points: [[pointer[0], pointer[1]]] })
        .catch(() => null);
      if (!veil) return;
      if (mine !== asked || live.getState().ink) veil.close();
      else {
        live.getState().influence?.close();
        live.setState({ influence: veil });
        timer = window.setTimeout(clear, SHOWN);
      }
    };

    const soon = (delay: number) => {
      clearTimeout(timer);
      timer = window.setTimeout(() => void show(), delay);
    };

    const ends = [
      live.subscribe((now, before) => {
        if (now.ink !== before.ink || now.pointer === null) clear();
        else if (now.pointer !== before.pointer) {
          if (now.influence) clear();
          if (!now.ink) soon(REST);
        }
      }),
      useTools.subscribe((now, before) => {
        if (now.reach !== before.reach) soon(0);
        else clear();
      }),
      useProject.subscribe(clear),
      useSettings.subscribe(clear),
    ];
    return () => {
      clear();
      for (const end of ends) end();
    };
  }, []);
}
