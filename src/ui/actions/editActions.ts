import { useProject } from '../store/project.js';
import { useTools } from '../store/tools.js';
import type { Action } from './action.js';

const history = () => useProject.temporal.getState();

export const undo: Action = {
  name: 'edit.undo',
  label: 'action.undo',
  keys: ['Mod+Z'],
  enabled: () => history().pastStates.length > 0,
  perform: () => history().undo(),
};

export const redo: Action = {
  name: 'edit.redo',
  label: 'action.redo',
  keys: ['Mod+Shift+Z', 'Mod+Y'],
  enabled: () => history().futureStates.length > 0,
  perform: () => history().redo(),
};

export const clearHints: Action = {
  name: 'edit.clearHints',
  label: 'action.clearHints',
  enabled: () => useProject.getState().strokes.length > 0,
  perform: () => useProject.getState().clearStrokes(),
};

export const swapColor: Action = {
  name: 'edit.swapColor',
  label: 'action.swapColor',
  keys: ['X'],
  perform: () => useTools.getState().swapColor(),
};

export const bigger: Action = {
  name: 'edit.bigger',
  label: 'action.bigger',
  keys: [']'],
  perform: () => useTools.getState().stepSize(1),
};

export const smaller: Action = {
  name: 'edit.smaller',
  label: 'action.smaller',
  keys: ['['],
  perform: () => useTools.getState().stepSize(-1),
};
