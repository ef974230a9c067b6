import { temporal } from 'zundo';
import { create } from 'zustand';
import type { HintStroke } from '../../models/hints/hints.js';
import { AS_COLORED, type Look } from '../../models/look/look.js';
import { type PartColors, sameColors } from '../../models/parts/usualColors.js';
import type { CleanUp } from '../../models/sketch/cleanUp.js';
import type { Closure } from '../../models/sketch/closures.js';
import type { Size } from '../canvas/geometry.js';
import type { Place } from '../files/place.js';

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
  /** Pixels an inch, where the file says. */
  readonly dpi: number | null;
  /** The ICC profile that it came with, if pictures can be brought to it; null for sRGB. */
  readonly profile: Uint8Array<ArrayBuffer> | null;
  /** The file that this one was cleaned up from, and how; null for a sketch as it came. */
  readonly original: { readonly file: Blob; readonly cleanUp: CleanUp } | null;
}

/** An opened picture: what File > Save project writes and autosave keeps. */
export interface ProjectState {
  /** Names the autosaved copy; null while nothing is open. */
  readonly id: string | null;
  readonly sketch: Sketch | null;
  readonly strokes: readonly Stroke[];
  /** Lines that close gaps for the colouring alone. Never changed, only replaced. */
  readonly closures: readonly Closure[];
  /** Colours chosen for parts of figures where no hint is. Never changed, only replaced. */
  readonly parts: PartColors;
  /** How the result is shown. */
  readonly look: Look;
  /** What the last saved project file holds, to tell what is unsaved. */
  readonly saved: readonly Stroke[];
  readonly savedLook: Look;
  readonly savedSketch: Sketch | null;
  readonly savedClosures: readonly Closure[];
  readonly savedParts: PartColors;
  /** Where its project file lies, to be written again; null where none is known. */
  readonly place: Place | null;

  /** Replaces what is open; `unsaved` work came from an autosaved copy and not from a file. */
  open(
    sketch: Sketch,
    strokes?: readonly HintStroke[],
    source?: {
      readonly id?: string;
      readonly unsaved?: boolean;
      readonly look?: Look;
      readonly place?: Place | null;
      readonly closures?: readonly Closure[];
      readonly parts?: PartColors;
    },
  ): void;
  /** Puts another picture of the same drawing in the sketch's place, its hints where they belong on that. */
  replaceSketch(sketch: Sketch, strokes: readonly Stroke[], closures: readonly Closure[]): void;
  setLook(change: Partial<Look>): void;
  /** Chooses colours of parts and, with them, hints that would hide them. */
  setParts(parts: PartColors, strokes?: readonly Stroke[]): void;
  /** Takes colours of parts and of the whole from a palette. */
  wear(parts: PartColors, palette: Look['palette']): void;
  /** Adds a hint on top and returns it. */
  addStroke(stroke: HintStroke): Stroke;
  removeStroke(id: number): void;
  /** Puts other hints in a hint's place: one keeps its number, several get new ones, none removes it. */
  replaceStroke(id: number, ...by: readonly HintStroke[]): void;
  /** Puts all hints in place of those there are. */
  setStrokes(strokes: readonly Stroke[]): void;
  clearStrokes(): void;
  setClosures(closures: readonly Closure[]): void;
  /** All there is now lies in a project file: at a place, or where only the person knows. */
  markSaved(place: Place | null): void;
}

/** Steps back kept; states share their strokes, so that a step costs a list of references. */
const UNDO_STEPS = 500;

/** The store of the open picture. Undo and redo live in its `temporal` store and know of the sketch, its
 * strokes, the colours of parts and the look. */
