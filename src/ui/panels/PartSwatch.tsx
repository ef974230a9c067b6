import { Paintbrush, RotateCcw } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type RefObject, useState } from 'react';
import { HexColorInput } from 'react-colorful';
import { useTranslation } from 'react-i18next';
import { hexFromSrgb, srgbFromHex } from '../../vision/colorSpaces.js';
import { currentFigure } from '../figure/currentFigure.js';
import { type FigureColor, withColor } from '../figure/figureColors.js';
import { ColorPicker } from '../parts/ColorPicker.js';
import { useProject } from '../store/project.js';
import { useTools } from '../store/tools.js';
import { blurOnEnter } from './blurOnEnter.js';
import { useDrag } from './useDrag.js';

/** What the picker begins with where the model paints what it thinks fit. */
const UNCHOSEN = '#808080';

/** Where there is nothing beside the panels, as in `narrow.css`. */
const NARROW = '(max-width: 640px)';

interface PartSwatchProps extends FigureColor {
  /** What the picker opens beside, so that the other parts stay in sight. */
  readonly panel: RefObject<HTMLElement | null>;
}

/** A part of the figure in its colour; a click opens what changes it. */
export function PartSwatch({ part, color, from, panel }: PartSwatchProps) {
  const { t } = useTranslation();
  const current = useTools((s) => s.color);
  const drag = useDrag();
  const [side, setSide] = useState<'left' | 'top'>('left');
  const name = t(`part.${part}`);

  const end = () => drag.end();

  const choose = (picked: string) => {
    const figure = currentFigure();
    const to = hexFromSrgb(srgbFromHex(picked)!); // three digits may be typed
    if (!figure || to === color) return;
    const { parts, strokes } = withColor(figure, part, to);
    drag.change(() => useProject.getState().setParts(parts, strokes));
  };
  const reset = () => {
    const { [part]: _, ...others } = useProject.getState().parts;
    useProject.getState().setParts(others);
  };

  return (
    <Popover.Root
      onOpenChange={(open) => {
        if (open) setSide(matchMedia(NARROW).matches ? 'top' : 'left');
        else end();
      }}
    >
      <Popover.Anchor virtualRef={panel as RefObject<HTMLElement>} />
      <Popover.Trigger
        className="part"
        data-from={from}
        title={from === 'hint' ? t('figure.fromHint') : name}
        aria-label={color ? t('figure.swatch', { part: name, color }) : t('figure.free', { part: name })}
      >
        <span className="part-color" data-free={color === null} style={{ backgroundColor: color ?? undefined }}>
          {from === 'hint' && <Paintbrush size={10} aria-hidden />}
        </span>
        <span className="part-name">{name}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="part-picker"
          side={side}
          align="start"
          sideOffset={20}
          collisionPadding={8}
          aria-label={t('figure.picker', { part: name })}
        >
          <h3 className="part-title">{name}</h3>
          <ColorPicker
            color={color ?? UNCHOSEN}
            onChange={choose}
            onPointerDown={() => {
              drag.begin();
              for (const over of ['pointerup', 'pointercancel']) window.addEventListener(over, end, { once: true });
            }}
          />
          <HexColorInput
            className="field"
            prefixed
            color={color ?? UNCHOSEN}
            onChange={choose}
            onFocus={() => drag.begin(false)} // all that is typed at once is one step of undo, too
            onBlur={end}
            onKeyDown={blurOnEnter}
            aria-label={t('figure.code', { part: name })}
          />
          <button type="button" className="button small" onClick={() => choose(current)}>
            <span className="part-color" style={{ backgroundColor: current }} />
            {t('figure.useCurrent')}
          </button>
          {from === 'chosen' && (
            <button type="button" className="button small" onClick={reset}>
              <RotateCcw size={13} aria-hidden />
              {t('figure.reset')}
            </button>
          )}
          {from === 'hint' && <p className="quiet">{t('figure.fromHint')}</p>}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
