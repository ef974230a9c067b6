import { AlertDialog } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { MessageKey } from '../../i18n/message.js';

/** A button for what cannot be undone: it asks first. */
export function Confirm(props: { label: MessageKey; question: MessageKey; disabled?: boolean; onSure: () => void }) {
  const { label, question, disabled, onSure } = props;
  const { t } = useTranslation();
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger className="button small" disabled={disabled}>
        {t(label)}
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="dialog-overlay" />
        <AlertDialog.Content className="dialog">
          <AlertDialog.Title>{t(label)}</AlertDialog.Title>
          <AlertDialog.Description>{t(question)}</AlertDialog.Description>
          <div className="dialog-buttons">
            <AlertDialog.Cancel className="button">{t('train.cancel')}</AlertDialog.Cancel>
            <AlertDialog.Action className="button primary" onClick={onSure}>
              {t(label)}
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
