import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { live } from '../store/live.js';
import { useProject } from '../store/project.js';
import { activeTool, useTools } from '../store/tools.js';
import { useView } from '../store/view.js';
import type { ScreenPoint } from './geometry.js';
import { type CanvasPointer, type CanvasTool, canvasTools } from './tools/index.js';
import { toSketch, wheelIntent } from './viewport.js';

/**
 * Brings pointers to tools: one pen, mouse or finger works the active tool, the middle button pans, two fingers move
 * and zoom the view, the wheel zooms at the pointer.
 */
export function useCanvasPointer(host: RefObject<HTMLElement | null>) {
  const press = useRef<{ id: number; tool: CanvasTool } | null>(null);
  const touches = useRef(new Map<number, ScreenPoint>());

  const onScreen = (event: { clientX: number; clientY: number }): ScreenPoint => {
    const { left, top } = host.current!.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };

  const read = (event: PointerEvent): CanvasPointer => {
    const { viewport } = useView.getState();
    const screen = onScreen(event);
    const native = event.nativeEvent;
    const passed = native.getCoalescedEvents?.() ?? [];
    const trail = (passed.length ? passed : [native]).map((e) => toSketch(viewport, onScreen(e)));
    return { at: toSketch(viewport, screen), screen, trail };
  };

  const cancel = () => {
    press.current?.tool.cancel?.();
    press.current = null;
  };

  /** Moves and zooms the view as one finger of two has moved. */
  const pinch = (id: number, now: ScreenPoint) => {
    const was = touches.current.get(id)!;
    const other = [...touches.current].find(([otherId]) => otherId !== id)![1];
    const spread = (p: ScreenPoint) => Math.max(1, Math.hypot(p[0] - other[0], p[1] - other[1]));
    const view = useView.getState();
    view.zoom(spread(now) / spread(was), [(was[0] + other[0]) / 2, (was[1] + other[1]) / 2]);
    view.pan((now[0] - was[0]) / 2, (now[1] - was[1]) / 2);
  };

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault(); // or the page would zoom; React's own listener may not do this
      if (!useProject.getState().sketch) return;
      const intent = wheelIntent(event);
      if (intent.kind === 'zoom') useView.getState().zoom(intent.factor, onScreen(event));
      else useView.getState().pan(intent.dx, intent.dy);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') cancel();
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    window.addEventListener('keydown', onKey);
    return () => {
      element.removeEventListener('wheel', onWheel);
      window.removeEventListener('keydown', onKey);
    };
  });

  return {
    onPointerDown(event: PointerEvent) {
      if (!useProject.getState().sketch) return;
      host.current?.setPointerCapture(event.pointerId);
      if (event.pointerType === 'touch') {
        touches.current.set(event.pointerId, onScreen(event));
        if (touches.current.size > 1) return cancel();
      }
      if (press.current) return;
      const middle = event.button === 1;
      if (event.button !== 0 && !middle) return;
      if (middle) event.preventDefault(); // no auto-scroll
      const tool = canvasTools[middle ? 'pan' : activeTool(useTools.getState())];
      press.current = { id: event.pointerId, tool };
      tool.down?.(read(event));
    },
    onPointerMove(event: PointerEvent) {
      if (!useProject.getState().sketch) return;
      if (touches.current.has(event.pointerId)) {
        const now = onScreen(event);
        if (touches.current.size === 2) pinch(event.pointerId, now);
        touches.current.set(event.pointerId, now);
      }
      const pointer = read(event);
      live.setState({ pointer: pointer.at });
      if (press.current?.id === event.pointerId) press.current.tool.move?.(pointer);
      else if (!press.current) canvasTools[activeTool(useTools.getState())].hover?.(pointer);
    },
    onPointerUp(event: PointerEvent) {
      touches.current.delete(event.pointerId);
      if (press.current?.id !== event.pointerId) return;
      const { tool } = press.current;
      press.current = null;
      tool.up?.(read(event));
    },
    onPointerCancel(event: PointerEvent) {
      touches.current.delete(event.pointerId);
      if (press.current?.id === event.pointerId) cancel();
    },
    onPointerLeave() {
      live.setState({ pointer: null, target: null, sample: null });
    },
  };
}
