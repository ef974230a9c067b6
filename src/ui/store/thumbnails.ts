import { create } from 'zustand';
import type { Step } from '../hints/describeChange.js';
import { type Result, useColoring } from './coloring.js';
import { useProject } from './project.js';

/** A small picture of the result at a step of the history. */
export interface Thumbnail extends Step {
  readonly bitmap: ImageBitmap;
}

/** Longer side in device pixels. */
const SIDE = 64;

/** Pictures kept: as many steps as the history lists, back and forth. */
const KEPT = 122;

/** Milliseconds that a result stays before it is worth a picture: a slider on its way makes many. */
const STAYS = 250;

export const useThumbnails = create<{ readonly thumbnails: readonly Thumbnail[] }>()(() => ({ thumbnails: [] }));

/** The picture of a step, if there was a result for it. */
export function thumbnailOf(thumbnails: readonly Thumbnail[], step: Step): Thumbnail | null {
  return thumbnails.find((thumbnail) => isSameStep(thumbnail, step)) ?? null;
}

function isSameStep(a: Step, b: Step): boolean {
  const keys = ['sketch', 'strokes', 'closures', 'parts', 'look'] as const satisfies readonly (keyof Step)[];
  return keys.every((key) => a[key] === b[key]);
}

/** Keeps a small picture of every result that stays; those of a sketch that was left go. */
export function followThumbnails(): void {
  let timer = 0;
  useColoring.subscribe(({ result }, before) => {
    if (!result || result === before.result) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void take(result), STAYS);
  });
  useProject.subscribe(({ id }, before) => {
    if (id === before.id) return;
    for (const { bitmap } of useThumbnails.getState().thumbnails) bitmap.close();
    useThumbnails.setState({ thumbnails: [] });
  });
}

async function take(result: Result): Promise<void> {
  if (useColoring.getState().result !== result || thumbnailOf(useThumbnails.getState().thumbnails, result)) return;
  const { width, height } = result.bitmap;
  const size = width >= height ? { resizeWidth: SIDE } : { resizeHeight: SIDE };
  const bitmap = await createImageBitmap(result.bitmap, { ...size, resizeQuality: 'medium' }).catch(() => null);
  if (!bitmap) return; // the result has just been replaced
  const { sketch, strokes, closures, parts, look } = result;
  const all = [...useThumbnails.getState().thumbnails, { sketch, strokes, closures, parts, look, bitmap }];
  for (const gone of all.slice(0, -KEPT)) gone.bitmap.close();
  useThumbnails.setState({ thumbnails: all.slice(-KEPT) });
}
