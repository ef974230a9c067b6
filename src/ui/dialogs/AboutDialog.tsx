import { useTranslation } from 'react-i18next';
import { Frame } from './Frame.js';

/** What this is, and which version. */
export function AboutDialog() {
  const { t } = useTranslation();
  return (
    <Frame name="about" title="about.title">
      <p>{t('about.text')}</p>
      <p className="quiet">{t('about.version', { version: import.meta.env.VITE_IRODORI_VERSION })}</p>
    </Frame>
  );
}
