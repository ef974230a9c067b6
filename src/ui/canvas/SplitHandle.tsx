import { MoveHorizontal } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useView } from '../store/view.js';
import { toScreen, toSketch } from './viewport.js';

/** CSS pixels that the grip keeps from the canvas' edge. */
const INSET = 20;

/** A press of an arrow key moves the split by this part of the width. */
const STEP = 0.02;

/** The grip of the line between sketch and result. */
export function SplitHandle() {
  const { t } = useTranslation();
  const grip = useRef<HTMLDivElement>(null);
  const split = useView((s) => s.split);
  const { viewport, sketch, canvas, setSplit } = useView();
  if (split === null) return null;
  const [x, y] = toScreen(viewport, [split * sketch[0], sketch[1]]); // at the foot, out of the pen's way

  const drag = (event: PointerEvent) => {
    if (!grip.current!.hasPointerCapture(event.pointerId)) return;
    const { left, top } = grip.current!.parentElement!.getBoundingClientRect();
    setSplit(toSketch(viewport, [event.clientX - left, event.clientY - top])[0] / sketch[0]);
  };
  const key = (event: KeyboardEvent) => {
    const way = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (way === 0) return;
    event.preventDefault();
    setSplit(split + way * STEP);
  };

  return (
    <div
      ref={grip}
      className="split-handle"
      role="slider"
      tabIndex={0}
      aria-label={t('canvas.split')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(split * 100)}
      style={{ left: clamp(x, canvas[0]), top: clamp(y, canvas[1]) }}
      onPointerDown={(event) => {
        event.preventDefault();
        grip.current!.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
      onKeyDown={key}
    >
      <MoveHorizontal size={14} aria-hidden />
    </div>
  );
}

function clamp(at: number, room: number): number {
  return Math.min(room - INSET, Math.max(INSET, at));
}
