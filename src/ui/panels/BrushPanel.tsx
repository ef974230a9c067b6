import { Slider } from 'radix-ui';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { SIZE_MAX, SIZE_MIN, useTools } from '../store/tools.js';
import { blurOnEnter } from './blurOnEnter.js';

/** Positions of the slider; sizes grow by a factor along it, as the eye sees them. */
const STEPS = 100;

/** The width of the brush, by slider or typed. */
export function BrushPanel() {
  const { t } = useTranslation();
  const { size, setSize } = useTools();
  const label = useId();
  return (
    <div className="row">
      <span id={label}>{t('brush.size')}</span>
      <Slider.Root
        className="slider"
        min={0}
        max={STEPS}
        value={[positionOf(size)]}
        onValueChange={([position]) => setSize(sizeAt(position))}
      >
        <Slider.Track className="slider-track">
          <Slider.Range className="slider-range" />
        </Slider.Track>
        <Slider.Thumb className="slider-thumb" aria-labelledby={label} aria-valuetext={t('brush.pixels', { size })} />
      </Slider.Root>
      <input
        className="field number"
        type="number"
        min={SIZE_MIN}
        max={SIZE_MAX}
        value={size}
        aria-labelledby={label}
        onKeyDown={blurOnEnter}
        onChange={(event) => event.target.valueAsNumber > 0 && setSize(event.target.valueAsNumber)}
      />
    </div>
  );
}

export function sizeAt(position: number): number {
  return Math.round(SIZE_MIN * (SIZE_MAX / SIZE_MIN) ** (position / STEPS));
}

export function positionOf(size: number): number {
  return Math.round((STEPS * Math.log(size / SIZE_MIN)) / Math.log(SIZE_MAX / SIZE_MIN));
}
