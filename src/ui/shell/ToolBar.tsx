import {
  Brush,
  CircleDot,
  Eraser,
  Hand,
  Link2,
  type LucideIcon,
  MousePointer2,
  PaintBucket,
  Pipette,
  Redo2,
  RotateCw,
  Search,
  Undo2,
} from 'lucide-react';
import { Toolbar } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Action } from '../actions/action.js';
import { bindingsOf } from '../actions/bindings.js';
import { edit, tool } from '../actions/index.js';
import { useProject } from '../store/project.js';
import { activeTool, type ToolName, useTools } from '../store/tools.js';
import { Tip } from './Tip.js';

const ICONS: Readonly<Record<ToolName, LucideIcon>> = {
  brush: Brush,
  dab: CircleDot,
  fill: PaintBucket,
  gap: Link2,
  eraser: Eraser,
  select: MousePointer2,
  eyedropper: Pipette,
  pan: Hand,
  zoom: Search,
  rotate: RotateCw,
};

/** Key shown where the tool itself has none. */
const KEYS: Readonly<Partial<Record<ToolName, readonly string[]>>> = { pan: ['Space'] };

/** The tools, and undo and redo within reach of a pen. */
export function ToolBar() {
  const { t } = useTranslation();
  const active = useTools(activeTool);
  const canUndo = useStore(useProject.temporal, (s) => s.pastStates.length > 0);
  const canRedo = useStore(useProject.temporal, (s) => s.futureStates.length > 0);

  return (
    <nav className="tool-area" aria-label={t('tool.label')}>
      <Toolbar.Root className="tool-bar" orientation="vertical" aria-label={t('tool.label')}>
        <Toolbar.ToggleGroup
          type="single"
          className="tool-group"
          value={active}
          onValueChange={(name) => name && useTools.getState().choose(name as ToolName)}
        >
          {tool.toolActions.map((action) => {
            const Icon = ICONS[action.tool];
            return (
              <Tip key={action.name} label={action.label} keys={KEYS[action.tool] ?? bindingsOf(action)}>
                <Toolbar.ToggleItem className="tool-button" value={action.tool} aria-label={t(action.label)}>
                  <Icon size={18} strokeWidth={1.75} aria-hidden />
                </Toolbar.ToggleItem>
              </Tip>
            );
          })}
        </Toolbar.ToggleGroup>
        <Toolbar.Separator className="tool-separator" />
        <ActionButton action={edit.undo} icon={Undo2} disabled={!canUndo} />
        <ActionButton action={edit.redo} icon={Redo2} disabled={!canRedo} />
      </Toolbar.Root>
    </nav>
  );
}

function ActionButton({ action, icon: Icon, disabled }: { action: Action; icon: LucideIcon; disabled: boolean }) {
  const { t } = useTranslation();
  return (
    <Tip label={action.label} keys={bindingsOf(action)}>
      <Toolbar.Button
        className="tool-button"
        aria-label={t(action.label)}
        aria-disabled={disabled}
        onClick={() => disabled || void action.perform()}
      >
        <Icon size={18} strokeWidth={1.75} aria-hidden />
      </Toolbar.Button>
    </Tip>
  );
}
