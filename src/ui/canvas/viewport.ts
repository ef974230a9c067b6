import type { ScreenPoint, Size, SketchPoint } from './geometry.js';

/** How the sketch is turned on the canvas. */
export interface Turn {
  /** Degrees clockwise, above −180 and up to 180. */
  readonly angle: number;
  /** Left and right exchanged, before it is turned. */
  readonly mirrored: boolean;
}

export const UPRIGHT: Turn = { angle: 0, mirrored: false };

/** Where the sketch lies on the canvas: screen = turned(sketch · scale) + (x, y). */
export interface Viewport extends Turn {
  /** CSS pixels a sketch pixel. */
  readonly scale: number;
  /** CSS pixels from the canvas' top left to the sketch's origin. */
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

/** Cosine and sine of whole right angles are exact, so that 100 % shows pixels as they are. */
function axes(angle: number): [cos: number, sin: number] {
  const radians = (angle * Math.PI) / 180;
  return angle % 90 === 0
    ? [Math.round(Math.cos(radians)), Math.round(Math.sin(radians))]
    : [Math.cos(radians), Math.sin(radians)];
}

/** A way in sketch directions, turned as the view is. */
function turned({ angle, mirrored }: Turn, x: number, y: number): ScreenPoint {
  const [cos, sin] = axes(angle);
  const across = mirrored ? -x : x;
  return [across * cos - y * sin, across * sin + y * cos];
}

export function toSketch(view: Viewport, [x, y]: ScreenPoint): SketchPoint {
  const [cos, sin] = axes(view.angle);
  const dx = (x - view.x) / view.scale;
  const dy = (y - view.y) / view.scale;
  const across = dx * cos + dy * sin;
  return [view.mirrored ? -across : across, dy * cos - dx * sin];
}

export function toScreen(view: Viewport, [x, y]: SketchPoint): ScreenPoint {
  const [dx, dy] = turned(view, x * view.scale, y * view.scale);
  return [dx + view.x, dy + view.y];
}

/** The view with a sketch point put at a place of the canvas. */
function placed(view: Viewport, point: SketchPoint, at: ScreenPoint): Viewport {
  const [x, y] = toScreen(view, point);
  return { ...view, x: view.x + at[0] - x, y: view.y + at[1] - y };
}

/** The view with its scale multiplied and the sketch point under `anchor` kept there. */
export function zoomAt(view: Viewport, anchor: ScreenPoint, factor: number): Viewport {
  const scale = Math.min(SCALE_MAX, Math.max(SCALE_MIN, view.scale * factor));
  return placed({ ...view, scale }, toSketch(view, anchor), anchor);
}

/** The view turned by degrees clockwise round a place of the canvas. */
export function rotateAt(view: Viewport, anchor: ScreenPoint, degrees: number): Viewport {
  let angle = (view.angle + degrees) % 360;
  if (angle > 180) angle -= 360;
  if (angle <= -180) angle += 360;
  return placed({ ...view, angle }, toSketch(view, anchor), anchor);
}

/** The view as a mirror that stands upright at a place of the canvas shows it. */
export function mirrorAt(view: Viewport, anchor: ScreenPoint): Viewport {
  return {
    ...view,
    mirrored: !view.mirrored,
    angle: view.angle === 180 ? 180 : -view.angle,
    x: 2 * anchor[0] - view.x,
  };
}

/** The box on the canvas that the sketch lies in. */
function boundsOf(view: Viewport, [width, height]: Size): { left: number; top: number; width: number; height: number } {
  const corners = [
    toScreen(view, [0, 0]),
    toScreen(view, [width, 0]),
    toScreen(view, [0, height]),
    toScreen(view, [width, height]),
  ];
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** The view moved by CSS pixels, as far as a rim of the sketch stays on the canvas. */
export function panBy(view: Viewport, dx: number, dy: number, sketch: Size, canvas: Size): Viewport {
  const keep = (at: number, length: number, room: number) => {
    const rim = Math.min(KEEP_IN_SIGHT, length);
    return Math.min(room - rim, Math.max(rim - length, at));
  };
  const { left, top, width, height } = boundsOf(view, sketch);
  return {
    ...view,
    x: view.x + keep(left + dx, width, canvas[0]) - left,
    y: view.y + keep(top + dy, height, canvas[1]) - top,
  };
}

/** The whole sketch, centred; small sketches are enlarged up to `largest` CSS pixels a sketch pixel. */
export function wholeSketch(sketch: Size, canvas: Size, turn: Turn = UPRIGHT, largest = 4): Viewport {
  const { width, height } = boundsOf({ ...turn, scale: 1, x: 0, y: 0 }, sketch);
  const room = (available: number, wanted: number) => Math.max(1, available - 2 * FIT_MARGIN) / wanted;
  const scale = Math.min(room(canvas[0], width), room(canvas[1], height), largest);
  return centred(sketch, canvas, Math.max(SCALE_MIN, scale), turn);
}

/** The sketch at a scale, centred; whole CSS pixels, so that 100 % shows pixels as they are. */
export function centred(sketch: Size, canvas: Size, scale: number, { angle, mirrored }: Turn = UPRIGHT): Viewport {
  const view = { angle, mirrored, scale, x: 0, y: 0 };
  const { left, top, width, height } = boundsOf(view, sketch);
  return {
    ...view,
    x: Math.round((canvas[0] - width) / 2 - left),
    y: Math.round((canvas[1] - height) / 2 - top),
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
