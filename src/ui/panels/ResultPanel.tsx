import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Look } from '../../models/look/look.js';
import { edit, palette, view } from '../actions/index.js';
import { NumberSlider } from '../parts/NumberSlider.js';
import { Switch } from '../parts/Switch.js';
import { useColoring } from '../store/coloring.js';
import { useProject } from '../store/project.js';
import { useView } from '../store/view.js';
import { useDrag } from './useDrag.js';
import { Variants } from './Variants.js';

const SLIDERS = [
  { part: 'strength', max: 100, initial: 100 },
  { part: 'shade', max: 200, initial: 100 },
  { part: 'saturation', max: 200, initial: 100 },
  { part: 'tint', max: 100, initial: 0 },
] as const satisfies readonly { part: keyof Look; max: number; initial: number }[];

/** How the result is shown, changed without a new pass of the model; and variants of it. */
export function ResultPanel() {
  const { t } = useTranslation();
  const look = useProject((s) => s.look);
  const hasSketch = useProject((s) => s.sketch !== null);
  // Where nothing was learned every colour is a hint's, and there is nothing to vary.
  const learned = useColoring((s) => s.engine !== null && s.engine.parameters > 0);
  const split = useView((s) => s.split !== null);
  const beside = useView((s) => s.beside);
  const doubt = useView((s) => s.doubt);
  const drag = useDrag();

  const change = (part: Partial<Look>) => {
    drag.begin();
    drag.change(() => useProject.getState().setLook(part));
  };

  return (
    <>
      {SLIDERS.map(({ part, max, initial }) => (
        <NumberSlider
          key={part}
          label={t(`result.${part}`)}
          value={Math.round(look[part] * 100)}
          min={0}
          max={max}
          initial={initial}
          onChange={(percent) => change({ [part]: percent / 100 })}
          onCommit={() => drag.end()}
        />
      ))}
      <Switch label={t('action.snap')} checked={look.snap} onChange={() => void edit.snap.perform()} />
      <Switch label={t('action.lines')} checked={look.lines} onChange={() => void edit.lines.perform()} />
      <Switch label={t('action.split')} checked={split} onChange={() => void view.split.perform()} />
      <Switch label={t('action.beside')} checked={beside} onChange={() => void view.beside.perform()} />
      <Switch label={t('action.doubt')} checked={doubt} onChange={() => void view.doubt.perform()} />
      {look.palette && (
        <div className="row">
          <span className="grow palette-strip" role="img" aria-label={t('result.palette')}>
            {look.palette.slice(0, 8).map(({ color }) => (
              <span key={color} style={{ backgroundColor: color }} />
            ))}
          </span>
          <button type="button" className="button small" onClick={() => void palette.ownColors.perform()}>
            {t('action.ownColors')}
          </button>
        </div>
      )}
      {hasSketch && learned && <Variants />}
      {edit.resetLook.enabled?.() && (
        <button type="button" className="button small panel-foot" onClick={() => void edit.resetLook.perform()}>
          <RotateCcw size={13} aria-hidden />
          {t('action.resetLook')}
        </button>
      )}
    </>
  );
}
