import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, spokenLanguage, useSettings } from '../store/settings.js';
import { en } from './en.js';
import { ja } from './ja.js';
import { zh } from './zh.js';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    keySeparator: false;
    nsSeparator: false;
    resources: { translation: typeof en };
  }
}

/** Han characters are drawn differently in each language: the page must say which it is. */
const HTML_LANG: Readonly<Record<Language, string>> = { en: 'en', ja: 'ja', zh: 'zh-Hans' };

/** Loads the texts and follows the language setting from now on. */
export function setUpLanguages(): void {
  const spoken = () => spokenLanguage(useSettings.getState().language, navigator.languages);
  void i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, ja: { translation: ja }, zh: { translation: zh } },
    lng: spoken(),
    fallbackLng: 'en',
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false }, // React escapes
  });
  const apply = () => {
    const language = spoken();
    document.documentElement.lang = HTML_LANG[language];
    if (i18next.language !== language) void i18next.changeLanguage(language);
  };
  apply();
  useSettings.subscribe(apply);
  window.addEventListener('languagechange', apply);
}
