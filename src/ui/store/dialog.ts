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
  'cleanUp',
] as const;
export type DialogName = (typeof dialogNames)[number];

interface DialogState {
  /** The dialog in front, if any. */
  readonly open: DialogName | null;
  /** The clean-up begins with what suits the picture, and not with how it was cleaned up before. */
  readonly suggest: boolean;
}

export const useDialog = create<DialogState>()(() => ({ open: null, suggest: false }));

export function openCleanUp(suggest = false): void {
  useDialog.setState({ open: 'cleanUp', suggest });
}
