import { createStore } from 'zustand/vanilla';
import type { HintStroke } from '../../models/hints/hints.js';
import type { Closure } from '../../models/sketch/closures.js';
import type { SketchPoint } from '../canvas/geometry.js';

/**
 * What changes with every move of the pointer. The canvas draws it without React in between; nothing here is worth
 * keeping.
 */
export interface LiveState {
  /** The stroke under the pen; its points grow in place, `tick` tells. */
  readonly ink: HintStroke | null;
  readonly tick: number;
  /** Areas that a fill under way has crossed; null while none is under way. */
  readonly filled: readonly HintStroke[] | null;
  /** The area that a click would fill, as the hint that it would be. */
  readonly aim: HintStroke | null;
  /** The straight line that a click would draw, or rub out along. */
  readonly line: readonly [from: SketchPoint, to: SketchPoint] | null;
  readonly pointer: SketchPoint | null;
  /** The stroke that a click would erase or pick. */
  readonly target: number | null;
  /** The line that is being drawn to close a gap; its points grow in place. */
  readonly closing: [number, number][] | null;
  /** The closure that a click would take away. */
  readonly closure: Closure | null;
  /** Where a hint at the pointer would have its say, as a veil over the sketch. */
  readonly influence: ImageBitmap | null;
  /** The colour under the eyedropper. */
  readonly sample: string | null;
  /** A slider, a light or a picker is being dragged: the result follows, small where the sketch is large. */
  readonly adjusting: boolean;
  /** Time of the last sign of painting, ms as performance.now(): marks fade after it. */
  readonly painted: number;
}

export const live = createStore<LiveState>()(() => ({
  ink: null,
  tick: 0,
  filled: null,
  aim: null,
  line: null,
  pointer: null,
  target: null,
  closing: null,
  closure: null,
  influence: null,
  sample: null,
  adjusting: false,
  painted: 0,
}));

/** What is no longer at the pointer when it has left the picture. */
export const AWAY = { pointer: null, target: null, sample: null, line: null } as const;
