import { z } from 'zod';
import { create } from 'zustand';
import { remember } from './remember.js';

export const toolNames = ['brush', 'dab', 'eraser', 'eyedropper', 'pan'] as const;
export type ToolName = (typeof toolNames)[number];

/** Brush widths in sketch pixels. */
export const SIZE_MIN = 1;
export const SIZE_MAX = 400;

/** Recent colours kept: two rows of the panel. */
const RECENT = 16;

export interface ToolsState {
  readonly tool: ToolName;
  /** A tool lent by a held key (Space, Alt); it wins over `tool`. */
  readonly held: ToolName | null;
  /** #rrggbb, lower case. */
  readonly color: string;
  /** The colour before the last change, for X. */
  readonly previousColor: string;
  /** Colours painted with, newest first. */
  readonly recent: readonly string[];
  /** Brush width in sketch pixels. */
  readonly size: number;

  choose(tool: ToolName): void;
  hold(tool: ToolName | null): void;
  setColor(color: string): void;
  swapColor(): void;
  /** Puts the current colour in front of the recent ones; call when it is painted with. */
  keepColor(): void;
  setSize(size: number): void;
  /** The next size up (1) or down (−1). */
  stepSize(direction: 1 | -1): void;
}

export function createToolsStore() {
  return create<ToolsState>()((set) => ({
    tool: 'brush',
    held: null,
    color: '#e0564a',
    previousColor: '#f6d7b8',
    recent: [],
    size: 12,
    choose: (tool) => set({ tool, held: null }),
    hold: (held) => set({ held }),
    setColor: (color) =>
      set((s) => (s.color === color.toLowerCase() ? s : { color: color.toLowerCase(), previousColor: s.color })),
    swapColor: () => set((s) => ({ color: s.previousColor, previousColor: s.color })),
    keepColor: () => set((s) => ({ recent: [s.color, ...s.recent.filter((c) => c !== s.color)].slice(0, RECENT) })),
    setSize: (size) => set({ size: Math.min(SIZE_MAX, Math.max(SIZE_MIN, Math.round(size))) }),
    stepSize: (direction) =>
      set((s) => {
        const step = Math.max(1, Math.round(s.size * 0.15)); // equal to the eye at every size
        return { size: Math.min(SIZE_MAX, Math.max(SIZE_MIN, s.size + direction * step)) };
      }),
  }));
}

export const useTools = createToolsStore();

/** The tool in hand. */
export function activeTool({ tool, held }: Pick<ToolsState, 'tool' | 'held'>): ToolName {
  return held ?? tool;
}

const color = z.string().regex(/^#[0-9a-f]{6}$/);
remember(
  useTools,
  'irodori.tools',
  z.object({
    color,
    previousColor: color,
    recent: z.array(color).max(RECENT),
    size: z.number().min(SIZE_MIN).max(SIZE_MAX),
  }),
  ({ color, previousColor, recent, size }) => ({ color, previousColor, recent: [...recent], size }),
);
