import { z } from 'zod';
import { create } from 'zustand';
import { type PartColors, partColorsSchema } from '../../models/parts/usualColors.js';
import { COLORS_MAX, type NamedPalette } from '../palettes/paletteFile.js';
import { remember } from './remember.js';

/** Palettes kept besides the one that comes with the studio. */
const KEPT = 64;

/** The colours that come with the studio, by rows of eight: skins, hair and earths; warm; green and blue; violet to grey. */
export const STANDARD: readonly string[] = [
  ...['#fde3cf', '#f6c9a4', '#e3a57c', '#b97a56', '#8a5a3c', '#5c3a28', '#3a2a24', '#f2d27a'],
  ...['#f4a7a0', '#e8604c', '#c23b3b', '#8f2537', '#f7b267', '#f28c28', '#f2c14e', '#f9e79f'],
  ...['#cfe8b5', '#8fc26b', '#4e9a51', '#2f6b4f', '#bfe6ea', '#6cb8d6', '#3b82c4', '#274b8a'],
  ...['#d9c8ee', '#9b7fc7', '#6a4c93', '#f3b6d0', '#ffffff', '#c9ccd1', '#7d828a', '#2b2d33'],
];

export interface PalettesState {
  /** The person's own: a character's, a series', imported ones. Names are unique. */
  readonly palettes: readonly NamedPalette[];
  /** Name of the one shown; null for the standard one. */
  readonly shown: string | null;

  show(name: string | null): void;
  /** Adds a palette, under a name that is free, and shows it. */
  add(palette: NamedPalette): void;
  /** Makes a palette a character's, or gives the character other colours; the palette has them, too. */
  setParts(name: string, parts: PartColors): void;
  rename(name: string, to: string): void;
  remove(name: string): void;
  /** Puts a colour into the palette shown, or takes it out. The standard one is copied first. */
  toggleColor(color: string, copyName: string): void;
}

export function createPalettesStore() {
  return create<PalettesState>()((set) => ({
    palettes: [],
    shown: null,
    show: (shown) => set({ shown }),
    add: ({ name, colors, parts }) =>
      set((s) => {
        const free = freeName(name, s.palettes);
        return { palettes: [...s.palettes, { name: free, colors, ...(parts && { parts }) }].slice(-KEPT), shown: free };
      }),
    setParts: (name, parts) =>
      set((s) => ({
        palettes: s.palettes.map((p) => {
          if (p.name !== name) return p;
          const colors = [...new Set([...p.colors, ...Object.values(parts)])].slice(-COLORS_MAX);
          return { ...p, colors, parts };
        }),
      })),
    rename: (name, to) =>
      set((s) => {
        const others = s.palettes.filter((p) => p.name !== name);
        const free = freeName(to.trim().slice(0, 60) || name, others);
        const palettes = s.palettes.map((p) => (p.name === name ? { ...p, name: free } : p));
        return { palettes, shown: s.shown === name ? free : s.shown };
      }),
    remove: (name) =>
      set((s) => ({
        palettes: s.palettes.filter((p) => p.name !== name),
        shown: s.shown === name ? null : s.shown,
      })),
    toggleColor: (color, copyName) =>
      set((s) => {
        const shown = s.palettes.find((p) => p.name === s.shown);
        const colors = shown?.colors ?? STANDARD;
        const next = colors.includes(color) ? colors.filter((c) => c !== color) : [...colors, color].slice(-COLORS_MAX);
        if (shown) return { palettes: s.palettes.map((p) => (p === shown ? { ...p, colors: next } : p)) };
        const name = freeName(copyName, s.palettes);
        return { palettes: [...s.palettes, { name, colors: next }].slice(-KEPT), shown: name };
      }),
  }));
}

function freeName(wanted: string, palettes: readonly NamedPalette[]): string {
  const taken = new Set(palettes.map(({ name }) => name));
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted} ${i}`;
  return name;
}

export const usePalettes = createPalettesStore();

type Shown = Pick<PalettesState, 'palettes' | 'shown'>;

/** The palette shown; one without a name for the standard one. */
export function shownPalette({ palettes, shown }: Shown): Omit<NamedPalette, 'name'> {
  return palettes.find(({ name }) => name === shown) ?? { colors: STANDARD };
}

/** The colours of the palette shown. */
export function shownColors(state: Shown): readonly string[] {
  return shownPalette(state).colors;
}

const palette = z.object({
  name: z.string().min(1).max(80),
  colors: z.array(z.string().regex(/^#[0-9a-f]{6}$/)).max(COLORS_MAX),
  parts: partColorsSchema.optional(),
});
remember(
  usePalettes,
  'irodori.palettes',
  z.object({ palettes: z.array(palette).max(KEPT), shown: z.string().nullable() }),
  ({ palettes, shown }) => ({
    palettes: palettes.map(({ name, colors, parts }) => ({ name, colors: [...colors], ...(parts && { parts }) })),
    shown,
  }),
);
