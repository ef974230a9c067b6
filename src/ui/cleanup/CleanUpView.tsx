import { type KeyboardEvent, type PointerEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wholeOf } from '../../models/sketch/cleanUp.js';
import type { Place, Quad } from '../../vision/quad.js';
import { boxOf, type Handle, handlePlace, handles, moveHandle, seen } from './frame.js';

/** CSS pixels between the picture and the view's edge, so that handles can be got hold of. */
const MARGIN = 22;

/** Picture pixels that an arrow key moves a handle, and with Shift. */
const STEP = 1;
const FAR_STEP = 10;

const HANDLE_NAMES = [
  'cleanUp.corner.0',
  'cleanUp.corner.1',
  'cleanUp.corner.2',
  'cleanUp.corner.3',
  'cleanUp.side.0',
  'cleanUp.side.1',
  'cleanUp.side.2',
  'cleanUp.side.3',
] as const;

const ARROWS: Readonly<Record<string, Place>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The whole picture, turned, and the frame that is cut out of it. */
export function CleanUpView(props: {
  picture: ImageBitmap | null;
  /** Pixels of the picture, of which `picture` may be a small copy. */
  size: readonly [number, number];
  turn: number;
  /** Corners as they are seen. */
  frame: Quad;
  free: boolean;
  onChange: (frame: Quad) => void;
}) {
  const { picture, size, turn, frame, free, onChange } = props;
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState<Place>([1, 1]);

  useLayoutEffect(() => {
    const { clientWidth, clientHeight } = host.current!;
    setView([clientWidth, clientHeight]);
  }, []);

  const box = boxOf(seen(wholeOf(size), turn, size));
  const scale = Math.min(
    (view[0] - 2 * MARGIN) / (box[1][0] - box[0][0]),
    (view[1] - 2 * MARGIN) / (box[2][1] - box[1][1]),
  );
  const toView = ([x, y]: Place): Place => [
    view[0] / 2 + (x - size[0] / 2) * scale,
    view[1] / 2 + (y - size[1] / 2) * scale,
  ];

  useEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    const ratio = window.devicePixelRatio || 1;
    canvas.current!.width = view[0] * ratio;
    canvas.current!.height = view[1] * ratio;
    if (!picture || picture.width === 0) return;
    context.imageSmoothingQuality = 'high';
    context.scale(ratio, ratio);
    context.translate(view[0] / 2, view[1] / 2);
    context.rotate((turn * Math.PI) / 180);
    const [width, height] = [size[0] * scale, size[1] * scale];
    context.drawImage(picture, -width / 2, -height / 2, width, height);
  }, [picture, turn, size, scale, view]);

  const drag = (handle: Handle) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => event.currentTarget.setPointerCapture(event.pointerId),
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
      const { left, top } = host.current!.getBoundingClientRect();
      const at: Place = [
        size[0] / 2 + (event.clientX - left - view[0] / 2) / scale,
        size[1] / 2 + (event.clientY - top - view[1] / 2) / scale,
      ];
      // Whole pixels, so that a picture that is only cut keeps its pixels as they are.
      onChange(moveHandle(frame, handle, [Math.round(at[0]), Math.round(at[1])], free));
    },
    onKeyDown: (event: KeyboardEvent) => {
      const way = ARROWS[event.key];
      if (!way) return;
      event.preventDefault();
      const step = event.shiftKey ? FAR_STEP : STEP;
      const [x, y] = handlePlace(frame, handle);
      onChange(moveHandle(frame, handle, [x + step * way[0], y + step * way[1]], free));
    },
  });

  const outline = frame.map((corner) => toView(corner).join(',')).join(' ');
  return (
    <div ref={host} className="clean-up-view">
      <canvas ref={canvas} aria-hidden />
      <svg className="clean-up-frame" aria-hidden>
        <path
          fillRule="evenodd"
          className="clean-up-outside"
          d={`M0,0H${view[0]}V${view[1]}H0Z M${frame.map((corner) => toView(corner).join(',')).join('L')}Z`}
        />
        <polygon className="clean-up-edge dark" points={outline} />
        <polygon className="clean-up-edge" points={outline} />
      </svg>
      {handles.map((handle) => {
        const [left, top] = toView(handlePlace(frame, handle));
        const [x, y] = handlePlace(frame, handle);
        return (
          <button
            key={handle}
            type="button"
            className="clean-up-handle"
            data-side={handle >= 4}
            style={{ left, top }}
            aria-label={`${t(HANDLE_NAMES[handle])}: ${Math.round(x)}, ${Math.round(y)}`}
            {...drag(handle)}
          />
        );
      })}
    </div>
  );
}
