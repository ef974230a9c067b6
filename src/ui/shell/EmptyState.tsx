import { FolderOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { file } from '../actions/index.js';
import { recentDocuments } from '../files/autosave.js';
import type { SavedDocument } from '../files/documents.js';
import { openSample, openSaved } from '../files/open.js';
import { samples } from '../files/samples.js';
import { isTouched } from './isTouched.js';

/** Recent pictures listed: a row. */
const RECENT = 3;

/** The empty window: a place to drop a sketch, samples, and what was open before. */
export function EmptyState() {
  const { t } = useTranslation();
  const [recent, setRecent] = useState<readonly SavedDocument[]>([]);
  useEffect(() => {
    void recentDocuments().then((documents) => setRecent(documents.slice(0, RECENT)));
  }, []);

  return (
    <div className="empty">
      <div className="drop-zone">
        <h2>{t(isTouched() ? 'empty.titleTouch' : 'empty.title')}</h2>
        <p>{t(isTouched() ? 'empty.hintTouch' : 'empty.hint')}</p>
        <button type="button" className="button primary" onClick={() => void file.open.perform()}>
          <FolderOpen size={15} aria-hidden />
          {t('empty.open')}
        </button>
      </div>
      {samples.length > 0 && (
        <section className="samples">
          <h3>{t('empty.samples')}</h3>
          <ul>
            {samples.map(({ name, url }) => (
              <li key={name}>
                <button type="button" aria-label={t('empty.sample', { name })} onClick={() => void openSample(name)}>
                  <img src={url} alt="" draggable={false} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {recent.length > 0 && (
        <section className="recent">
          <h3>{t('empty.recent')}</h3>
          <ul>
            {recent.map(({ id, name }) => (
              <li key={id}>
                <button type="button" aria-label={t('empty.reopen', { name })} onClick={() => void openSaved(id, name)}>
                  {name}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
