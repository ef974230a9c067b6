import { type KeyboardEvent, type PointerEvent, useId, useRef } from 'react';
import { HEIGHT_MAX, HEIGHT_MIN, type Light, towards } from '../../models/light/light.js';

type Place = Pick<Light, 'angle' | 'height'>;

interface LightDialProps {
  readonly label: string;
  /** The place in words. */
  readonly shown: string;
  readonly place: Place;
  /** Where a double click brings it back to. */
  readonly initial: Place;
  readonly onChange: (place: Place) => void;
  /** The drag or the key press is over. */
  readonly onCommit: () => void;
}

/** Half the dial's side, the way of the sun from the middle to the horizon, and the ball that it lights, in units of the drawing. */
const HALF = 50;
const HORIZON = 42;
const BALL = 22;
const SUN = 6;

/** Degrees that a press of an arrow key turns or raises the light by; with Shift, one. */
const STEP = 5;

/** Where a light stands, as seen from above: dragged round, or with the arrow keys – left and right turn, up and down raise it. */
export function LightDial({ label, shown, place, initial, onChange, onCommit }: LightDialProps) {
  const dial = useRef<HTMLDivElement>(null);
  const gradient = useId();
  const { angle, height } = place;
  const away = (HORIZON * (HEIGHT_MAX - height)) / (HEIGHT_MAX - HEIGHT_MIN);
  const turn = (angle * Math.PI) / 180;
  const [x, y] = [HALF + away * Math.sin(turn), HALF - away * Math.cos(turn)];
  const [lx, ly] = towards(place);

  const moveTo = (event: PointerEvent) => {
    const { left, top, width } = dial.current!.getBoundingClientRect();
    const unit = (2 * HALF) / width;
    const dx = (event.clientX - left) * unit - HALF;
    const dy = (event.clientY - top) * unit - HALF;
    const distance = Math.min(1, Math.hypot(dx, dy) / HORIZON);
    const way = distance === 0 ? angle : (Math.atan2(dx, -dy) * 180) / Math.PI; // no angle at the zenith
    onChange({ angle: turned(way), height: Math.round(HEIGHT_MAX - distance * (HEIGHT_MAX - HEIGHT_MIN)) });
  };
  const isHeld = (event: PointerEvent) => dial.current!.hasPointerCapture(event.pointerId);
  const key = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 1 : STEP;
    const turns: Readonly<Record<string, number>> = { ArrowLeft: -step, ArrowRight: step };
    const rises: Readonly<Record<string, number>> = { ArrowUp: step, ArrowDown: -step };
    if (!(event.key in turns) && !(event.key in rises)) return;
    event.preventDefault();
    const raised = height + (rises[event.key] ?? 0);
    onChange({
      angle: turned(angle + (turns[event.key] ?? 0)),
      height: Math.min(HEIGHT_MAX, Math.max(HEIGHT_MIN, raised)),
    });
    onCommit();
  };

  return (
    <div
      ref={dial}
      className="light-dial"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={359}
      aria-valuenow={Math.round(angle)}
      aria-valuetext={shown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        dial.current!.setPointerCapture(event.pointerId);
        moveTo(event);
      }}
      onPointerMove={(event) => isHeld(event) && moveTo(event)}
      onLostPointerCapture={onCommit}
      onDoubleClick={() => {
        onChange(initial);
        onCommit();
      }}
      onKeyDown={key}
    >
      <svg viewBox={`0 0 ${2 * HALF} ${2 * HALF}`} aria-hidden>
        <defs>
          <radialGradient id={gradient} cx={0.5 + 0.38 * lx} cy={0.5 + 0.38 * ly} r={0.75}>
            <stop offset="0.2" className="light-dial-lit" />
            <stop offset="1" className="light-dial-dark" />
          </radialGradient>
        </defs>
        <circle className="light-dial-sky" cx={HALF} cy={HALF} r={HORIZON} />
        <circle cx={HALF} cy={HALF} r={BALL} fill={`url(#${gradient})`} />
        <line className="light-dial-ray" x1={HALF} y1={HALF} x2={x} y2={y} />
        <circle className="light-dial-sun" cx={x} cy={y} r={SUN} />
      </svg>
    </div>
  );
}

/** Whole degrees, 0…359. */
const turned = (angle: number) => (Math.round(angle) + 720) % 360;
