import { z } from 'zod';
import { create } from 'zustand';
import { remember } from './remember.js';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const languages = ['en', 'ja', 'zh'] as const;
export type Language = (typeof languages)[number];

export interface SettingsState {
  readonly theme: Theme;
  readonly language: Language | 'system';
  setTheme(theme: Theme): void;
  setLanguage(language: Language | 'system'): void;
}

export const useSettings = create<SettingsState>()((set) => ({
  theme: 'system',
  language: 'system',
  setTheme: (theme) => set({ theme }),
  setLanguage: (language) => set({ language }),
}));

remember(
  useSettings,
  'irodori.settings',
  z.object({ theme: z.enum(themes), language: z.enum(['system', ...languages]) }),
  ({ theme, language }) => ({ theme, language }),
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
