import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { bindingsOf } from '../actions/bindings.js';
import { edit, file, help, view } from '../actions/index.js';
import { bindingLabel, isMac } from '../actions/keys.js';
import { useColoring } from '../store/coloring.js';
import { useNotices } from '../store/notices.js';
import { useProject } from '../store/project.js';
import { TOUR_STEPS, useSettings } from '../store/settings.js';
import { useView } from '../store/view.js';
import { isTouched } from './isTouched.js';

/** Hints on the sketch with which the first line has been read, and then the second: it would lie on the picture for good. */
const READ = [4, 9];

/**
 * One line at a time under the picture: what to do first, and on the first sketches what else there is. Each line goes when its advice
 * is followed, it is put away or some hints are drawn under it, and does not come back.
 */
export function Tour() {
  const { t } = useTranslation();
  const hasSketch = useProject((s) => s.sketch !== null);
  const hints = useProject((s) => s.strokes.length);
  const step = useSettings((s) => s.tour);
  const before = useView((s) => s.before);
  const isColored = useColoring((s) => s.result !== null && s.result.strokes.length > 0);
  const isTelling = useNotices((s) => s.notices.length > 0); // which cover the line
  const next = () => useSettings.getState().change({ tour: step + 1 });

  useEffect(() => {
    const isRead = step < TOUR_STEPS && hints >= READ[step];
    if (isRead || (step === 0 && before)) useSettings.getState().change({ tour: step + 1 });
  }, [step, before, hints]);

  const keyOf = (action: { name: string; keys?: readonly string[] }) =>
    bindingLabel(bindingsOf(action)[0] ?? '', isMac);
  if (!hasSketch || isTelling) return null;
  if (hints === 0) return <p className="canvas-line">{t('canvas.dab')}</p>;
  if (!isColored || step >= TOUR_STEPS) return null;
  return (
    <p className="canvas-line" role="status">
      {isTouched()
        ? t(step === 0 ? 'tour.compareTouch' : 'tour.moreTouch')
        : step === 0
          ? t('tour.compare', { before: keyOf(view.before), undo: keyOf(edit.undo) })
          : t('tour.more', { save: keyOf(file.exportPng), commands: keyOf(help.commands) })}
      <button type="button" className="canvas-line-close" aria-label={t('tour.close')} onClick={next}>
        <X size={13} aria-hidden />
      </button>
    </p>
  );
}
