import { Slider } from 'radix-ui';
import { useEffect, useId, useRef, useState } from 'react';

interface NumberSliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Smallest step, 1 if left out. */
  readonly step?: number;
  /** Where a double click brings it back to. */
  readonly initial?: number;
  /** Positions grow by a factor along the slider, as the eye sees sizes. `min` is above 0 then. */
  readonly geometric?: boolean;
  /** What the field shows instead of the number, such as ∞ at the end of the slider. */
  readonly shown?: string;
  readonly onChange: (value: number) => void;
  /** The drag, the key press or the typing is over. */
  readonly onCommit?: () => void;
}

/** Positions of a geometric slider. */
const POSITIONS = 200;

/** A number by slider, typed, or by the wheel over its field. A double click on its name brings it back. */
export function NumberSlider(props: NumberSliderProps) {
  const { label, value, min, max, step = 1, initial, geometric = false, shown, onChange, onCommit } = props;
  const name = useId();
  const field = useRef<HTMLInputElement>(null);
  const clamp = (v: number) => Math.min(max, Math.max(min, Math.round(v / step) * step));
  const position = geometric ? positionOf(value, min, max, POSITIONS) : value;
  const set = (v: number) => onChange(clamp(v));

  useEffect(() => {
    const element = field.current!;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault(); // or the panel would scroll
      const next = geometric ? value * 1.1 ** -Math.sign(event.deltaY) : value - Math.sign(event.deltaY) * step;
      // A step that rounds to the same number would be stuck.
      onChange(clamp(geometric && clamp(next) === value ? value - Math.sign(event.deltaY) * step : next));
      onCommit?.();
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  });

  return (
    <div className="slider-row">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a short cut; the slider itself is the control */}
      <span
        id={name}
        className="slider-name"
        onDoubleClick={() => {
          if (initial === undefined) return;
          onChange(initial);
          onCommit?.();
        }}
      >
        {label}
      </span>
      <Slider.Root
        className="slider"
        min={geometric ? 0 : min}
        max={geometric ? POSITIONS : max}
        step={geometric ? 1 : step}
        value={[position]}
        onValueChange={([at]) => set(geometric ? valueAt(at, min, max, POSITIONS) : at)}
        onValueCommit={() => queueMicrotask(() => onCommit?.())} // of a key it is told before the change
      >
        <Slider.Track className="slider-track">
          <Slider.Range className="slider-range" />
        </Slider.Track>
        <Slider.Thumb className="slider-thumb" aria-labelledby={name} aria-valuetext={shown ?? String(value)} />
      </Slider.Root>
      <NumberField
        ref={field}
        labelledBy={name}
        value={value}
        shown={shown}
        onChange={(v) => {
          set(v);
          onCommit?.();
        }}
      />
    </div>
  );
}

/** Takes what is typed when it is left or Enter is pressed, so that half a number never acts. */
function NumberField(props: {
  ref: React.Ref<HTMLInputElement>;
  labelledBy: string;
  value: number;
  shown?: string;
  onChange: (value: number) => void;
}) {
  const { ref, labelledBy, value, shown, onChange } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    const number = Number(typed?.replace(',', '.'));
    if (typed !== null && typed.trim() !== '' && Number.isFinite(number)) onChange(number);
    setTyped(null);
  };
  return (
    <input
      ref={ref}
      className="field number"
      inputMode="decimal"
      role="spinbutton"
      aria-valuenow={value}
      aria-labelledby={labelledBy}
      value={typed ?? shown ?? String(value)}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setTyped(null);
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
        if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
          event.preventDefault();
          onChange(value + (event.key === 'ArrowUp' ? 1 : -1));
        }
      }}
    />
  );
}

/** The value at a position of a slider along which values grow by a factor. */
export function valueAt(position: number, min: number, max: number, positions: number): number {
  return Math.round(min * (max / min) ** (position / positions));
}

export function positionOf(value: number, min: number, max: number, positions: number): number {
  return Math.round((positions * Math.log(value / min)) / Math.log(max / min));
}
