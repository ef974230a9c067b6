import { create } from 'zustand';
import type { Look } from '../../models/look/look.js';
import type { PartMap } from '../../models/parts/partMap.js';
import type { PartColors } from '../../models/parts/usualColors.js';
import type { Closure } from '../../models/sketch/closures.js';
import type { ModelChoice } from '../models/modelChoice.js';
import type { Doubt, EngineInfo, Regions } from '../worker/protocol.js';
import type { Sketch, Stroke } from './project.js';

/** What colours: a device with a model. */
export interface Engine extends EngineInfo {
  readonly model: ModelChoice;
}

/** A finished pass. */
export interface Result {
  readonly bitmap: ImageBitmap;
  /** What it was made from. */
  readonly sketch: Sketch;
  readonly strokes: readonly Stroke[];
  readonly closures: readonly Closure[];
  readonly parts: PartColors;
  readonly look: Look;
  /** Milliseconds the pass took. */
  readonly ms: number;
}

/** `adjusting`: the look of the result changes, and not at once. */
export type ColoringStatus = 'starting' | 'idle' | 'running' | 'adjusting' | 'failed';

export interface ColoringState {
  readonly status: ColoringStatus;
  /** What colours, once it has started. */
  readonly engine: Engine | null;
  readonly result: Result | null;
  /** What was seen before, the result or a preview of this one, kept for the cross-fade. */
  readonly previous: Result | null;
  /** The colours to come, small where the sketch is large, while a stroke is being drawn and before the first result. */
  readonly preview: ImageBitmap | null;
  /** Where the result is a guess, while the overlay is on. */
  readonly doubt: Doubt | null;
  /** What is a part of what in the sketch, once it was coloured by a model that can tell. */
  readonly figure: PartMap | null;
  /** The closed areas, while they are shown. */
  readonly regions: Regions | null;

  setStatus(status: ColoringStatus): void;
  setEngine(engine: Engine | null): void;
  /** Shows a result; pictures that nothing shows any more are closed here and nowhere else. */
  show(result: Result): void;
  setPreview(preview: ImageBitmap | null): void;
  setDoubt(doubt: Doubt | null): void;
  setFigure(figure: PartMap | null): void;
  setRegions(regions: Regions | null): void;
  clear(): void;
}

export function createColoringStore() {
  return create<ColoringState>()((set) => ({
    status: 'starting',
    engine: null,
    result: null,
    previous: null,
    preview: null,
    doubt: null,
    figure: null,
    regions: null,
    setStatus: (status) => set({ status }),
    setEngine: (engine) => set({ engine }),
    show: (result) =>
      set((s) => {
        s.previous?.bitmap.close();
        if (!s.preview) return { result, previous: s.result };
        s.result?.bitmap.close();
        return { result, previous: { ...(s.result ?? result), bitmap: s.preview }, preview: null };
      }),
    setPreview: (preview) =>
      set((s) => {
        s.preview?.close();
        return { preview };
      }),
    setDoubt: (doubt) =>
      set((s) => {
        s.doubt?.bitmap.close();
        return { doubt };
      }),
    setFigure: (figure) => set({ figure }),
    setRegions: (regions) =>
      set((s) => {
        s.regions?.bitmap.close();
        return { regions };
      }),
    clear: () =>
      set((s) => {
        s.previous?.bitmap.close();
        s.result?.bitmap.close();
        s.preview?.close();
        s.doubt?.bitmap.close();
        s.regions?.bitmap.close();
        return { result: null, previous: null, preview: null, doubt: null, figure: null, regions: null };
      }),
  }));
}

export const useColoring = createColoringStore();
