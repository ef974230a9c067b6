import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isUnsaved, useProject } from '../store/project.js';
import { MenuBar } from './MenuBar.js';

/** The name of what is open, and the menus. */
export function TitleBar() {
  const { t } = useTranslation();
  const name = useProject((s) => s.sketch?.name);
  const unsaved = useProject(isUnsaved);

  useEffect(() => {
    document.title = name ? `${name}${unsaved ? '*' : ''} – ${t('app.name')}` : t('app.name');
  }, [name, unsaved, t]);

  return (
    <header className="title-bar">
      <h1>{t('app.name')}</h1>
      {name && (
        <span className="document-name">
          {name}
          {unsaved && (
            <span className="unsaved" role="img" aria-label={t('app.unsaved')} title={t('app.unsaved')}>
              •
            </span>
          )}
        </span>
      )}
      <MenuBar />
    </header>
  );
}
