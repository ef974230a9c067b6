import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyedActions } from '../actions/index.js';
import { bindingLabel, isMac } from '../actions/keys.js';
import type { MessageKey } from '../i18n/message.js';
import { useDialog } from '../store/dialog.js';

/** The dialogs that the Help menu opens. */
export function Dialogs() {
  const { t } = useTranslation();
  return (
    <>
      <Frame name="shortcuts" title="shortcuts.title">
        <dl className="shortcuts">
          {keyedActions.map((action) => (
            <div key={action.name}>
              <dt>{t(action.label)}</dt>
              <dd>
                {action.keys!.map((binding) => (
                  <kbd key={binding}>{bindingLabel(binding, isMac)}</kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </Frame>
      <Frame name="about" title="about.title">
        <p>{t('about.text')}</p>
        <p className="quiet">{t('about.version', { version: import.meta.env.VITE_IRODORI_VERSION })}</p>
      </Frame>
    </>
  );
}

function Frame({ name, title, children }: { name: 'shortcuts' | 'about'; title: MessageKey; children: ReactNode }) {
  const { t } = useTranslation();
  const open = useDialog((s) => s.open === name);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => useDialog.setState({ open: next ? name : null })}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-overlay" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title>{t(title)}</Dialog.Title>
          {children}
          <Dialog.Close className="icon-button dialog-close" aria-label={t('dialog.close')}>
            <X size={16} aria-hidden />
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
