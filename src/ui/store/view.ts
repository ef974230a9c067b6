import { create } from 'zustand';
import type { ScreenPoint, Size } from '../canvas/geometry.js';
import { centred, panBy, type Viewport, wholeSketch, zoomAt } from '../canvas/viewport.js';

/** When hint marks show: while painting, always, or not at all. */
export type MarksMode = 'fade' | 'always' | 'hidden';

export interface ViewState {
  readonly viewport: Viewport;
  /** CSS pixels. */
  readonly canvas: Size;
  readonly sketch: Size;
  /** The whole sketch is kept in view when the window changes. */
  readonly fitted: boolean;
  /** The sketch is shown in place of the result. */
  readonly before: boolean;
  readonly marks: MarksMode;
  readonly panels: boolean;

  setCanvas(size: Size): void;
  setSketch(size: Size): void;
  fit(): void;
  /** One sketch pixel a device pixel. */
  actualSize(): void;
  zoom(factor: number, anchor?: ScreenPoint): void;
  pan(dx: number, dy: number): void;
  setBefore(before: boolean): void;
  setMarks(marks: MarksMode): void;
  togglePanels(): void;
}

export function createViewStore() {
  return create<ViewState>()((set) => ({
    viewport: { scale: 1, x: 0, y: 0 },
    canvas: [1, 1],
    sketch: [1, 1],
    fitted: true,
    before: false,
    marks: 'fade',
    panels: true,
    setCanvas: (canvas) =>
      set((s) => {
        if (s.fitted) return { canvas, viewport: wholeSketch(s.sketch, canvas) };
        // The middle stays the middle, so that hiding panels does not push the picture aside.
        const [dx, dy] = [(canvas[0] - s.canvas[0]) / 2, (canvas[1] - s.canvas[1]) / 2];
        return { canvas, viewport: panBy(s.viewport, dx, dy, s.sketch, canvas) };
      }),
    setSketch: (sketch) =>
      set((s) => ({ sketch, fitted: true, before: false, viewport: wholeSketch(sketch, s.canvas) })),
    fit: () => set((s) => ({ fitted: true, viewport: wholeSketch(s.sketch, s.canvas) })),
    actualSize: () =>
      set((s) => ({ fitted: false, viewport: centred(s.sketch, s.canvas, 1 / (globalThis.devicePixelRatio || 1)) })),
    zoom: (factor, anchor) =>
      set((s) => ({
        fitted: false,
        viewport: zoomAt(s.viewport, anchor ?? [s.canvas[0] / 2, s.canvas[1] / 2], factor),
      })),
    pan: (dx, dy) => set((s) => ({ fitted: false, viewport: panBy(s.viewport, dx, dy, s.sketch, s.canvas) })),
    setBefore: (before) => set({ before }),
    setMarks: (marks) => set({ marks }),
    togglePanels: () => set((s) => ({ panels: !s.panels })),
  }));
}

export const useView = createViewStore();
