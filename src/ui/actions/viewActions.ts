import { live } from '../store/live.js';
import { useProject } from '../store/project.js';
import { languages, themes, useSettings } from '../store/settings.js';
import { type MarksMode, useView } from '../store/view.js';
import type { Action } from './action.js';

/** A step of zoom: four double the scale. */
const ZOOM_STEP = 2 ** (1 / 4);

const hasSketch = () => useProject.getState().sketch !== null;

export const fit: Action = {
  name: 'view.fit',
  label: 'action.fit',
  keys: ['Mod+0'],
  enabled: hasSketch,
  perform: () => useView.getState().fit(),
};

export const actualSize: Action = {
  name: 'view.actualSize',
  label: 'action.actualSize',
  keys: ['Mod+1'],
  enabled: hasSketch,
  perform: () => useView.getState().actualSize(),
};

export const zoomIn: Action = {
  name: 'view.zoomIn',
  label: 'action.zoomIn',
  keys: ['Mod+=', 'Mod++'],
  enabled: hasSketch,
  perform: () => useView.getState().zoom(ZOOM_STEP),
};

export const zoomOut: Action = {
  name: 'view.zoomOut',
  label: 'action.zoomOut',
  keys: ['Mod+-'],
  enabled: hasSketch,
  perform: () => useView.getState().zoom(1 / ZOOM_STEP),
};

export const upright: Action = {
  name: 'view.upright',
  label: 'action.upright',
  keys: ['5'],
  enabled: hasSketch,
  perform: () => useView.getState().upright(),
};

export const mirror: Action = {
  name: 'view.mirror',
  label: 'action.mirror',
  keys: ['M'],
  enabled: hasSketch,
  checked: () => useView.getState().viewport.mirrored,
  perform: () => useView.getState().mirror(),
};

export const split: Action = {
  name: 'view.split',
  label: 'action.split',
  keys: ['S'],
  enabled: hasSketch,
  checked: () => useView.getState().split !== null,
  perform: () => useView.getState().setSplit(useView.getState().split === null ? 0.5 : null),
};

export const beside: Action = {
  name: 'view.beside',
  label: 'action.beside',
  keys: ['Shift+S'],
  enabled: hasSketch,
  checked: () => useView.getState().beside,
  perform: () => useView.getState().setBeside(!useView.getState().beside),
};

export const doubt: Action = {
  name: 'view.doubt',
  label: 'action.doubt',
  keys: ['U'],
  enabled: hasSketch,
  checked: () => useView.getState().doubt,
  perform: () => useView.getState().setDoubt(!useView.getState().doubt),
};

export const regions: Action = {
  name: 'view.regions',
  label: 'action.regions',
  keys: ['A'],
  enabled: hasSketch,
  checked: () => useView.getState().regions,
  perform: () => useView.getState().setRegions(!useView.getState().regions),
};

export const influence: Action = {
  name: 'view.influence',
  label: 'action.influence',
  checked: () => useSettings.getState().influence,
  perform: () => useSettings.getState().change({ influence: !useSettings.getState().influence }),
};

export const before: Action = {
  name: 'view.before',
  label: 'action.before',
  keys: ['\\'],
  enabled: hasSketch,
  checked: () => useView.getState().before,
  perform: () => useView.getState().setBefore(!useView.getState().before),
  release: () => useView.getState().setBefore(false),
};

export const marks: Action = {
  name: 'view.marks',
  label: 'action.marks',
  keys: ['H'],
  checked: () => useView.getState().marks !== 'hidden',
  perform: () => useView.getState().setMarks(useView.getState().marks === 'hidden' ? 'fade' : 'hidden'),
};

/** Tab moves the focus, and must: it hides the panels only while the pointer is over the picture. */
export const panels: Action = {
  name: 'view.panels',
  label: 'action.panels',
  keys: ['Tab'],
  keysWork: () => live.getState().pointer !== null,
  checked: () => useView.getState().panels,
  perform: () => useView.getState().togglePanels(),
};

const marksModes: readonly MarksMode[] = ['fade', 'always', 'hidden'];

export const marksChoices: readonly Action[] = marksModes.map((mode) => ({
  name: `view.marks.${mode}`,
  label: `marks.${mode}`,
  checked: () => useView.getState().marks === mode,
  perform: () => useView.getState().setMarks(mode),
}));

export const themeChoices: readonly Action[] = themes.map((theme) => ({
  name: `view.theme.${theme}`,
  label: `theme.${theme}`,
  checked: () => useSettings.getState().theme === theme,
  perform: () => useSettings.getState().change({ theme }),
}));

/** Languages other than the system's are named in themselves, wherever they are listed. */
export const languageChoices = (['system', ...languages] as const).map((language) => ({
  language,
  checked: () => useSettings.getState().language === language,
  perform: () => useSettings.getState().change({ language }),
}));
