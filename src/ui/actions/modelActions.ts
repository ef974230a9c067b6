import { bundledModel } from '../coloring/bundledModel.js';
import { coloring } from '../coloring/coloring.js';
import { importModel } from '../models/importModel.js';
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
  checked: () => coloring.model.kind === 'standard',
  perform: () => coloring.use({ model: { kind: 'standard' } }),
};

export const floodFill: Action = {
  name: 'model.floodFill',
  label: 'action.floodFill',
  checked: () => coloring.model.kind === 'flood',
  perform: () => coloring.use({ model: { kind: 'flood' } }),
};

/** Takes a model file in, to stay. */
export const importModelFile: Action = {
  name: 'model.import',
  label: 'action.importModel',
  async perform() {
    const file = await chooseFile('.safetensors,.npz');
    if (file) await importModel(file);
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

/** The models there are, and what they say about themselves. */
export const modelCard: Action = {
  name: 'model.card',
  label: 'action.modelCard',
  perform: () => useDialog.setState({ open: 'model' }),
};
