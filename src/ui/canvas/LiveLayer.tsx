import type Konva from 'konva';
import { useEffect, useRef } from 'react';
import { Layer, Shape } from 'react-konva';
import type { HintStroke } from '../../models/hints/hints.js';
import { useColoring } from '../store/coloring.js';
import { live } from '../store/live.js';
import { useProject } from '../store/project.js';
import { activeTool, useTools } from '../store/tools.js';
import { useView } from '../store/view.js';
import { drawClosure } from './closurePath.js';
import type { SketchPoint } from './geometry.js';
import { strokePath, tracePath } from './paths.js';
import { canvasTools } from './tools/index.js';
import { toScreen, toSketch, type Viewport } from './viewport.js';

/** Ink lets a little of the lines through. */
const INK_OPACITY = 0.9;

/**
 * What follows the pointer: the stroke being drawn and those not yet coloured, as ink in their full width; the ring of
 * the brush; the eyedropper's colour. Drawn without React in between.
 */
export function LiveLayer() {
  const shape = useRef<Konva.Shape>(null);
  useEffect(() => {
    const redraw = () => void shape.current?.getLayer()?.batchDraw();
    const ends = [live, useProject, useTools, useColoring].map((store) => store.subscribe(redraw));
    return () => {
      for (const end of ends) end();
    };
  }, []);

  return (
    <Layer listening={false}>
      <Shape
        ref={shape}
        sceneFunc={(context) => {
          const canvas = context._context;
          const { viewport } = useView.getState();
          const px = 1 / viewport.scale;
          const { ink, pointer, sample, influence, closing, closure } = live.getState();
          if (influence && !ink) {
            const [width, height] = useView.getState().sketch;
            canvas.imageSmoothingQuality = 'high';
            if (influence.width > 0) canvas.drawImage(influence, 0, 0, width, height);
          }
          canvas.lineCap = 'round';
          canvas.lineJoin = 'round';
          canvas.globalAlpha = INK_OPACITY;
          for (const stroke of uncolored()) drawInk(canvas, stroke);
          if (ink) drawInk(canvas, ink);
          canvas.globalAlpha = 1;
          if (closing && closing.length > 1) drawClosure(canvas, closing, px, '#fff');
          if (closure && activeTool(useTools.getState()) === 'gap') drawClosure(canvas, closure, px, '#ff4d4d');
          if (!pointer) return;
          const tools = useTools.getState();
          if (canvasTools[activeTool(tools)].ring) drawRing(canvas, pointer, tools.size / 2, px);
          else if (sample && activeTool(tools) === 'eyedropper') drawSample(canvas, viewport, pointer, sample);
        }}
      />
    </Layer>
  );
}

/** Strokes that the result does not have yet. */
function uncolored(): readonly HintStroke[] {
  const { strokes } = useProject.getState();
  const { result } = useColoring.getState();
  if (!result) return strokes;
  if (result.strokes === strokes) return [];
  const colored = new Set(result.strokes);
  return strokes.filter((stroke) => !colored.has(stroke));
}

function drawInk(canvas: CanvasRenderingContext2D, stroke: HintStroke) {
  const { color, width, points, widths, area } = stroke;
  if (area) {
    canvas.fillStyle = color;
    canvas.fill(strokePath(stroke), 'evenodd');
    return;
  }
  canvas.strokeStyle = color;
  if (widths && points.length > 1) {
    for (let i = 1; i < points.length; i++) {
      canvas.lineWidth = (widths[i - 1] + widths[i]) / 2;
      canvas.beginPath();
      canvas.moveTo(...points[i - 1]);
      canvas.lineTo(...points[i]);
      canvas.stroke();
    }
    return;
  }
  canvas.lineWidth = widths?.[0] ?? width;
  canvas.stroke(tracePath(points));
}

/** Dark inside light, so that it shows on every colour. */
function drawRing(canvas: CanvasRenderingContext2D, [x, y]: readonly [number, number], radius: number, px: number) {
  const circle = (r: number, color: string) => {
    canvas.beginPath();
    canvas.arc(x, y, Math.max(r, 1.5 * px), 0, 2 * Math.PI);
    canvas.lineWidth = px;
    canvas.strokeStyle = color;
    canvas.stroke();
  };
  circle(radius, 'rgb(0 0 0 / 0.75)');
  circle(radius + px, 'rgb(255 255 255 / 0.85)');
}

/** A disc of the colour above and right of the pointer, however the view is turned. */
function drawSample(canvas: CanvasRenderingContext2D, view: Viewport, at: SketchPoint, color: string) {
  const px = 1 / view.scale;
  const [screenX, screenY] = toScreen(view, at);
  const [x, y] = toSketch(view, [screenX + 22, screenY - 22]);
  canvas.beginPath();
  canvas.arc(x, y, 13 * px, 0, 2 * Math.PI);
  canvas.fillStyle = color;
  canvas.fill();
  canvas.lineWidth = 2 * px;
  canvas.strokeStyle = '#fff';
  canvas.stroke();
  canvas.lineWidth = px;
  canvas.strokeStyle = 'rgb(0 0 0 / 0.6)';
  canvas.stroke();
}
