import type Konva from 'konva';
import { useEffect, useRef } from 'react';
import { Layer, Shape } from 'react-konva';
import { type LiveState, live } from '../store/live.js';
import { activeTool, useTools } from '../store/tools.js';
import { useView } from '../store/view.js';
import { drawClosure } from './closurePath.js';
import { drawAim } from './drawAim.js';
import { drawLine } from './drawLine.js';
import type { SketchPoint } from './geometry.js';
import { toScreen, toSketch, type Viewport } from './viewport.js';

/**
 * What shows at the pointer for as long as it is there: where a hint would have its say, what a click would fill or draw, the line
 * that closes a gap, the eyedropper's colour. Drawn without React in between, and only when one of them changes: ink has a canvas of its own.
 */
export function LiveLayer() {
  const shape = useRef<Konva.Shape>(null);
  useEffect(() => {
    const redraw = () => {
      // A layer that shows nothing is taken out, so that the screen has one picture less to put together in each frame.
      shape.current?.getLayer()?.visible(shows(live.getState())).batchDraw();
    };
    redraw();
    const ends = [
      live.subscribe((now, before) => (shows(now) || shows(before)) && redraw()),
      useTools.subscribe(() => shows(live.getState()) && redraw()),
    ];
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
          const { ink, pointer, sample, influence, aim, line, closing, closure } = live.getState();
          const tool = activeTool(useTools.getState());
          if (influence && !ink) {
            const [width, height] = useView.getState().sketch;
            canvas.imageSmoothingQuality = 'high';
            if (influence.width > 0) canvas.drawImage(influence, 0, 0, width, height);
          }
          if (aim) drawAim(canvas, aim, px);
          if (line && !ink) drawLine(canvas, line, px);
          if (closing && closing.length > 1) drawClosure(canvas, closing, px, '#fff');
          if (closure && tool === 'gap') drawClosure(canvas, closure, px, '#ff4d4d');
          if (pointer && sample && tool === 'eyedropper') drawSample(canvas, viewport, pointer, sample);
        }}
      />
    </Layer>
  );
}

const shows = ({ influence, aim, line, closing, closure, sample }: LiveState) =>
  Boolean(influence || aim || line || closing || closure || sample);

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
