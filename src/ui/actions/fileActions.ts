import { OPENABLE, openFile } from '../files/open.js';
import { savePicture, saveProject } from '../files/save.js';
import { useProject } from '../store/project.js';
import type { Action } from './action.js';
import { chooseFile } from './chooseFile.js';

const hasSketch = () => useProject.getState().sketch !== null;

export const open: Action = {
  name: 'file.open',
  label: 'action.open',
  keys: ['Mod+O'],
  async perform() {
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

export const exportPng: Action = {
  name: 'file.savePicture',
  label: 'action.savePicture',
  keys: ['Mod+E'],
  enabled: hasSketch,
  perform: savePicture,
};
