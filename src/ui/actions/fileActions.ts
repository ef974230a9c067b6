import { OPENABLE, openFile, openHandle } from '../files/open.js';
import { canPickToOpen, pickToOpen } from '../files/pickers.js';
import { copyPicture, savePicture, saveProject, saveProjectAs } from '../files/save.js';
import { useDialog } from '../store/dialog.js';
import { useProject } from '../store/project.js';
import { type PictureFormat, pictureFormats } from '../worker/protocol.js';
import type { Action } from './action.js';
import { chooseFile } from './chooseFile.js';

const hasSketch = () => useProject.getState().sketch !== null;

export const open: Action = {
  name: 'file.open',
  label: 'action.open',
  keys: ['Mod+O'],
  async perform() {
    if (canPickToOpen()) {
      const handle = await pickToOpen(OPENABLE);
      if (handle) await openHandle(handle);
      return;
    }
    const file = await chooseFile(OPENABLE);
    if (file) await openFile(file, file.name);
  },
};

export const save: Action = {
  name: 'file.saveProject',
  label: 'action.saveProject',
  keys: ['Mod+S'],
  enabled: hasSketch,
  perform: saveProject,
};

export const saveProjectCopy: Action = {
  name: 'file.saveProjectAs',
  label: 'action.saveProjectAs',
  keys: ['Mod+Shift+S'],
  enabled: hasSketch,
  perform: saveProjectAs,
};

export const exportPng: Action = {
  name: 'file.savePicture',
  label: 'action.savePicture',
  keys: ['Mod+E'],
  enabled: hasSketch,
  perform: () => savePicture('png'),
};

export const exportAs: Action = {
  name: 'file.exportAs',
  label: 'action.exportAs',
  keys: ['Mod+Shift+E'],
  enabled: hasSketch,
  perform: () => useDialog.setState({ open: 'export' }),
};

export const batch: Action = {
  name: 'file.batch',
  label: 'action.batch',
  perform: () => useDialog.setState({ open: 'batch' }),
};

const EXPORTS = {
  png: 'action.exportPng',
  webp: 'action.exportWebp',
  psd: 'action.exportPsd',
  ora: 'action.exportOra',
} as const satisfies Record<PictureFormat, Action['label']>;

/** One action a format, for menus of the desktop app and the command palette. */
export const exportFormats: readonly (Action & { readonly format: PictureFormat })[] = pictureFormats.map((format) => ({
  name: `file.export.${format}`,
  format,
  label: EXPORTS[format],
  enabled: hasSketch,
  perform: () => savePicture(format),
}));

/** In a text field, and where text is marked, Ctrl+C is the browser's. */
export const copy: Action = {
  name: 'file.copyPicture',
  label: 'action.copyPicture',
  keys: ['Mod+C'],
  enabled: hasSketch,
  keysWork: () => window.getSelection()?.isCollapsed !== false,
  perform: copyPicture,
};
