import { useEffect, useRef } from 'react';
import type { HintStroke } from '../../models/hints/hints.js';
import { useColoring } from '../store/coloring.js';
import { live } from '../store/live.js';
import { useProject } from '../store/project.js';
import { useView } from '../store/view.js';
import { drawInk } from './drawInk.js';
import { FADE } from './PictureLayer.js';
import { toScreen, type Viewport } from './viewport.js';

/** Points at the end of a stroke whose curve the next point still bends. */
const UNSETTLED = 3;

/**
 * Hints that have no colours yet, in their full width: the one under the pen and those that wait. On a canvas of its own, of
 * which a move of the pen draws anew what it changed and nothing else.
 */
export function InkCanvas() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useView((s) => s.canvas);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a canvas that is given a size is empty
  useEffect(() => follow(canvas.current!.getContext('2d')!), [size]);

  return (
    <canvas
      ref={canvas}
      className="ink"
      width={size[0] * devicePixelRatio}
      height={size[1] * devicePixelRatio}
      aria-hidden
    />
  );
}

/** Keeps the ink on a canvas in step with the strokes until the returned function is called. */
function follow(context: CanvasRenderingContext2D): () => void {
  let frame = 0;
  let timer = 0;
  /** Points of the stroke under the pen that are drawn. */
  let drawn = 0;
  let isClear = true;

  const redraw = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = 0;
    const { ink } = live.getState();
    const strokes = uncolored();
    drawn = ink?.points.length ?? 0;
    if (isClear && !ink && strokes.length === 0) return;
    isClear = !ink && strokes.length === 0;
    wipe(context);
    inSketchPixels(context, useView.getState().viewport);
    for (const stroke of strokes) drawInk(context, stroke);
    if (ink) drawInk(context, ink);
  };

  /** With the picture and its marks, which are drawn in the next frame. */
  const soon = () => {
    frame ||= requestAnimationFrame(redraw);
  };

  const extend = (ink: HintStroke) => {
    const { viewport } = useView.getState();
    const [left, top, width, height] = reached(ink, drawn, viewport, density(context));
    drawn = ink.points.length;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    context.clearRect(left, top, width, height);
    inSketchPixels(context, viewport);
    for (const stroke of uncolored()) drawInk(context, stroke);
    drawInk(context, ink);
    context.restore();
  };

  const ends = [
    live.subscribe((now, before) => {
      if (!now.ink) {
        if (before.ink || now.filled !== before.filled) soon();
      } else if (before.ink?.points !== now.ink.points || frame) redraw();
      else if (now.tick !== before.tick) extend(now.ink);
    }),
    useProject.subscribe((now, before) => {
      if (now.strokes !== before.strokes) soon();
    }),
    useColoring.subscribe((now, before) => {
      if (now.result === before.result) return;
      clearTimeout(timer);
      timer = window.setTimeout(soon, now.result ? FADE : 0); // the old colours do not show through meanwhile
    }),
    useView.subscribe((now, before) => {
      if (now.viewport !== before.viewport) soon();
    }),
  ];
  redraw();
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    for (const end of ends) end();
  };
}

/** Strokes that the result does not have yet, and areas that are about to become some. */
function uncolored(): readonly HintStroke[] {
  const { strokes } = useProject.getState();
  const { result } = useColoring.getState();
  const filled = live.getState().filled ?? [];
  if (!result) return [...strokes, ...filled];
  if (result.strokes === strokes) return filled;
  const colored = new Set(result.strokes);
  return [...strokes.filter((stroke) => !colored.has(stroke)), ...filled];
}

function wipe(context: CanvasRenderingContext2D) {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
}

/** Pixels of the canvas a CSS pixel. */
const density = ({ canvas }: CanvasRenderingContext2D) => canvas.width / useView.getState().canvas[0];

function inSketchPixels(context: CanvasRenderingContext2D, view: Viewport) {
  const px = density(context);
  const [x, y] = toScreen(view, [0, 0]);
  const [ax, ay] = toScreen(view, [1, 0]);
  const [bx, by] = toScreen(view, [0, 1]);
  context.setTransform((ax - x) * px, (ay - y) * px, (bx - x) * px, (by - y) * px, x * px, y * px);
  context.lineCap = 'round';
  context.lineJoin = 'round';
}

/**
 * The box in pixels of the canvas, left, top, width and height, in which a stroke with new points looks otherwise than with its
 * first `drawn`.
 */
function reached(
  { points, width, widths }: HintStroke,
  drawn: number,
  view: Viewport,
  px: number,
): [number, number, number, number] {
  const from = Math.max(0, drawn - UNSETTLED);
  const changed = points.slice(from).map((point) => toScreen(view, point));
  const widest = widths ? Math.max(...widths.slice(from)) : width;
  const rim = (widest / 2) * view.scale + 2; // what smooth edges take
  const span = (axis: 0 | 1) => {
    const values = changed.map((point) => point[axis]);
    const start = Math.floor((Math.min(...values) - rim) * px);
    return [start, Math.ceil((Math.max(...values) + rim) * px) - start] as const;
  };
  const [[left, w], [top, h]] = [span(0), span(1)];
  return [left, top, w, h];
}
