import { create } from 'zustand';

/** The dialog in front, if any. */
export const useDialog = create<{ open: 'shortcuts' | 'about' | null }>()(() => ({ open: null }));
