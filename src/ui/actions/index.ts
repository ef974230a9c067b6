import type { Action } from './action.js';
import * as edit from './editActions.js';
import * as file from './fileActions.js';
import * as help from './helpActions.js';
import * as model from './modelActions.js';
import * as tool from './toolActions.js';
import * as view from './viewActions.js';

export { edit, file, help, model, tool, view };

/** Every action that has a key, for the keyboard and for the list of shortcuts. */
export const keyedActions: readonly Action[] = [
  file.open,
  file.save,
  file.exportPng,
  edit.undo,
  edit.redo,
  ...tool.toolActions,
  tool.holdPan,
  tool.holdEyedropper,
  edit.smaller,
  edit.bigger,
  edit.swapColor,
  view.before,
  view.marks,
  view.fit,
  view.actualSize,
  view.zoomIn,
  view.zoomOut,
  view.panels,
  help.shortcuts,
].filter((action: Action) => action.keys?.length);
