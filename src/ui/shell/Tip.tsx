import { Tooltip } from 'radix-ui';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { type Binding, bindingLabel, isMac } from '../actions/keys.js';
import type { MessageKey } from '../i18n/message.js';

/** A tool tip that names what a control does and its key. */
export function Tip(props: {
  label: MessageKey;
  keys?: readonly Binding[];
  side?: 'right' | 'top';
  children: ReactElement;
}) {
  const { label, keys, side = 'right', children } = props;
  const { t } = useTranslation();
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tip" side={side} sideOffset={6}>
          {t(label)}
          {keys?.[0] && <kbd>{bindingLabel(keys[0], isMac)}</kbd>}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
