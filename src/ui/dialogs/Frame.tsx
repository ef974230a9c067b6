import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageKey } from '../i18n/message.js';
import { type DialogName, useDialog } from '../store/dialog.js';

/** A dialog with its title and a way out. */
export function Frame(props: { name: DialogName; title: MessageKey; wide?: boolean; children: ReactNode }) {
  const { name, title, wide, children } = props;
  const { t } = useTranslation();
  const open = useDialog((s) => s.open === name);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => useDialog.setState({ open: next ? name : null })}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-overlay" />
        <Dialog.Content className="dialog" data-wide={wide} aria-describedby={undefined}>
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
