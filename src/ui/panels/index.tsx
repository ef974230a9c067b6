import { ChevronDown } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageKey } from '../i18n/message.js';
import { useSettings } from '../store/settings.js';
import { BrushPanel } from './BrushPanel.js';
import { ColorPanel } from './ColorPanel.js';
import { FigurePanel } from './FigurePanel.js';
import { HintsPanel } from './HintsPanel.js';
import { HistoryPanel } from './HistoryPanel.js';
import { LayersPanel } from './LayersPanel.js';
import { LightPanel } from './LightPanel.js';
import { ResultPanel } from './ResultPanel.js';

/** The panels, from top to bottom. */
const panels: readonly { readonly title: MessageKey; readonly Panel: ComponentType }[] = [
  { title: 'panel.color', Panel: ColorPanel },
  { title: 'panel.figure', Panel: FigurePanel },
  { title: 'panel.brush', Panel: BrushPanel },
  { title: 'panel.hints', Panel: HintsPanel },
  { title: 'panel.result', Panel: ResultPanel },
  { title: 'panel.light', Panel: LightPanel },
  { title: 'panel.layers', Panel: LayersPanel },
  { title: 'panel.history', Panel: HistoryPanel },
];

export function Panels() {
  const { t } = useTranslation();
  const { folded, toggleFolded } = useSettings();
  return (
    <aside className="panels" aria-label={t('panel.all')}>
      {panels.map(({ title, Panel }) => (
        <Collapsible.Root key={title} asChild open={!folded.includes(title)} onOpenChange={() => toggleFolded(title)}>
          <section className="panel" aria-label={t(title)}>
            <h2>
              <Collapsible.Trigger className="panel-title">
                {t(title)}
                <ChevronDown className="panel-fold" size={14} aria-hidden />
              </Collapsible.Trigger>
            </h2>
            <Collapsible.Content className="panel-body">
              <Panel />
            </Collapsible.Content>
          </section>
        </Collapsible.Root>
      ))}
    </aside>
  );
}
