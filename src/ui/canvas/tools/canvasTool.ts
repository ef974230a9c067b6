import type { ScreenPoint, SketchPoint } from '../geometry.js';

/** Where the pointer is, in both spaces, and what it is. */
export interface CanvasPointer {
  readonly at: SketchPoint;
  readonly screen: ScreenPoint;
  /** Every position since the last event, for smooth strokes; `at` is the last of them. */
  readonly trail: readonly SketchPoint[];
  /** How hard a pen is pressed at each point of `trail`, 0…1; null for a mouse or finger. */
  readonly pressures: readonly number[] | null;
  readonly shift: boolean;
}

/** What a pointer does on the canvas. One press at a time: `down`, any `move`, then `up` or `cancel`. */
export interface CanvasTool {
  /** CSS cursor. */
  readonly cursor: string;
  /** Whether the pointer carries a ring of the brush's size. */
  readonly ring: boolean;
  down?(pointer: CanvasPointer): void;
  move?(pointer: CanvasPointer): void;
  up?(pointer: CanvasPointer): void;
  /** A second finger, or Escape, takes the press back. */
  cancel?(): void;
  /** The pointer moves unpressed, or leaves (null). */
  hover?(pointer: CanvasPointer | null): void;
}
