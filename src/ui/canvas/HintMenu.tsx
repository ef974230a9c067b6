import { ContextMenu } from 'radix-ui';
import type { MouseEvent, PointerEvent, ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../actions/action.js';
import { bindingsOf } from '../actions/bindings.js';
import { edit } from '../actions/index.js';
import { bindingLabel, isMac } from '../actions/keys.js';
import { usePicked } from '../store/picked.js';
import { useProject } from '../store/project.js';
import { activeTool, useTools } from '../store/tools.js';
import { useView } from '../store/view.js';
import { hintUnder } from './tools/select.js';
import { toSketch } from './viewport.js';

/** The menu of the hint under the pointer: its colour, its reach, and a way to be rid of it. */
export function HintMenu({ host, children }: { host: RefObject<HTMLElement | null>; children: ReactNode }) {
  const { t } = useTranslation();

  const under = ({ clientX, clientY }: MouseEvent) => {
    const { left, top } = host.current!.getBoundingClientRect();
    return hintUnder(toSketch(useView.getState().viewport, [clientX - left, clientY - top]));
  };

  /** A finger or pen that rests is at work: it opens the menu only where a finger picks a hint. */
  const rest = (event: PointerEvent) => {
    if (event.pointerType === 'mouse') return;
    const picks = event.pointerType === 'touch' && activeTool(useTools.getState()) === 'select';
    if (!picks || !useProject.getState().sketch || !under(event)) event.preventDefault();
  };

  /** Picks what the pointer is on; where there is no hint, no menu opens, the browser's neither. */
  const pick = (event: MouseEvent) => {
    if (!useProject.getState().sketch) return;
    const stroke = under(event);
    usePicked.setState({ id: stroke?.id ?? null });
    if (!stroke) event.preventDefault();
  };

  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger asChild onContextMenu={pick} onPointerDown={rest}>
        <div className="canvas-host">{children}</div>
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu" collisionPadding={4} aria-label={t('hints.menu')}>
          <Item action={edit.recolorPicked} />
          <Item action={edit.takePicked} />
          <ContextMenu.Separator className="menu-separator" />
          <ContextMenu.Sub>
            <ContextMenu.SubTrigger className="menu-item">
              <span className="menu-check" />
              {t('brush.reach')}
              <span className="menu-keys">›</span>
            </ContextMenu.SubTrigger>
            <ContextMenu.Portal>
              <ContextMenu.SubContent className="menu" collisionPadding={4}>
                {edit.reachChoices.map((action) => (
                  <Item key={action.name} action={action} />
                ))}
              </ContextMenu.SubContent>
            </ContextMenu.Portal>
          </ContextMenu.Sub>
          <ContextMenu.Separator className="menu-separator" />
          <Item action={edit.deletePicked} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

function Item({ action }: { action: Action }) {
  const { t } = useTranslation();
  const [binding] = bindingsOf(action);
  const checked = action.checked?.();
  return (
    <ContextMenu.Item className="menu-item" onSelect={() => void action.perform()}>
      <span className="menu-check" aria-hidden>
        {checked ? '✓' : ''}
      </span>
      {t(action.label)}
      {binding && <span className="menu-keys">{bindingLabel(binding, isMac)}</span>}
    </ContextMenu.Item>
  );
}
