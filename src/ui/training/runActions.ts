import type { RunChoices, RunView } from '../../models/training/runView.js';
import { coloring } from '../coloring/coloring.js';
import { useDialog } from '../store/dialog.js';
import { listOwnModels } from '../store/models.js';
import { useNotices } from '../store/notices.js';
import { explainTraining } from './explainTraining.js';
import { trainingClient } from './trainingClient.js';
import { useTraining } from './trainingStore.js';
import { look, openRun } from './watchRuns.js';

/** Does something to a run, shows what became of it, and says why if it did not work. */
async function act(work: () => Promise<unknown>): Promise<void> {
  useTraining.setState({ trouble: null });
  try {
    await work();
  } catch (error) {
    useTraining.setState({ trouble: explainTraining(error) });
  }
  await look();
}

export const runActions = {
  prepare: ({ id }: RunView, choices: RunChoices) => act(() => trainingClient.prepare(id, choices)),
  start: ({ id }: RunView, choices: RunChoices) => act(() => trainingClient.start(id, choices)),
  pause: ({ id }: RunView) => act(() => trainingClient.pause(id)),
  resume: ({ id }: RunView) => act(() => trainingClient.resume(id)),
  stop: ({ id }: RunView) => act(() => trainingClient.stop(id)),
  remove: ({ id }: RunView) => act(() => trainingClient.remove(id)),
  keep: ({ id }: RunView, name: string) =>
    act(async () => {
      await trainingClient.keep(id, name);
      useTraining.setState({ choices: await trainingClient.choices() });
      await listOwnModels(); // the Model menu has it at once
    }),
  /** Colours the open sketch with the best model so far. */
  try: ({ id, name }: RunView) =>
    act(async () => {
      coloring.use({ model: { kind: 'file', name, file: await trainingClient.model(id) } });
      useDialog.setState({ open: null });
      useNotices.getState().show({
        kind: 'info',
        message: { key: 'train.tried', values: { name } },
        action: { label: { key: 'train.look' }, perform: () => openRun(id) },
      });
    }),
};
