import type Konva from 'konva';
import { useEffect, useRef } from 'react';
import { Layer, Shape } from 'react-konva';
import { useColoring } from '../store/coloring.js';
import type { Sketch } from '../store/project.js';
import { useView } from '../store/view.js';
import { shownPicture } from './shownPicture.js';

/** Milliseconds of the cross-fade to a new result: a few frames, enough to take the flash away. */
const FADE = 110;

/** CSS pixels a sketch pixel from which pixels show as squares. */
const SQUARES_FROM = 3;

/** The paper and on it the picture, in sketch pixels. */
export function PictureLayer({ sketch }: { sketch: Sketch }) {
  const result = useColoring((s) => s.result);
  const previous = useColoring((s) => s.previous);
  const before = useView((s) => s.before);
  const shape = useRef<Konva.Shape>(null);
  const fade = useRef(1);

  const picture = shownPicture(sketch, { result }, { before });
  const under = previous?.sketch === sketch ? previous.bitmap : sketch.bitmap;
  const fading = picture === result?.bitmap;

  useEffect(() => {
    if (!result || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
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
  }, [result]);

  return (
    <Layer listening={false}>
      <Shape
        ref={shape}
        sceneFunc={(context, self) => {
          const canvas = context._context;
          const scale = self.getAbsoluteScale().x;
          const [width, height] = sketch.size;
          canvas.fillStyle = '#fff';
          canvas.shadowColor = 'rgb(0 0 0 / 0.35)';
          canvas.shadowBlur = 14;
          canvas.shadowOffsetY = 2;
          canvas.fillRect(0, 0, width, height);
          canvas.shadowColor = 'transparent';
          canvas.imageSmoothingEnabled = scale < SQUARES_FROM;
          canvas.imageSmoothingQuality = scale < 1 ? 'high' : 'low';
          const fades = fading && fade.current < 1;
          if (fades) draw(canvas, under);
          canvas.globalAlpha = fades ? fade.current : 1;
          draw(canvas, picture);
        }}
      />
    </Layer>
  );
}

/** A closed bitmap, whose store has moved on before React has, is left out; the next frame has the new one. */
function draw(canvas: CanvasRenderingContext2D, bitmap: ImageBitmap): void {
  if (bitmap.width > 0) canvas.drawImage(bitmap, 0, 0);
}
