import { temporal } from 'zundo';
import { create } from 'zustand';
import type { HintStroke } from '../../models/hints/hints.js';
import type { Size } from '../canvas/geometry.js';

/** A hint on the sketch. Strokes are never changed, only replaced: equal references are equal strokes. */
export interface Stroke extends HintStroke {
  /** Unique within the project, in the order of drawing. */
  readonly id: number;
}

/** The opened line art. */
export interface Sketch {
  /** File name with its ending, for people. */
  readonly name: string;
  /** Sketch pixels. */
  readonly size: Size;
  /** For the screen. */
  readonly bitmap: ImageBitmap;
  /** The file as it came: PNG, JPEG or WebP. */
  readonly file: Blob;
}

/** An opened picture: what File > Save project writes and autosave keeps. */
export interface ProjectState {
  /** Names the autosaved copy; null while nothing is open. */
  readonly id: string | null;
  readonly sketch: Sketch | null;
  readonly strokes: readonly Stroke[];
  /** The strokes of the last saved project file, to tell what is unsaved. */
  readonly saved: readonly Stroke[];

  /** Replaces what is open; `unsaved` strokes came from an autosaved copy and not from a file. */
  open(sketch: Sketch, strokes?: readonly HintStroke[], source?: { id?: string; unsaved?: boolean }): void;
  /** Adds a hint on top and returns it. */
  addStroke(stroke: HintStroke): Stroke;
  removeStroke(id: number): void;
  clearStrokes(): void;
  markSaved(): void;
}

/** Steps back kept; states share their strokes, so that a step costs a list of references. */
const UNDO_STEPS = 500;

/** The store of the open picture. Undo and redo live in its `temporal` store and know of strokes alone. */
export function createProjectStore() {
  let nextId = 1;
  const numbered = (stroke: HintStroke): Stroke => ({ ...stroke, id: nextId++ });

  const store = create<ProjectState>()(
    temporal(
      (set) => ({
        id: null,
        sketch: null,
        strokes: [],
        saved: [],
        open(sketch, hints = [], { id = crypto.randomUUID(), unsaved = false } = {}) {
          const strokes = hints.map(numbered);
          const { temporal } = store;
          temporal.getState().pause();
          set((old) => {
            if (old.sketch !== sketch) old.sketch?.bitmap.close();
            return { id, sketch, strokes, saved: unsaved ? [] : strokes };
          });
          temporal.getState().resume();
          temporal.getState().clear();
        },
        addStroke(hint) {
          const stroke = numbered(hint);
          set((s) => ({ strokes: [...s.strokes, stroke] }));
          return stroke;
        },
        removeStroke: (id) =>
          set((s) => (s.strokes.some((x) => x.id === id) ? { strokes: s.strokes.filter((x) => x.id !== id) } : s)),
        clearStrokes: () => set((s) => (s.strokes.length ? { strokes: [] } : s)),
        markSaved: () => set((s) => ({ saved: s.strokes })),
      }),
      {
        limit: UNDO_STEPS,
        partialize: ({ strokes }) => ({ strokes }),
        equality: (past, current) => past.strokes === current.strokes,
      },
    ),
  );
  return store;
}

export const useProject = createProjectStore();

/** Whether there is work that no project file holds. A sketch without hints is its own file. */
export function isUnsaved({ strokes, saved }: Pick<ProjectState, 'strokes' | 'saved'>): boolean {
  return strokes.length !== saved.length || strokes.some((stroke, i) => stroke !== saved[i]);
}

/** Makes all changes of strokes up to `end()` one undo step, for drags that change strokes as they go. */
export function groupChanges(store: ReturnType<typeof createProjectStore>) {
  const { temporal } = store;
  let changed = false;
  return {
    /** Call after each change; the first has been recorded, the rest are folded into it. */
    changed() {
      if (changed) return;
      changed = true;
      temporal.getState().pause();
    },
    end() {
      if (changed) temporal.getState().resume();
    },
  };
}
