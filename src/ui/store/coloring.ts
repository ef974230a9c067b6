import { create } from 'zustand';
import type { EngineInfo } from '../worker/protocol.js';
import type { Sketch, Stroke } from './project.js';

/** A finished pass. */
export interface Result {
  readonly bitmap: ImageBitmap;
  /** What it was made from. */
  readonly sketch: Sketch;
  readonly strokes: readonly Stroke[];
  /** Milliseconds the pass took. */
  readonly ms: number;
}

export type ColoringStatus = 'starting' | 'idle' | 'running' | 'failed';

export interface ColoringState {
  readonly status: ColoringStatus;
  /** What colours, once it has started. */
  readonly engine: EngineInfo | null;
  readonly result: Result | null;
  /** The result before, kept for the cross-fade. */
  readonly previous: Result | null;

  setStatus(status: ColoringStatus): void;
  setEngine(engine: EngineInfo | null): void;
  /** Shows a result; pictures that nothing shows any more are closed here and nowhere else. */
  show(result: Result): void;
  clear(): void;
}

export function createColoringStore() {
  return create<ColoringState>()((set) => ({
    status: 'starting',
    engine: null,
    result: null,
    previous: null,
    setStatus: (status) => set({ status }),
    setEngine: (engine) => set({ engine }),
    show: (result) =>
      set((s) => {
        s.previous?.bitmap.close();
        return { result, previous: s.result };
      }),
    clear: () =>
      set((s) => {
        s.previous?.bitmap.close();
        s.result?.bitmap.close();
        return { result: null, previous: null };
      }),
  }));
}

export const useColoring = createColoringStore();
