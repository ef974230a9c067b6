import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { bindingsOf } from '../actions/bindings.js';
import { allActions } from '../actions/index.js';
import { bindingLabel, isMac } from '../actions/keys.js';
import { useDialog } from '../store/dialog.js';

/** Every action that can be done now, found by typing a part of its name. */
export function CommandPalette() {
  const { t } = useTranslation();
  const open = useDialog((s) => s.open === 'commands');
  const close = () => useDialog.setState({ open: null });
  return (
    <Dialog.Root open={open} onOpenChange={(next) => useDialog.setState({ open: next ? 'commands' : null })}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-overlay" />
        <Dialog.Content className="command-dialog" aria-describedby={undefined}>
          <Dialog.Title className="hidden">{t('action.commands')}</Dialog.Title>
          <Command label={t('action.commands')} loop>
            <Command.Input className="command-input" placeholder={t('commands.search')} />
            <Command.List className="command-list">
              <Command.Empty className="command-empty">{t('commands.none')}</Command.Empty>
              {allActions
                .filter((action) => !action.release && action.enabled?.() !== false && action.name !== 'help.commands')
                .map((action) => (
                  <Command.Item
                    key={action.name}
                    className="command-item"
                    value={action.name}
                    keywords={[t(action.label)]}
                    onSelect={() => {
                      close();
                      void action.perform();
                    }}
                  >
                    <span className="menu-check" aria-hidden>
                      {action.checked?.() ? '✓' : ''}
                    </span>
                    {t(action.label)}
                    <span className="menu-keys">
                      {bindingsOf(action)[0] && bindingLabel(bindingsOf(action)[0], isMac)}
                    </span>
                  </Command.Item>
                ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
