import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageKey } from '../i18n/message.js';
import { BrushPanel } from './BrushPanel.js';
import { ColorPanel } from './ColorPanel.js';
import { HintsPanel } from './HintsPanel.js';

/** The panels, from top to bottom. */
const panels: readonly { readonly title: MessageKey; readonly Panel: ComponentType }[] = [
  { title: 'panel.color', Panel: ColorPanel },
  { title: 'panel.brush', Panel: BrushPanel },
  { title: 'panel.hints', Panel: HintsPanel },
];

export function Panels() {
  const { t } = useTranslation();
  return (
    <aside className="panels">
      {panels.map(({ title, Panel }) => (
        <section key={title} className="panel" aria-label={t(title)}>
          <h2>{t(title)}</h2>
          <Panel />
        </section>
      ))}
    </aside>
  );
}
