import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { partAt } from '../../models/parts/partMap.js';
import { useColoring } from '../store/coloring.js';
import { AWAY, live } from '../store/live.js';
import { useProject } from '../store/project.js';
import { activeTool, useTools } from '../store/tools.js';
import { useView } from '../store/view.js';
import type { ScreenPoint } from './geometry.js';
import { pressTool } from './pressTool.js';
import { type CanvasPointer, type CanvasTool, canvasTools } from './tools/index.js';
import { toSketch } from './viewport.js';

/** CSS pixels that an arrow key moves the cross, and with Shift. */
const STEP = 16;
const FINE = 2;

/** Milliseconds that the cross rests before its place is told. */
const REST = 400;

const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The tools by keys alone: arrows move a cross over the picture, Enter presses the tool in hand there for as long as it is held. It
 * lies over the picture and lets every pointer through.
 */
export function CanvasKeys() {
  const { t } = useTranslation();
  const canvas = useView((s) => s.canvas);
  const [at, setAt] = useState<ScreenPoint | null>(null);
  const [place, setPlace] = useState('');
  const press = useRef<CanvasTool | null>(null);

  const pointerAt = (screen: ScreenPoint, shift = false): CanvasPointer => {
    const point = toSketch(useView.getState().viewport, screen);
    return { at: point, screen, trail: [point], pressures: null, shift };
  };

  const move = (to: ScreenPoint, shift = false) => {
    const screen: ScreenPoint = [
      Math.min(canvas[0] - 1, Math.max(0, to[0])),
      Math.min(canvas[1] - 1, Math.max(0, to[1])),
    ];
    const pointer = pointerAt(screen, shift);
    setAt(screen);
    live.setState({ pointer: pointer.at });
    if (press.current) press.current.move?.(pointer);
    else canvasTools[activeTool(useTools.getState())].hover?.(pointer);
  };

  const leave = () => {
    press.current?.cancel?.();
    press.current = null;
    setAt(null);
    live.setState(AWAY);
  };

  useEffect(() => {
    if (!at) return setPlace('');
    const timer = setTimeout(() => setPlace(placeName(at, t)), REST);
    return () => clearTimeout(timer);
  }, [at, t]);

  const down = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !at) return;
    const way = WAYS[event.key];
    if (way) {
      const step = event.shiftKey ? FINE : STEP;
      move([at[0] + way[0] * step, at[1] + way[1] * step], event.shiftKey);
    } else if (event.key === 'Enter') {
      if (!event.repeat) press.current ??= pressTool(pointerAt(at, event.shiftKey));
    } else if (event.key === 'Escape' && press.current) {
      press.current.cancel?.();
      press.current = null;
    } else return;
    event.preventDefault();
  };

  const up = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !press.current || !at) return;
    const tool = press.current;
    press.current = null;
    tool.up?.(pointerAt(at));
  };

  return (
    <div
      className="canvas-keys"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the focus
      tabIndex={0}
      aria-label={t('canvas.keys')}
      onFocus={() => move([canvas[0] / 2, canvas[1] / 2])}
      onBlur={leave}
      onKeyDown={down}
      onKeyUp={up}
    >
      {at && <div className="canvas-cross" style={{ transform: `translate(${at[0]}px, ${at[1]}px)` }} />}
      <span className="hidden" role="status">
        {place}
      </span>
    </div>
  );
}

/** Where the cross is in the picture, in hundredths of its sides, and what is there. */
function placeName(screen: ScreenPoint, t: ReturnType<typeof useTranslation>['t']): string {
  const { sketch } = useProject.getState();
  if (!sketch) return '';
  const [x, y] = toSketch(useView.getState().viewport, screen).map((value, axis) => value / sketch.size[axis]);
  if (x < 0 || y < 0 || x > 1 || y > 1) return t('canvas.outside');
  const { figure } = useColoring.getState();
  const part = figure && partAt(figure, x, y);
  const where = t('canvas.at', { x: Math.round(100 * x), y: Math.round(100 * y) });
  return part ? `${t(`part.${part}`)}, ${where}` : where;
}
