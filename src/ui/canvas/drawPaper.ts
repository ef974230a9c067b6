import type { Size } from './geometry.js';

/** CSS pixels a sketch pixel from which pixels show as squares. */
const SQUARES_FROM = 3;

/** The sheet that a picture lies on, with its shadow; pictures drawn after it are smoothed as suits the scale. */
export function drawPaper(canvas: CanvasRenderingContext2D, [width, height]: Size, scale: number): void {
  canvas.fillStyle = '#fff';
  canvas.shadowColor = 'rgb(0 0 0 / 0.35)';
  canvas.shadowBlur = 14;
  canvas.shadowOffsetY = 2;
  const inset = 0.5 / scale; // half a CSS pixel, or white would show at the rim of a picture that ends within one
  canvas.fillRect(inset, inset, width - 2 * inset, height - 2 * inset);
  canvas.shadowColor = 'transparent';
  canvas.imageSmoothingEnabled = scale < SQUARES_FROM;
  canvas.imageSmoothingQuality = scale < 1 ? 'high' : 'low';
}
