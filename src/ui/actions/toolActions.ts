import { type ToolName, toolNames, useTools } from '../store/tools.js';
import type { Action } from './action.js';

const KEYS: Readonly<Partial<Record<ToolName, string>>> = { brush: 'B', dab: 'D', eraser: 'E', eyedropper: 'I' };

export const toolActions: readonly (Action & { readonly tool: ToolName })[] = toolNames.map((tool) => ({
  name: `tool.${tool}`,
  tool,
  label: `tool.${tool}`,
  keys: KEYS[tool] ? [KEYS[tool]] : [],
  checked: () => useTools.getState().tool === tool,
  perform: () => useTools.getState().choose(tool),
}));

const lend = (name: string, label: Action['label'], key: string, tool: ToolName): Action => ({
  name,
  label,
  keys: [key],
  perform: () => useTools.getState().hold(tool),
  release: () => useTools.getState().hold(null),
});

export const holdPan = lend('tool.hold.pan', 'action.holdPan', 'Space', 'pan');
export const holdEyedropper = lend('tool.hold.eyedropper', 'action.holdEyedropper', 'Alt', 'eyedropper');