export function createProjectStore() {
  let nextId = 1;
  const numbered = (stroke: HintStroke): Stroke => ({ ...stroke, id: nextId++ });

  const store = create<ProjectState>()(
    temporal(
      (set) => ({
        id: null,
        sketch: null,
        strokes: [],
        closures: [],
        parts: {},
        look: AS_COLORED,
        saved: [],
        savedLook: AS_COLORED,
        savedSketch: null,
        savedClosures: [],
        savedParts: {},
        place: null,
        open(
          sketch,
          hints = [],
          {
            id = crypto.randomUUID(),
            unsaved = false,
            look = AS_COLORED,
            place = null,
            closures = [],
            parts = {},
          } = {},
        ) {
          const strokes = hints.map(numbered);
          const { temporal } = store;
          temporal.getState().pause();
          const { pastStates, futureStates } = temporal.getState();
          const gone = new Set([store.getState(), ...pastStates, ...futureStates].map((state) => state.sketch));
          for (const old of gone) if (old !== sketch) old?.bitmap.close();
          set({
            id,
            sketch,
            strokes,
            closures,
            parts,
            look,
            saved: unsaved ? [] : strokes,
            savedLook: unsaved ? AS_COLORED : look,
            savedSketch: unsaved && sketch.original ? null : sketch,
            savedClosures: unsaved ? [] : closures,
            savedParts: unsaved ? {} : parts,
            place,
          });
          temporal.getState().resume();
          temporal.getState().clear();
        },
        replaceSketch: (sketch, strokes, closures) => set({ sketch, strokes, closures }),
        setLook: (change) => set((s) => ({ look: { ...s.look, ...change } })),
        setParts: (parts, strokes) => set((s) => ({ parts, strokes: strokes ?? s.strokes })),
        wear: (parts, palette) => set((s) => ({ parts, look: { ...s.look, palette } })),
        addStroke(hint) {
          const stroke = numbered(hint);
          set((s) => ({ strokes: [...s.strokes, stroke] }));
          return stroke;
        },
        removeStroke: (id) =>
          set((s) => (s.strokes.some((x) => x.id === id) ? { strokes: s.strokes.filter((x) => x.id !== id) } : s)),
        replaceStroke: (id, ...by) =>
          set((s) => {
            const at = s.strokes.findIndex((x) => x.id === id);
            if (at < 0) return s;
            const strokes = by.length === 1 ? [{ ...by[0], id }] : by.map(numbered);
            return { strokes: s.strokes.toSpliced(at, 1, ...strokes) };
          }),
        setStrokes: (strokes) => set({ strokes }),
        setClosures: (closures) => set({ closures }),
        clearStrokes: () => set((s) => (s.strokes.length ? { strokes: [] } : s)),
        markSaved: (place) =>
          set((s) => ({
            saved: s.strokes,
            savedLook: s.look,
            savedSketch: s.sketch,
            savedClosures: s.closures,
            savedParts: s.parts,
            place: place ?? s.place,
          })),
      }),
      {
        limit: UNDO_STEPS,
        partialize: ({ sketch, strokes, closures, parts, look }) => ({ sketch, strokes, closures, parts, look }),
        equality: (past, current) =>
          past.sketch === current.sketch &&
          past.strokes === current.strokes &&
          past.closures === current.closures &&
          past.parts === current.parts &&
          past.look === current.look,
      },
    ),
  );
  return store;
}

export const useProject = createProjectStore();

/** A hint as files and the colouriser know it. */
export function hintOf({ id, ...hint }: Stroke): HintStroke {
  return hint;
}

/** Whether there is work that no project file holds. A sketch without hints is its own file. */
export function isUnsaved(
  state: Pick<
    ProjectState,
    | 'sketch'
    | 'strokes'
    | 'closures'
    | 'parts'
    | 'look'
    | 'saved'
    | 'savedLook'
    | 'savedSketch'
    | 'savedClosures'
    | 'savedParts'
  >,
): boolean {
  const { sketch, strokes, closures, parts, look, saved, savedLook, savedSketch, savedClosures, savedParts } = state;
  if (sketch !== savedSketch) return true;
  if (closures.length !== savedClosures.length || closures.some((closure, i) => closure !== savedClosures[i]))
    return true;
  if (!sameColors(parts, savedParts)) return true;
  const isSame = (Object.keys(look) as (keyof Look)[]).every((key) => look[key] === savedLook[key]);
  return !isSame || strokes.length !== saved.length || strokes.some((stroke, i) => stroke !== saved[i]);
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
