import { z } from 'zod';
import { create } from 'zustand';
import { remember } from './remember.js';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const languages = ['en', 'ja', 'zh'] as const;
export type Language = (typeof languages)[number];

/** Grey of the ground round the picture, per cent of white; `null` is the theme's. */
export const SURROUND_MIN = 0;
export const SURROUND_MAX = 100;

/** Lines of the first-run tour. */
export const TOUR_STEPS = 2;

export interface Settings {
  readonly theme: Theme;
  readonly language: Language | 'system';
  readonly surround: number | null;
  /** Where the hint at the pointer would have its say is shown before it is drawn. */
  readonly influence: boolean;
  /** Colours follow the pen at low resolution while a stroke is drawn. */
  readonly preview: boolean;
  /** Keys that were changed: the name of an action to its bindings. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Lines of the tour that were seen. */
  readonly tour: number;
  /** Panels that are folded up, by name. */
  readonly folded: readonly string[];
}

export interface SettingsState extends Settings {
  change(settings: Partial<Settings>): void;
  /** Gives an action other keys; null gives it its own again. */
  setKeys(action: string, bindings: readonly string[] | null): void;
  toggleFolded(panel: string): void;
}

export const useSettings = create<SettingsState>()((set) => ({
  theme: 'system',
  language: 'system',
  surround: null,
  influence: true,
  preview: true,
  keys: {},
  tour: 0,
  folded: ['panel.history'],
  change: (settings) => set(settings),
  setKeys: (action, bindings) =>
    set((s) => {
      const { [action]: _, ...others } = s.keys;
      return { keys: bindings ? { ...others, [action]: bindings } : others };
    }),
  toggleFolded: (panel) =>
    set((s) => ({ folded: s.folded.includes(panel) ? s.folded.filter((p) => p !== panel) : [...s.folded, panel] })),
}));

/** Each setting on its own: one that does not fit leaves the others as they were chosen. */
const schema = z.object({
  theme: z.enum(themes).catch('system'),
  language: z.enum(['system', ...languages]).catch('system'),
  surround: z.number().min(SURROUND_MIN).max(SURROUND_MAX).nullable().catch(null),
  influence: z.boolean().catch(true),
  preview: z.boolean().catch(true),
  keys: z.record(z.string().max(64), z.array(z.string().max(32)).max(4)).catch({}),
  tour: z.int().min(0).max(TOUR_STEPS).catch(0),
  folded: z.array(z.string().max(64)).max(32).catch([]),
});

remember(
  useSettings,
  'irodori.settings',
  schema,
  ({ theme, language, surround, influence, preview, keys, tour, folded }) => ({
    theme,
    language,
    surround,
    influence,
    preview,
    tour,
    keys: Object.fromEntries(Object.entries(keys).map(([name, bindings]) => [name, [...bindings]])),
    folded: [...folded],
  }),
);

/** The language to speak: the chosen one, else the first of the system's that we have, else English. */
export function spokenLanguage(chosen: Language | 'system', system: readonly string[]): Language {
  if (chosen !== 'system') return chosen;
  for (const tag of system) {
    const found = languages.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}
