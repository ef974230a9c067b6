import { create } from 'zustand';

export const dialogNames = [
  'shortcuts',
  'about',
  'settings',
  'commands',
  'export',
  'model',
  'batch',
  'train',
  'guide',
] as const;
export type DialogName = (typeof dialogNames)[number];

/** The dialog in front, if any. */
export const useDialog = create<{ open: DialogName | null }>()(() => ({ open: null }));
