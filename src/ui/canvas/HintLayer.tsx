import type Konva from 'konva';
import { useEffect, useRef } from 'react';
import { Layer, Shape } from 'react-konva';
import { live } from '../store/live.js';
import { useProject } from '../store/project.js';
import { activeTool, useTools } from '../store/tools.js';
import { useView } from '../store/view.js';
import { strokePath } from './paths.js';

/** Widths of a mark in CSS pixels, whatever the zoom: its colour, the light rim, the dark rim outside. */
const MARK = 3.5;
const RIM = 6.5;
const EDGE = 8;

/** Milliseconds of looking after which the marks fade. */
const LOOKING = 1600;

/** The hints as thin outlined marks, which fade while one looks and come back while one paints. */
export function HintLayer() {
  const strokes = useProject((s) => s.strokes);
  const shape = useRef<Konva.Shape>(null);
  useFading(shape);

  return (
    <Layer listening={false}>
      <Shape
        ref={shape}
        sceneFunc={(context, self) => {
          const canvas = context._context;
          const px = 1 / self.getAbsoluteScale().x;
          const { target } = live.getState();
          canvas.lineCap = 'round';
          canvas.lineJoin = 'round';
          for (const stroke of strokes) {
            const path = strokePath(stroke);
            const extra = stroke.id === target ? 4 : 0;
            canvas.lineWidth = (EDGE + extra) * px;
            canvas.strokeStyle = 'rgb(0 0 0 / 0.6)';
            canvas.stroke(path);
            canvas.lineWidth = (RIM + extra) * px;
            canvas.strokeStyle = stroke.id === target ? '#ff4d4d' : '#fff';
            canvas.stroke(path);
            canvas.lineWidth = MARK * px;
            canvas.strokeStyle = stroke.color;
            canvas.stroke(path);
          }
        }}
      />
    </Layer>
  );
}

/** Fades the layer's canvas element, which costs no drawing. */
function useFading(shape: React.RefObject<Konva.Shape | null>) {
  useEffect(() => {
    let timer = 0;
    const show = () => {
      const layer = shape.current?.getLayer();
      if (!layer) return;
      const { marks } = useView.getState();
      const looking = performance.now() - live.getState().painted > LOOKING;
      const erasing = activeTool(useTools.getState()) === 'eraser';
      const visible = marks === 'always' || (marks === 'fade' && (erasing || !looking));
      const { style } = layer.getNativeCanvasElement();
      style.transition = visible ? 'opacity 60ms' : 'opacity 400ms';
      style.opacity = visible ? '1' : '0';
      clearTimeout(timer);
      if (visible) timer = window.setTimeout(show, LOOKING);
    };
    show();
    const ends = [
      live.subscribe((now, before) => {
        if (now.painted !== before.painted) show();
        if (now.target !== before.target) shape.current?.getLayer()?.batchDraw();
      }),
      useTools.subscribe(show),
      useView.subscribe((now, before) => now.marks !== before.marks && show()),
    ];
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }, [shape]);
}
