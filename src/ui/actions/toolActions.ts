import { type ToolName, toolNames, useTools } from '../store/tools.js';
import type { Action } from './action.js';

/** A tool that stays in hand until another is chosen. */
type LastingTool = Exclude<ToolName, 'rotate'>;

const KEYS: Readonly<Partial<Record<LastingTool, string>>> = {
  brush: 'B',
  dab: 'D',
  fill: 'G',
  gap: 'K',
  eraser: 'E',
  select: 'V',
  eyedropper: 'I',
  zoom: 'Z',
};

const lasting = toolNames.filter((tool) => tool !== 'rotate');

export const toolActions: readonly (Action & { readonly tool: LastingTool })[] = lasting.map((tool) => ({
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
export const holdRotate = lend('tool.hold.rotate', 'action.holdRotate', 'R', 'rotate');

/** The browser's own eyedropper, which sees the whole screen. */
interface ScreenEyeDropper {
  open(): Promise<{ sRGBHex: string }>;
}
type EyeDropperMaker = new () => ScreenEyeDropper;
const eyeDropper = () => (globalThis as { EyeDropper?: EyeDropperMaker }).EyeDropper;

/** Takes a colour from anywhere on the screen, such as another program's window. */
export const screenColor: Action = {
  name: 'tool.screenColor',
  label: 'action.screenColor',
  enabled: () => eyeDropper() !== undefined,
  async perform() {
    const Maker = eyeDropper();
    if (!Maker) return;
    try {
      useTools.getState().setColor((await new Maker().open()).sRGBHex);
    } catch {
      // Escape: the colour in hand stays.
    }
  },
};
