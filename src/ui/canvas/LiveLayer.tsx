import type Konva from 'konva';
import { useEffect, useRef } from 'react';
import { Layer, Shape } from 'react-konva';
import type { HintStroke } from '../../models/hints/hints.js';
import { useColoring } from '../store/coloring.js';
import { live } from '../store/live.js';
import { useProject } from '../store/project.js';
import { activeTool, useTools } from '../store/tools.js';
import { strokePath, tracePath } from './paths.js';
import { canvasTools } from './tools/index.js';

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
        sceneFunc={(context, self) => {
          const canvas = context._context;
          const px = 1 / self.getAbsoluteScale().x;
          const { ink, pointer, sample } = live.getState();
          canvas.lineCap = 'round';
          canvas.lineJoin = 'round';
          canvas.globalAlpha = INK_OPACITY;
          for (const stroke of uncolored()) drawInk(canvas, stroke, strokePath(stroke));
          if (ink) drawInk(canvas, ink, tracePath(ink.points));
          canvas.globalAlpha = 1;
          if (!pointer) return;
          const tools = useTools.getState();
          if (canvasTools[activeTool(tools)].ring) drawRing(canvas, pointer, tools.size / 2, px);
          else if (sample && activeTool(tools) === 'eyedropper') drawSample(canvas, pointer, sample, px);
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

function drawInk(canvas: CanvasRenderingContext2D, { color, width }: HintStroke, path: Path2D) {
  canvas.lineWidth = width;
  canvas.strokeStyle = color;
  canvas.stroke(path);
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

function drawSample(canvas: CanvasRenderingContext2D, [x, y]: readonly [number, number], color: string, px: number) {
  canvas.beginPath();
  canvas.arc(x + 22 * px, y - 22 * px, 13 * px, 0, 2 * Math.PI);
  canvas.fillStyle = color;
  canvas.fill();
  canvas.lineWidth = 2 * px;
  canvas.strokeStyle = '#fff';
  canvas.stroke();
  canvas.lineWidth = px;
  canvas.strokeStyle = 'rgb(0 0 0 / 0.6)';
  canvas.stroke();
}
