import { useEffect, useRef } from 'react';
import { live } from '../store/live.js';
import { activeTool, useTools } from '../store/tools.js';
import { useView } from '../store/view.js';
import { canvasTools } from './tools/index.js';
import { toScreen } from './viewport.js';

/** Least diameter in CSS pixels, so that a fine brush can be seen. */
const SMALLEST = 3;

/**
 * The ring of the brush round the pointer: an element that the browser moves without drawing anything. Under the pen ink shows the
 * width, and the ring would only hold it up.
 */
export function PointerRing() {
  const ring = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { style } = ring.current!;
    const update = () => {
      const { pointer, ink } = live.getState();
      const tools = useTools.getState();
      const shows = pointer !== null && !ink && canvasTools[activeTool(tools)].ring;
      style.visibility = shows ? 'visible' : 'hidden';
      if (!shows) return;
      const { viewport } = useView.getState();
      const [x, y] = toScreen(viewport, pointer);
      const diameter = `${Math.max(SMALLEST, tools.size * viewport.scale)}px`;
      if (style.width !== diameter) style.width = style.height = diameter;
      style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
    };
    update();
    const ends = [
      live.subscribe((now, before) => (now.pointer !== before.pointer || now.ink !== before.ink) && update()),
      useTools.subscribe(update),
      useView.subscribe(update),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, []);
  return <div ref={ring} className="pointer-ring" aria-hidden />;
}
