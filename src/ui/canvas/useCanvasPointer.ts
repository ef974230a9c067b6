import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import * as edit from '../actions/editActions.js';
import { AWAY, live } from '../store/live.js';
import { useProject } from '../store/project.js';
import { activeTool, useTools } from '../store/tools.js';
import { useView } from '../store/view.js';
import { Fingers } from './fingers.js';
import type { ScreenPoint } from './geometry.js';
import { pressTool } from './pressTool.js';
import { type CanvasPointer, type CanvasTool, canvasTools } from './tools/index.js';
import { toSketch, wheelIntent } from './viewport.js';

/**
 * Brings pointers to tools: one pen, mouse or finger works the active tool, the middle button pans, two fingers move
 * and zoom the view or, by a tap, undo; the wheel zooms at the pointer.
 */
export function useCanvasPointer(host: RefObject<HTMLElement | null>) {
  const press = useRef<{ id: number; tool: CanvasTool } | null>(null);
  const [fingers] = useState(() => new Fingers());
  /** Where the pointer was last, while it is over the picture. */
  const hovering = useRef<CanvasPointer | null>(null);

  const onScreen = (event: { clientX: number; clientY: number }): ScreenPoint => {
    const { left, top } = host.current!.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };

  const read = (event: PointerEvent): CanvasPointer => {
    const { viewport } = useView.getState();
    const { left, top } = host.current!.getBoundingClientRect();
    const screen: ScreenPoint = [event.clientX - left, event.clientY - top];
    const native = event.nativeEvent;
    const passed = native.getCoalescedEvents?.() ?? [];
    const events = passed.length ? passed : [native];
    return {
      at: toSketch(viewport, screen),
      screen,
      trail: events.map((e) => toSketch(viewport, [e.clientX - left, e.clientY - top])),
      pressures: event.pointerType === 'pen' ? events.map((e) => e.pressure) : null,
      shift: event.shiftKey,
    };
  };

  const hover = (pointer: CanvasPointer) => {
    canvasTools[activeTool(useTools.getState())].hover?.(pointer);
  };

  const cancel = () => {
    press.current?.tool.cancel?.();
    press.current = null;
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
    const hoverAgain = (shift: boolean) => {
      if (press.current || !hovering.current || !useProject.getState().sketch) return;
      hover({ ...hovering.current, shift });
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') cancel();
      if (event.key === 'Shift' && !event.repeat) hoverAgain(event.type === 'keydown');
    };
    const endToolWatch = useTools.subscribe((now, before) => {
      if (activeTool(now) === activeTool(before)) return;
      live.setState({ target: null, sample: null, line: null }); // the other tool's
      hoverAgain(false);
    });
    element.addEventListener('wheel', onWheel, { passive: false });
    window.addEventListener('keydown', onKey);
    window.addEventListener('keyup', onKey);
    return () => {
      element.removeEventListener('wheel', onWheel);
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keyup', onKey);
      endToolWatch();
    };
  });

  return {
    onPointerDown(event: PointerEvent) {
      if (!useProject.getState().sketch) return;
      host.current?.setPointerCapture(event.pointerId);
      if (event.pointerType === 'touch' && fingers.down(event.pointerId, onScreen(event))) return cancel();
      if (press.current) return;
      const middle = event.button === 1;
      if (event.button !== 0 && !middle) return;
      if (middle) event.preventDefault(); // no auto-scroll
      press.current = { id: event.pointerId, tool: pressTool(read(event), middle ? canvasTools.pan : undefined) };
    },
    onPointerMove(event: PointerEvent) {
      if (!useProject.getState().sketch) return;
      if (event.pointerType === 'touch') fingers.move(event.pointerId, onScreen(event));
      const pointer = read(event);
      const isPress = press.current?.id === event.pointerId;
      if (event.pointerType === 'touch' && !isPress) return; // a second finger, or what is left of two, points at nothing
      hovering.current = pointer;
      live.setState({ pointer: pointer.at });
      if (isPress) press.current!.tool.move?.(pointer);
      else if (!press.current) hover(pointer);
    },
    onPointerUp(event: PointerEvent) {
      const done = fingers.up(event.pointerId);
      if (done === 'tap') void edit.undo.perform();
      if (done) return;
      if (press.current?.id !== event.pointerId) return;
      const { tool } = press.current;
      press.current = null;
      tool.up?.(read(event));
    },
    onPointerCancel(event: PointerEvent) {
      fingers.cancel(event.pointerId);
      if (press.current?.id === event.pointerId) cancel();
    },
    onPointerLeave() {
      hovering.current = null;
      live.setState(AWAY);
    },
  };
}
