import { readFileSync, writeFileSync } from 'node:fs';
import type { BrowserWindow, Rectangle } from 'electron';
import { z } from 'zod';

const schema = z.object({
  x: z.int().optional(),
  y: z.int().optional(),
  width: z.int().min(400).max(16_384),
  height: z.int().min(300).max(16_384),
  maximized: z.boolean(),
});

/** Where the window was when it was closed. */
export type WindowState = z.infer<typeof schema>;

const DEFAULT: WindowState = { width: 1280, height: 860, maximized: false };

/** Least part of a window, in pixels, that must lie on a screen for the window to be got hold of. */
const VISIBLE = 80;

/**
 * Reads the window's last place. A missing or damaged file, or a screen that is gone, gives the usual size in the middle.
 *
 * @param screens work areas of the screens that are there now
 */
export function readWindowState(file: string, screens: readonly Rectangle[]): WindowState {
  let state: WindowState;
  try {
    state = schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return DEFAULT;
  }
  const { x, y, width, height, maximized } = state;
  const visible =
    x !== undefined &&
    y !== undefined &&
    screens.some(
      (screen) =>
        Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x) >= VISIBLE &&
        y >= screen.y &&
        y <= screen.y + screen.height - VISIBLE,
    );
  return visible ? state : { width, height, maximized };
}

/** Keeps the window's place when it closes. */
export function keepWindowState(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    const state: WindowState = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      writeFileSync(file, JSON.stringify(state));
    } catch {
      // a full disk must not keep the window open
    }
  });
}
