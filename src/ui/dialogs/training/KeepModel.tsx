import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../../../models/training/runView.js';
import { useProject } from '../../store/project.js';
import { runActions } from '../../training/runActions.js';

/** What a run is for: its best model, tried on the open sketch and kept under a name. */
export function KeepModel({ run }: { run: RunView }) {
  const { t } = useTranslation();
  const hasSketch = useProject((s) => s.sketch !== null);
  const [name, setName] = useState(nameFor(run.name));
  return (
    <section>
      <h3>{t('train.model')}</h3>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          void runActions.keep(run, name.trim());
        }}
      >
        <button type="button" className="button" disabled={!hasSketch} onClick={() => void runActions.try(run)}>
          {t('train.try')}
        </button>
        <span className="grow quiet" role="status">
          {run.kept && t('train.kept', { name: run.kept })}
        </span>
        <label>
          <span className="hidden">{t('train.keepName')}</span>
          <input className="field" value={name} maxLength={64} onChange={({ target }) => setName(target.value)} />
        </label>
        <button type="submit" className="button primary" disabled={name.trim() === ''}>
          {t('train.keep')}
        </button>
      </form>
    </section>
  );
}

/** A folder's name as a model's may be. */
const nameFor = (folder: string): string =>
  folder
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, 64);
