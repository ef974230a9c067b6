import { bundledModel } from '../coloring/bundledModel.js';
import { coloring } from '../coloring/coloring.js';
import { useColoring } from '../store/coloring.js';
import { useDialog } from '../store/dialog.js';
import { useProject } from '../store/project.js';
import { openRun } from '../training/watchRuns.js';
import { backendChoices } from '../worker/protocol.js';
import type { Action } from './action.js';
import { chooseFile } from './chooseFile.js';

export const recolor: Action = {
  name: 'model.recolor',
  label: 'action.recolor',
  enabled: () => useProject.getState().sketch !== null,
  perform: () => coloring.request(),
};

export const standardModel: Action = {
  name: 'model.bundled',
  label: 'action.bundledModel',
  enabled: () => bundledModel !== null,
  checked: () => bundledModel !== null && coloring.model === bundledModel,
  perform: () => coloring.use({ model: bundledModel }),
};

export const floodFill: Action = {
  name: 'model.floodFill',
  label: 'action.floodFill',
  checked: () => coloring.model === null,
  perform: () => coloring.use({ model: null }),
};

export const openModel: Action = {
  name: 'model.open',
  label: 'action.openModel',
  checked: () => coloring.model instanceof Blob,
  async perform() {
    const file = await chooseFile('.safetensors,.npz');
    if (file) coloring.use({ model: file });
  },
};

export const deviceChoices: readonly Action[] = backendChoices.map((backend) => ({
  name: `model.device.${backend}`,
  label: `device.${backend}`,
  checked: () => coloring.backend === backend,
  perform: () => coloring.use({ backend }),
}));

/** Where models are trained, and runs looked at. */
export const train: Action = {
  name: 'model.train',
  label: 'action.train',
  perform: () => openRun(),
};

/** What the model says about itself. */
export const modelCard: Action = {
  name: 'model.card',
  label: 'action.modelCard',
  enabled: () => useColoring.getState().engine !== null,
  perform: () => useDialog.setState({ open: 'model' }),
};
