import type Konva from 'konva';
import { useEffect, useRef } from 'react';
import { Layer, Shape } from 'react-konva';
import { useColoring } from '../store/coloring.js';
import { type Sketch, useProject } from '../store/project.js';
import { useView } from '../store/view.js';
import { drawClosure } from './closurePath.js';
import { drawPaper } from './drawPaper.js';
import type { Size } from './geometry.js';
import { shownPicture } from './shownPicture.js';

/** Milliseconds of the cross-fade to a new result: a few frames, enough to take the flash away. */
export const FADE = 110;

/** The paper and on it the picture, in sketch pixels. */
export function PictureLayer({ sketch }: { sketch: Sketch }) {
  const result = useColoring((s) => s.result);
  const previous = useColoring((s) => s.previous);
  const preview = useColoring((s) => s.preview);
  const doubt = useColoring((s) => s.doubt);
  const regions = useColoring((s) => s.regions);
  const closures = useProject((s) => s.closures);
  const before = useView((s) => s.before);
  const split = useView((s) => s.split);
  const shape = useRef<Konva.Shape>(null);
  const fade = useRef(1);

  const picture = shownPicture(sketch, { result, preview }, { before });
  const under = previous?.sketch === sketch ? previous.bitmap : sketch.bitmap;
  const fading = picture === result?.bitmap;

  const isRelook = previous?.strokes === result?.strokes;

  useEffect(() => {
    if (!result || isRelook || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const start = performance.now();
    let frame = 0;
    const step = () => {
      fade.current = Math.min(1, (performance.now() - start) / FADE);
      shape.current?.getLayer()?.batchDraw();
      if (fade.current < 1) frame = requestAnimationFrame(step);
    };
    fade.current = 0;
    step();
    return () => {
      cancelAnimationFrame(frame);
      fade.current = 1;
    };
  }, [result, isRelook]);

  return (
    <Layer listening={false}>
      <Shape
        ref={shape}
        sceneFunc={(context, self) => {
          const canvas = context._context;
          const scale = Math.abs(self.getAbsoluteScale().x);
          const [width, height] = sketch.size;
          drawPaper(canvas, sketch.size, scale);
          const fades = fading && fade.current < 1;
          if (fades) draw(canvas, under, sketch.size);
          canvas.globalAlpha = fades ? fade.current : 1;
          draw(canvas, picture, sketch.size);
          canvas.globalAlpha = 1;
          if (split !== null && picture !== sketch.bitmap) drawHalf(canvas, sketch, split, 1 / scale);
          if (regions && !before) {
            canvas.imageSmoothingEnabled = true;
            if (regions.bitmap.width > 0) canvas.drawImage(regions.bitmap, 0, 0, width, height);
            for (const closure of closures) drawClosure(canvas, closure, 1 / scale, '#fff');
          }
          if (doubt && !before) {
            canvas.imageSmoothingEnabled = true;
            if (doubt.bitmap.width > 0) canvas.drawImage(doubt.bitmap, 0, 0, width, height);
            if (doubt.next) drawNext(canvas, doubt.next, 1 / scale);
          }
        }}
      />
    </Layer>
  );
}

/** Over all of the sketch, which a draft is smaller than. A closed bitmap, whose store has moved on before React has, is left out; the next frame has the new one. */
function draw(canvas: CanvasRenderingContext2D, bitmap: ImageBitmap, [width, height]: Size): void {
  if (bitmap.width > 0) canvas.drawImage(bitmap, 0, 0, width, height);
}

/** The sketch over the left of the result, and the line between them. */
function drawHalf(canvas: CanvasRenderingContext2D, { bitmap, size }: Sketch, split: number, px: number): void {
  const [width, height] = size;
  canvas.save();
  canvas.beginPath();
  canvas.rect(0, 0, width * split, height);
  canvas.clip();
  canvas.fillStyle = '#fff';
  canvas.fillRect(0, 0, width, height);
  draw(canvas, bitmap, size);
  canvas.restore();
  canvas.fillStyle = 'rgb(0 0 0 / 0.55)';
  canvas.fillRect(width * split - 1.5 * px, 0, 3 * px, height);
  canvas.fillStyle = '#fff';
  canvas.fillRect(width * split - 0.5 * px, 0, px, height);
}

/** A target where the next hint tells most. */
function drawNext(canvas: CanvasRenderingContext2D, [x, y]: readonly [number, number], px: number): void {
  for (const [radius, width, color] of [
    [13, 5, 'rgb(0 0 0 / 0.6)'],
    [13, 2.5, '#fff'],
    [3, 4, 'rgb(0 0 0 / 0.6)'],
    [2, 3, '#fff'],
  ] as const) {
    canvas.beginPath();
    canvas.arc(x, y, radius * px, 0, 2 * Math.PI);
    canvas.lineWidth = width * px;
    canvas.strokeStyle = color;
    canvas.stroke();
  }
}
