import { live } from './live.js';

/**
 * Does work that only looks on once nothing has been painted or dragged for some milliseconds: under a moving pen it would hold up the ink.
 *
 * @returns calls it off
 */
export function whenPenRests(ms: number, work: () => void): () => void {
  let timer = 0;
  const wait = (left: number) => {
    timer = window.setTimeout(() => {
      const { ink, adjusting, painted } = live.getState();
      const toWait = ink || adjusting ? ms : ms - (performance.now() - painted);
      if (toWait > 0) wait(toWait);
      else work();
    }, left);
  };
  wait(ms);
  return () => clearTimeout(timer);
}
