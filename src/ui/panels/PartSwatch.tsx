import { Paintbrush, RotateCcw } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useRef } from 'react';
import { HexColorInput, HexColorPicker } from 'react-colorful';
import { useTranslation } from 'react-i18next';
import { currentFigure } from '../figure/currentFigure.js';
import { type FigureColor, withColor } from '../figure/figureColors.js';
import { groupChanges, useProject } from '../store/project.js';
import { useTools } from '../store/tools.js';
import { blurOnEnter } from './blurOnEnter.js';

/** What the picker begins with where the model paints what it thinks fit. */
const UNCHOSEN = '#808080';

/** A part of the figure in its colour; a click opens what changes it. All of one visit there is one step of undo. */
export function PartSwatch({ part, color, from, isChosen }: FigureColor & { isChosen: boolean }) {
  const { t } = useTranslation();
  const current = useTools((s) => s.color);
  const visit = useRef<ReturnType<typeof groupChanges> | null>(null);
  const name = t(`part.${part}`);

  const choose = (to: string) => {
    const figure = currentFigure();
    if (!figure || to === color) return; // the picker says what it shows as well as what is picked
    const { parts, strokes } = withColor(figure, part, to);
    visit.current ??= groupChanges(useProject);
    useProject.getState().setParts(parts, strokes);
    visit.current.changed();
  };
  const leave = () => {
    visit.current?.end();
    visit.current = null;
  };
  const reset = () => {
    const { [part]: _, ...others } = useProject.getState().parts;
    leave();
    useProject.getState().setParts(others);
  };

  return (
    <Popover.Root onOpenChange={(open) => !open && leave()}>
      <Popover.Trigger
        className="part"
        aria-label={color ? t('figure.swatch', { part: name, color }) : t('figure.free', { part: name })}
      >
        <span className="part-color" data-free={color === null} style={{ backgroundColor: color ?? undefined }} />
        <span className="part-name">{name}</span>
        {from === 'hint' && <Paintbrush size={11} aria-hidden />}
      </Popover.Trigger>
      {isChosen && from === 'chosen' && (
        <button
          type="button"
          className="icon-button"
          aria-label={`${name}: ${t('figure.reset')}`}
          title={t('figure.reset')}
          onClick={reset}
        >
          <RotateCcw size={12} aria-hidden />
        </button>
      )}
      <Popover.Portal>
        <Popover.Content
          className="part-picker"
          side="left"
          align="start"
          sideOffset={8}
          collisionPadding={8}
          aria-label={t('figure.picker', { part: name })}
        >
          <h3 className="part-title">{name}</h3>
          <HexColorPicker className="picker" color={color ?? UNCHOSEN} onChange={choose} />
          <HexColorInput
            className="field"
            prefixed
            color={color ?? UNCHOSEN}
            onChange={choose}
            onKeyDown={blurOnEnter}
            aria-label={t('figure.code', { part: name })}
          />
          <button type="button" className="button small" onClick={() => choose(current)}>
            <span className="part-color" style={{ backgroundColor: current }} />
            {t('figure.useCurrent')}
          </button>
          {from === 'hint' && <p className="quiet">{t('figure.fromHint')}</p>}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
