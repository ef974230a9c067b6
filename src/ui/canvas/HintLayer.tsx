import type Konva from 'konva';
import { useEffect, useRef } from 'react';
import { Layer, Shape } from 'react-konva';
import { areaAnchor } from '../hints/area.js';
import { live } from '../store/live.js';
import { usePicked } from '../store/picked.js';
import { type Stroke, useProject } from '../store/project.js';
import { activeTool, useTools } from '../store/tools.js';
import { useView } from '../store/view.js';
import { strokePath } from './paths.js';

/** Widths of a mark in CSS pixels, whatever the zoom: its colour, the light rim, the dark rim outside. */
const MARK = 3.5;
const RIM = 6.5;
const EDGE = 8;

/** The rim of a hint that the pointer is on, or that is picked. */
const MEANT = '#4d8dff';

/** Milliseconds of looking after which the marks fade, and that they take for it. */
const LOOKING = 1600;
const FADING = 400;

/** The hints as thin outlined marks, which fade while one looks and come back while one paints. */
export function HintLayer() {
  const strokes = useProject((s) => s.strokes);
  const shape = useRef<Konva.Shape>(null);
  useFading(shape, strokes.length === 0);

  return (
    <Layer listening={false}>
      <Shape
        ref={shape}
        sceneFunc={(context, self) => {
          const canvas = context._context;
          const px = 1 / Math.abs(self.getAbsoluteScale().x);
          const { target } = live.getState();
          const picked = usePicked.getState().id;
          canvas.lineCap = 'round';
          canvas.lineJoin = 'round';
          for (const stroke of strokes) {
            const isMeant = stroke.id === target || stroke.id === picked;
            if (stroke.area) drawAreaMark(canvas, stroke, px, isMeant);
            else drawMark(canvas, strokePath(stroke), stroke, px, isMeant, stroke.id === target && isErasing());
          }
        }}
      />
    </Layer>
  );
}

const isErasing = () => activeTool(useTools.getState()) === 'eraser';

function drawMark(
  canvas: CanvasRenderingContext2D,
  path: Path2D,
  { color, empty }: Stroke,
  px: number,
  isMeant: boolean,
  goes: boolean,
) {
  const extra = isMeant ? 4 : 0;
  canvas.lineWidth = (EDGE + extra) * px;
  canvas.strokeStyle = 'rgb(0 0 0 / 0.6)';
  canvas.stroke(path);
  canvas.lineWidth = (RIM + extra) * px;
  canvas.strokeStyle = goes ? '#ff4d4d' : isMeant ? MEANT : '#fff';
  canvas.stroke(path);
  canvas.lineWidth = MARK * px;
  canvas.strokeStyle = color;
  canvas.stroke(path);
  if (!empty) return;
  canvas.setLineDash([3 * px, 4 * px]); // white alone would not tell paper from a white hint
  canvas.strokeStyle = '#555';
  canvas.stroke(path);
  canvas.setLineDash([]);
}

/** An area is marked by a square in its middle; its outline shows while it is meant. */
function drawAreaMark(canvas: CanvasRenderingContext2D, stroke: Stroke, px: number, isMeant: boolean) {
  if (isMeant) {
    const outline = strokePath(stroke);
    canvas.lineWidth = 3 * px;
    canvas.strokeStyle = 'rgb(0 0 0 / 0.6)';
    canvas.stroke(outline);
    canvas.lineWidth = 1.5 * px;
    canvas.strokeStyle = MEANT;
    canvas.stroke(outline);
  }
  const [x, y] = areaAnchor(stroke);
  const square = new Path2D();
  const side = 5 * px;
  square.rect(x - side / 2, y - side / 2, side, side);
  drawMark(canvas, square, stroke, px, isMeant, false);
  canvas.fillStyle = stroke.color;
  canvas.fill(square);
}

/**
 * Fades the layer's canvas element, which costs no drawing. What has faded, or has no mark, is taken out: hundreds of marks drawn
 * unseen would hold up a drag of the view.
 */
function useFading(shape: React.RefObject<Konva.Shape | null>, isEmpty: boolean) {
  useEffect(() => {
    let timer = 0;
    let hiding = 0;
    const show = () => {
      const layer = shape.current?.getLayer();
      if (!layer) return;
      const { marks } = useView.getState();
      const looking = performance.now() - live.getState().painted > LOOKING;
      const tool = activeTool(useTools.getState());
      const needed = tool === 'eraser' || tool === 'select' || usePicked.getState().id !== null;
      const visible = !isEmpty && (marks === 'always' || (marks === 'fade' && (needed || !looking)));
      const { style } = layer.getNativeCanvasElement();
      const opacity = visible ? '1' : '0';
      if (style.opacity !== opacity) {
        style.transition = visible ? 'opacity 60ms' : `opacity ${FADING}ms`;
        style.opacity = opacity;
      }
      clearTimeout(hiding);
      if (!visible) hiding = window.setTimeout(() => layer.visible(false), isEmpty ? 0 : FADING);
      else if (!layer.visible()) layer.visible(true).batchDraw();
      clearTimeout(timer);
      if (visible) timer = window.setTimeout(show, LOOKING);
    };
    show();
    const ends = [
      live.subscribe((now, before) => {
        if (now.painted !== before.painted) show();
        if (now.target !== before.target) shape.current?.getLayer()?.batchDraw();
      }),
      usePicked.subscribe(() => {
        show();
        shape.current?.getLayer()?.batchDraw();
      }),
      useTools.subscribe(show),
      useView.subscribe((now, before) => now.marks !== before.marks && show()),
    ];
    return () => {
      clearTimeout(timer);
      clearTimeout(hiding);
      for (const end of ends) end();
    };
  }, [shape, isEmpty]);
}
