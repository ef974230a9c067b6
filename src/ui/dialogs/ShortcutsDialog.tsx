import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../actions/action.js';
import { bindingsOf } from '../actions/bindings.js';
import { keyedActions } from '../actions/index.js';
import { bindingLabel, bindingOf, isMac } from '../actions/keys.js';
import { useSettings } from '../store/settings.js';
import { Frame } from './Frame.js';

/** What pointers and fingers do beside pressing the tool in hand. */
const GESTURES = ['line', 'erase', 'menu', 'pan', 'zoom', 'undo'] as const;

/** Every key and what it does; a click on the keys lets another be pressed for it. */
export function ShortcutsDialog() {
  const { t } = useTranslation();
  const keys = useSettings((s) => s.keys);
  const [listening, setListening] = useState<string | null>(null);
  const [taken, setTaken] = useState<{ readonly by: Action; readonly binding: string } | null>(null);

  const choose = (action: Action, event: React.KeyboardEvent) => {
    if (listening !== action.name) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      setListening(null);
      return;
    }
    const binding = bindingOf(event.nativeEvent, isMac);
    if (!binding) return;
    const other = keyedActions.find((a) => a !== action && bindingsOf(a).includes(binding));
    if (other) {
      setTaken({ by: other, binding });
      return;
    }
    useSettings.getState().setKeys(action.name, [binding]);
    setListening(null);
    setTaken(null);
  };

  return (
    <Frame name="shortcuts" title="shortcuts.title">
      <p className="quiet">{t('shortcuts.hint')}</p>
      <p role="status" className="shortcut-taken">
        {taken && t('shortcuts.taken', { keys: bindingLabel(taken.binding, isMac), action: t(taken.by.label) })}
      </p>
      <dl className="shortcuts">
        {keyedActions.map((action) => (
          <div key={action.name}>
            <dt>{t(action.label)}</dt>
            <dd>
              {keys[action.name] && (
                <button
                  type="button"
                  className="icon-button"
                  aria-label={t('shortcuts.reset', { action: t(action.label) })}
                  title={t('shortcuts.reset', { action: t(action.label) })}
                  onClick={() => useSettings.getState().setKeys(action.name, null)}
                >
                  <RotateCcw size={13} aria-hidden />
                </button>
              )}
              <button
                type="button"
                className="shortcut"
                data-listening={listening === action.name}
                aria-label={t('shortcuts.change', { action: t(action.label) })}
                onClick={() => {
                  setTaken(null);
                  setListening(action.name);
                }}
                onBlur={() => setListening(null)}
                onKeyDown={(event) => choose(action, event)}
              >
                {listening === action.name
                  ? t('shortcuts.press')
                  : bindingsOf(action).map((binding) => <kbd key={binding}>{bindingLabel(binding, isMac)}</kbd>)}
              </button>
            </dd>
          </div>
        ))}
      </dl>
      <h3>{t('gesture.title')}</h3>
      <dl className="shortcuts gestures">
        {GESTURES.map((gesture) => (
          <div key={gesture}>
            <dt>{t(`gesture.${gesture}`)}</dt>
            <dd>{t(`gesture.${gesture}.how`)}</dd>
          </div>
        ))}
      </dl>
    </Frame>
  );
}
