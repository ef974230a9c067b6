import type { Action } from './action.js';
import * as edit from './editActions.js';
import * as figure from './figureActions.js';
import * as file from './fileActions.js';
import * as help from './helpActions.js';
import * as model from './modelActions.js';
import * as palette from './paletteActions.js';
import * as tool from './toolActions.js';
import * as view from './viewActions.js';

export { edit, figure, file, help, model, palette, tool, view };

/** Every action, by what it is about: the command palette offers them, and the shortcuts dialog lists those with keys. */
export const allActions: readonly Action[] = [
  file.open,
  file.save,
  file.saveProjectCopy,
  file.exportPng,
  file.exportAs,
  ...file.exportFormats,
  file.copy,
  file.batch,
  edit.undo,
  edit.redo,
  edit.clearHints,
  edit.deletePicked,
  edit.cleanUp,
  edit.clearClosures,
  ...tool.toolActions,
  tool.holdPan,
  tool.holdEyedropper,
  tool.holdRotate,
  tool.screenColor,
  edit.smaller,
  edit.bigger,
  edit.nearer,
  edit.farther,
  edit.swapColor,
  edit.keepPaper,
  edit.snap,
  edit.lines,
  edit.light,
  edit.resetLook,
  palette.importPalette,
  palette.paletteFromPicture,
  palette.colorByPicture,
  palette.colorByPalette,
  palette.ownColors,
  figure.keepCharacter,
  figure.resetFigure,
  view.before,
  view.split,
  view.beside,
  view.doubt,
  view.regions,
  view.marks,
  view.influence,
  view.fit,
  view.actualSize,
  view.zoomIn,
  view.zoomOut,
  view.upright,
  view.mirror,
  view.panels,
  model.recolor,
  model.standardModel,
  model.floodFill,
  model.importModelFile,
  model.train,
  model.modelCard,
  help.commands,
  help.settings,
  help.shortcuts,
  help.guide,
  help.about,
];

/** Actions that keys can work: those with keys of their own, and those that act at once. */
export const keyedActions: readonly Action[] = allActions.filter((action) => action.keys?.length);
