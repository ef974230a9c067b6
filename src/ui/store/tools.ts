import { z } from 'zod';
import { create } from 'zustand';
import { hexFromSrgb, srgbFromHex } from '../../vision/colorSpaces.js';
import { remember } from './remember.js';

export const toolNames = [
  'brush',
  'dab',
  'fill',
  'gap',
  'eraser',
  'select',
  'eyedropper',
  'pan',
  'zoom',
  'rotate',
] as const;
export type ToolName = (typeof toolNames)[number];

/** Brush widths in sketch pixels. */
export const SIZE_MIN = 1;
export const SIZE_MAX = 400;

/** Reaches in sketch pixels; beyond the largest a colour spreads as far as it gets. */
export const REACH_MIN = 2;
export const REACH_MAX = 2000;

/** Widest gap in sketch pixels that a fill can be told to close. */
export const GAP_MAX = 64;

/** The colour of hints that keep paper. */
export const PAPER = '#ffffff';

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
  /** Sketch pixels that new hints spread beyond themselves; null for as far as they get. */
  readonly reach: number | null;
  /** New hints keep paper instead of colouring. */
  readonly empty: boolean;
  /** Gaps in lines up to this many sketch pixels hold a fill back. */
  readonly gap: number;
  /** A pen's pressure is the width. */
  readonly pressure: boolean;
  /** New strokes stay near themselves where an area has another colour already (`HintStroke.glaze`). */
  readonly glaze: boolean;

  choose(tool: ToolName): void;
  hold(tool: ToolName | null): void;
  /** @param color #rrggbb or #rgb */
  setColor(color: string): void;
  swapColor(): void;
  /** Puts the current colour in front of the recent ones; call when it is painted with. */
  keepColor(): void;
  setSize(size: number): void;
  /** The next size up (1) or down (−1). */
  stepSize(direction: 1 | -1): void;
  setReach(reach: number | null): void;
  /** The next reach up (1) or down (−1). */
  stepReach(direction: 1 | -1): void;
  setEmpty(empty: boolean): void;
  setGap(gap: number): void;
  setPressure(pressure: boolean): void;
  setGlaze(glaze: boolean): void;
}

export function createToolsStore() {
  return create<ToolsState>()((set) => ({
    tool: 'brush',
    held: null,
    color: '#e0564a',
    previousColor: '#f6d7b8',
    recent: [],
    size: 12,
    reach: null,
    empty: false,
    gap: 6,
    pressure: true,
    glaze: true,
    choose: (tool) => set({ tool, held: null }),
    hold: (held) => set({ held }),
    setColor: (color) =>
      set((s) => {
        const full = hexFromSrgb(srgbFromHex(color)!); // three digits may be typed
        return s.color === full ? { empty: false } : { empty: false, color: full, previousColor: s.color };
      }),
    swapColor: () => set((s) => ({ empty: false, color: s.previousColor, previousColor: s.color })),
    keepColor: () =>
      set((s) => (s.empty ? s : { recent: [s.color, ...s.recent.filter((c) => c !== s.color)].slice(0, RECENT) })),
    setSize: (size) => set({ size: Math.min(SIZE_MAX, Math.max(SIZE_MIN, Math.round(size))) }),
    stepSize: (direction) =>
      set((s) => {
        const step = Math.max(1, Math.round(s.size * 0.15)); // equal to the eye at every size
        return { size: Math.min(SIZE_MAX, Math.max(SIZE_MIN, s.size + direction * step)) };
      }),
    setReach: (reach) =>
      set({ reach: reach === null ? null : Math.min(REACH_MAX, Math.max(REACH_MIN, Math.round(reach))) }),
    stepReach: (direction) =>
      set((s) => {
        if (s.reach === null) return { reach: direction > 0 ? null : REACH_MAX / 4 };
        const next = Math.round(direction > 0 ? s.reach * REACH_STEP + 1 : s.reach / REACH_STEP - 1);
        return { reach: next > REACH_MAX ? null : Math.max(REACH_MIN, next) };
      }),
    setEmpty: (empty) => set({ empty }),
    setGap: (gap) => set({ gap: Math.min(GAP_MAX, Math.max(0, Math.round(gap))) }),
    setPressure: (pressure) => set({ pressure }),
    setGlaze: (glaze) => set({ glaze }),
  }));
}

/** Factor between reaches that keys step through. */
const REACH_STEP = 1.25;

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
    gap: z.number().min(0).max(GAP_MAX).default(6),
    pressure: z.boolean().default(true),
    glaze: z.boolean().default(true),
  }),
  ({ color, previousColor, recent, size, gap, pressure, glaze }) => ({
    color,
    previousColor,
    recent: [...recent],
    size,
    gap,
    pressure,
    glaze,
  }),
);

/** What a new hint is made of, besides its points. */
export function newHint({ color, size, reach, empty }: Pick<ToolsState, 'color' | 'size' | 'reach' | 'empty'>) {
  return {
    color: empty ? PAPER : color,
    width: size,
    ...(reach !== null && { reach }),
    ...(empty && { empty: true as const }),
  };
}

/** What a new stroke or dab is made of, besides its points. What keeps paper is no colour that could lie over another. */
export function newStroke(tools: Pick<ToolsState, 'color' | 'size' | 'reach' | 'empty' | 'glaze'>) {
  return { ...newHint(tools), ...(tools.glaze && !tools.empty && { glaze: true as const }) };
}
