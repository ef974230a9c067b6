import type { ScreenPoint, Size, SketchPoint } from './geometry.js';

/** Where the sketch lies on the canvas: screen = sketch · scale + (x, y). */
export interface Viewport {
  /** CSS pixels a sketch pixel. */
  readonly scale: number;
  /** CSS pixels from the canvas' left edge to the sketch's. */
  readonly x: number;
  readonly y: number;
}

/** 64 shows single pixels as tiles; below 2 % even a 16 000-pixel sketch is a thumbnail. */
const SCALE_MIN = 0.02;
const SCALE_MAX = 64;

/** CSS pixels kept free round a fitted sketch. */
const FIT_MARGIN = 28;

/** CSS pixels of the sketch that panning leaves in sight, so that it cannot be lost. */
const KEEP_IN_SIGHT = 48;

export function toSketch(view: Viewport, [x, y]: ScreenPoint): SketchPoint {
  return [(x - view.x) / view.scale, (y - view.y) / view.scale];
}

export function toScreen(view: Viewport, [x, y]: SketchPoint): ScreenPoint {
  return [x * view.scale + view.x, y * view.scale + view.y];
}

/** The view with its scale multiplied and the sketch point under `anchor` kept there. */
export function zoomAt(view: Viewport, anchor: ScreenPoint, factor: number): Viewport {
  const scale = Math.min(SCALE_MAX, Math.max(SCALE_MIN, view.scale * factor));
  const [sx, sy] = toSketch(view, anchor);
  return { scale, x: anchor[0] - sx * scale, y: anchor[1] - sy * scale };
}

/** The view moved by CSS pixels, as far as a rim of the sketch stays on the canvas. */
export function panBy(view: Viewport, dx: number, dy: number, sketch: Size, canvas: Size): Viewport {
  const keep = (at: number, length: number, room: number) => {
    const rim = Math.min(KEEP_IN_SIGHT, length);
    return Math.min(room - rim, Math.max(rim - length, at));
  };
  return {
    scale: view.scale,
    x: keep(view.x + dx, sketch[0] * view.scale, canvas[0]),
    y: keep(view.y + dy, sketch[1] * view.scale, canvas[1]),
  };
}

/** The whole sketch, centred; small sketches are enlarged up to `largest` CSS pixels a sketch pixel. */
export function wholeSketch(sketch: Size, canvas: Size, largest = 4): Viewport {
  const room = (i: 0 | 1) => Math.max(1, canvas[i] - 2 * FIT_MARGIN) / sketch[i];
  return centred(sketch, canvas, Math.max(SCALE_MIN, Math.min(room(0), room(1), largest)));
}

/** The sketch at a scale, centred; whole CSS pixels, so that 100 % shows pixels as they are. */
export function centred(sketch: Size, canvas: Size, scale: number): Viewport {
  return {
    scale,
    x: Math.round((canvas[0] - sketch[0] * scale) / 2),
    y: Math.round((canvas[1] - sketch[1] * scale) / 2),
  };
}

/** What a turn of the wheel means: a trackpad's scroll pans, a wheel's notch or a pinch zooms. */
export type WheelIntent =
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'pan'; readonly dx: number; readonly dy: number };

/** Zoom per CSS pixel of wheel travel: a notch (100 to 120) is about a fifth. */
const ZOOM_PER_PIXEL = 0.0018;

/** A pinch arrives as a wheel turn of a few pixels with ctrlKey; it needs more zoom a pixel to keep up with the fingers. */
const ZOOM_PER_PINCH_PIXEL = 0.01;

/**
 * Tells a wheel from a trackpad, which the browser does not: trackpads send small or sideways travel, wheels whole
 * notches straight down or up.
 */
export function wheelIntent(
  event: Pick<WheelEvent, 'ctrlKey' | 'metaKey' | 'shiftKey' | 'deltaMode' | 'deltaX' | 'deltaY'>,
): WheelIntent {
  const lines = event.deltaMode === 1 ? 33 : event.deltaMode === 2 ? 400 : 1; // CSS pixels a line, a page
  const dx = event.deltaX * lines;
  const dy = event.deltaY * lines;
  const notch = event.deltaMode !== 0 || (dx === 0 && Math.abs(dy) >= 80);
  if (event.ctrlKey || event.metaKey) {
    return { kind: 'zoom', factor: Math.exp(-dy * (notch ? ZOOM_PER_PIXEL : ZOOM_PER_PINCH_PIXEL)) };
  }
  if (event.shiftKey) return { kind: 'pan', dx: -(dx || dy), dy: 0 };
  if (notch) return { kind: 'zoom', factor: Math.exp(-dy * ZOOM_PER_PIXEL) };
  return { kind: 'pan', dx: -dx, dy: -dy };
}
