import type { ProjectModel } from '../../models/project/projectFile.js';
import { coloring } from '../coloring/coloring.js';
import { listOwnModels } from '../store/models.js';
import { useNotices } from '../store/notices.js';
import type { ModelChoice } from './modelChoice.js';

/** Colours a project with the model it was made with, where that is here; tells where it is not. */
export async function followProjectModel({ name, sha256 }: ProjectModel, project: string): Promise<void> {
  const engine = await coloring.engine();
  if (engine && engine.hash === sha256) return;
  const choice = await findModel(name, sha256);
  if (choice) {
    coloring.use({ model: choice });
    if ((await coloring.engine())?.hash === sha256) return;
  }
  useNotices.getState().show({ kind: 'info', message: { key: 'model.other', values: { name: project, model: name } } });
}

async function findModel(name: string, sha256: string | null): Promise<ModelChoice | null> {
  if (sha256 === null) return { kind: 'flood' };
  const same = (await listOwnModels()).find(({ card }) => card.sha256 === sha256);
  if (same) return { kind: 'own', name: same.name };
  return name === 'standard' ? { kind: 'standard' } : null;
}
