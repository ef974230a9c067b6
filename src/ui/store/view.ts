import { create } from 'zustand';
import type { ScreenPoint, Size } from '../canvas/geometry.js';
import { centred, mirrorAt, panBy, rotateAt, UPRIGHT, type Viewport, wholeSketch, zoomAt } from '../canvas/viewport.js';

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
  /** Part of the sketch's width left of which the sketch shows instead of the result; null for none. */
  readonly split: number | null;
  /** The sketch shows in a half of its own beside the result. */
  readonly beside: boolean;
  /** A veil lies over colours that are a guess. */
  readonly doubt: boolean;
  /** The closed areas are shown. */
  readonly regions: boolean;
  readonly marks: MarksMode;
  readonly panels: boolean;

  setCanvas(size: Size): void;
  setSketch(size: Size): void;
  fit(): void;
  /** One sketch pixel a device pixel. */
  actualSize(): void;
  zoom(factor: number, anchor?: ScreenPoint): void;
  pan(dx: number, dy: number): void;
  /** Turns the view by degrees clockwise round its middle. */
  rotate(degrees: number): void;
  upright(): void;
  mirror(): void;
  setSplit(split: number | null): void;
  setBeside(beside: boolean): void;
  setDoubt(doubt: boolean): void;
  setRegions(regions: boolean): void;
  setBefore(before: boolean): void;
  setMarks(marks: MarksMode): void;
  togglePanels(): void;
}

export function createViewStore() {
  return create<ViewState>()((set) => ({
    viewport: { ...UPRIGHT, scale: 1, x: 0, y: 0 },
    canvas: [1, 1],
    sketch: [1, 1],
    fitted: true,
    before: false,
    split: null,
    beside: false,
    doubt: false,
    regions: false,
    marks: 'fade',
    panels: true,
    setCanvas: (canvas) =>
      set((s) => {
        if (s.fitted) return { canvas, viewport: wholeSketch(s.sketch, canvas, s.viewport) };
        // The middle stays the middle, so that hiding panels does not push the picture aside.
        const [dx, dy] = [(canvas[0] - s.canvas[0]) / 2, (canvas[1] - s.canvas[1]) / 2];
        return { canvas, viewport: panBy(s.viewport, dx, dy, s.sketch, canvas) };
      }),
    setSketch: (sketch) =>
      set((s) => ({ sketch, fitted: true, before: false, viewport: wholeSketch(sketch, s.canvas) })),
    fit: () => set((s) => ({ fitted: true, viewport: wholeSketch(s.sketch, s.canvas, s.viewport) })),
    actualSize: () =>
      set((s) => ({
        fitted: false,
        viewport: centred(s.sketch, s.canvas, 1 / (globalThis.devicePixelRatio || 1), s.viewport),
      })),
    zoom: (factor, anchor) =>
      set((s) => ({
        fitted: false,
        viewport: zoomAt(s.viewport, anchor ?? middle(s.canvas), factor),
      })),
    pan: (dx, dy) => set((s) => ({ fitted: false, viewport: panBy(s.viewport, dx, dy, s.sketch, s.canvas) })),
    rotate: (degrees) => set((s) => turn(s, (viewport) => rotateAt(viewport, middle(s.canvas), degrees))),
    upright: () => set((s) => turn(s, (viewport) => rotateAt(viewport, middle(s.canvas), -viewport.angle))),
    mirror: () => set((s) => turn(s, (viewport) => mirrorAt(viewport, middle(s.canvas)))),
    // One way to compare at a time.
    setSplit: (split) => set(split === null ? { split } : { split: Math.min(1, Math.max(0, split)), beside: false }),
    setBeside: (beside) => set(beside ? { beside, split: null } : { beside }),
    setDoubt: (doubt) => set({ doubt }),
    setRegions: (regions) => set({ regions }),
    setBefore: (before) => set({ before }),
    setMarks: (marks) => set({ marks }),
    togglePanels: () => set((s) => ({ panels: !s.panels })),
  }));
}

function middle([width, height]: Size): ScreenPoint {
  return [width / 2, height / 2];
}

/** A fitted sketch is fitted again once it is turned. */
function turn({ fitted, sketch, canvas, viewport }: ViewState, change: (viewport: Viewport) => Viewport) {
  const changed = change(viewport);
  return { viewport: fitted ? wholeSketch(sketch, canvas, changed) : changed };
}

export const useView = createViewStore();
