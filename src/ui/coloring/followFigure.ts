import { useColoring } from '../store/coloring.js';
import { coloring } from './coloring.js';

/** Asks what is a part of what in each sketch, once for every model and every set of closed gaps that it is coloured with. */
export function followFigure(): void {
  let asked = 0;
  useColoring.subscribe((now, before) => {
    const { engine, result, setFigure } = now;
    const isNew =
      engine !== before.engine ||
      result?.sketch !== before.result?.sketch ||
      result?.closures !== before.result?.closures;
    if (!isNew) return;
    const mine = ++asked;
    if (!result || !engine?.usual) {
      if (now.figure) setFigure(null);
      return;
    }
    void coloring
      .figure()
      .catch(() => null) // the status bar tells what is wrong
      .then((figure) => {
        if (mine === asked) setFigure(figure);
      });
  });
}
