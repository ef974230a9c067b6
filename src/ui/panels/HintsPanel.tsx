import { Eye, EyeOff, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { bindingsOf } from '../actions/bindings.js';
import { edit, view } from '../actions/index.js';
import { Tip } from '../shell/Tip.js';
import { useProject } from '../store/project.js';
import { useView } from '../store/view.js';

/** How many hints there are, whether their marks show, and a way to start over. */
export function HintsPanel() {
  const { t } = useTranslation();
  const count = useProject((s) => s.strokes.length);
  const hidden = useView((s) => s.marks === 'hidden');
  const Icon = hidden ? EyeOff : Eye;
  return (
    <div className="row">
      <span className="grow">{t('hints.count')}</span>
      <output className="number">{count}</output>
      <Tip label={view.marks.label} keys={bindingsOf(view.marks)} side="top">
        <button
          type="button"
          className="icon-button"
          aria-pressed={!hidden}
          aria-label={t(view.marks.label)}
          onClick={() => void view.marks.perform()}
        >
          <Icon size={15} aria-hidden />
        </button>
      </Tip>
      <Tip label={edit.clearHints.label} side="top">
        <button
          type="button"
          className="icon-button"
          disabled={count === 0}
          aria-label={t(edit.clearHints.label)}
          onClick={() => void edit.clearHints.perform()}
        >
          <Trash2 size={15} aria-hidden />
        </button>
      </Tip>
    </div>
  );
}
