import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UpdateState } from '../desktopApi.js';
import type { MessageKey } from '../i18n/message.js';
import { NumberSlider } from '../parts/NumberSlider.js';
import { Switch } from '../parts/Switch.js';
import { languageName } from '../shell/languageName.js';
import {
  type Language,
  languages,
  SURROUND_MAX,
  SURROUND_MIN,
  type Theme,
  themes,
  useSettings,
} from '../store/settings.js';
import { useTools } from '../store/tools.js';
import { Frame } from './Frame.js';

/** Grey that the slider starts from where the theme's own is used, per cent. */
const SURROUND = 50;

/** What is set once and then left alone. */
export function SettingsDialog() {
  const { t } = useTranslation();
  const { theme, language, surround, influence, preview, change } = useSettings();
  const { pressure, setPressure } = useTools();
  return (
    <Frame name="settings" title="settings.title">
      <h3>{t('settings.looks')}</h3>
      <Choice
        label="menu.language"
        value={language}
        options={['system', ...languages]}
        nameOf={(value) => (value === 'system' ? t('language.system') : languageName(value as Language))}
        onChange={(value) => change({ language: value as Language | 'system' })}
      />
      <Choice
        label="menu.theme"
        value={theme}
        options={themes}
        nameOf={(value) => t(`theme.${value as Theme}`)}
        onChange={(value) => change({ theme: value as Theme })}
      />
      <Switch
        label={t('settings.ownSurround')}
        checked={surround !== null}
        onChange={(own) => change({ surround: own ? SURROUND : null })}
      />
      {surround !== null && (
        <NumberSlider
          label={t('settings.surround')}
          value={surround}
          min={SURROUND_MIN}
          max={SURROUND_MAX}
          initial={SURROUND}
          onChange={(value) => change({ surround: value })}
        />
      )}
      <h3>{t('settings.painting')}</h3>
      <Switch label={t('brush.pressure')} checked={pressure} onChange={setPressure} />
      <Switch label={t('settings.preview')} checked={preview} onChange={(on) => change({ preview: on })} />
      <Switch label={t('action.influence')} checked={influence} onChange={(on) => change({ influence: on })} />
      <Updates />
    </Frame>
  );
}

/** Newer versions of the desktop app, where it can get any. */
function Updates() {
  const { t } = useTranslation();
  const [state, setState] = useState<UpdateState | null>(null);
  useEffect(() => void window.irodori?.updates().then(setState), []);
  if (!state?.possible) return null;
  return (
    <>
      <h3>{t('settings.updates')}</h3>
      <Switch
        label={t('settings.lookForUpdates')}
        checked={state.on}
        onChange={(on) => {
          setState({ ...state, on });
          void window.irodori?.turnUpdates(on);
        }}
      />
      <p className="quiet choice-note">{t('settings.updatesNote')}</p>
    </>
  );
}

function Choice(props: {
  label: MessageKey;
  value: string;
  options: readonly string[];
  nameOf: (value: string) => string;
  onChange: (value: string) => void;
}) {
  const { label, value, options, nameOf, onChange } = props;
  const { t } = useTranslation();
  return (
    <label className="row">
      <span className="grow">{t(label)}</span>
      <select className="field" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {nameOf(option)}
          </option>
        ))}
      </select>
    </label>
  );
}
