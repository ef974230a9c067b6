import { create } from 'zustand';
import { useProject } from './project.js';

/** The hint that is picked, to be moved, recoloured or deleted; null for none. */
export const usePicked = create<{ readonly id: number | null }>()(() => ({ id: null }));

/** The picked hint itself, if it is still there. */
export function pickedStroke() {
  const { id } = usePicked.getState();
  return useProject.getState().strokes.find((stroke) => stroke.id === id) ?? null;
}
