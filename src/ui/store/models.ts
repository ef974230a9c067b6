import { z } from 'zod';
import { create } from 'zustand';
import { type ModelChoice, STANDARD_CHOICE, shelf } from '../models/modelChoice.js';
import type { ShelfModel } from '../models/shelf.js';
import { remember } from './remember.js';

export interface ModelsState {
  /** The person's own models, as they were when last looked for. */
  readonly own: readonly ShelfModel[];
  /** Which one colours. */
  readonly chosen: ModelChoice;
}

export const useModels = create<ModelsState>()(() => ({ own: [], chosen: STANDARD_CHOICE }));

/** Looks which models there are. */
export async function listOwnModels(): Promise<readonly ShelfModel[]> {
  const own = await shelf()
    .list()
    .catch(() => []); // no store: then there are none
  useModels.setState({ own });
  return own;
}

const choice = z.union([
  z.object({ kind: z.enum(['standard', 'flood']) }),
  z.object({ kind: z.literal('own'), name: z.string().min(1).max(64) }),
]);

remember(useModels, 'irodori.model', z.object({ chosen: choice }), ({ chosen }) =>
  chosen.kind === 'file' ? { chosen: STANDARD_CHOICE } : { chosen },
);
