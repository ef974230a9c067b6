import { describe, expect, test } from 'vitest';
import { shownPicture } from '../../../src/ui/canvas/shownPicture.js';
import { createColoringStore, type Result } from '../../../src/ui/store/coloring.js';
import type { Sketch } from '../../../src/ui/store/project.js';

/** A bitmap that tells whether it was closed. */
function bitmap() {
  const made = { width: 1, height: 1, closed: false, close: () => (made.closed = true) };
  return made as unknown as ImageBitmap & { readonly closed: boolean };
}

const resultWith = (picture: ImageBitmap) =>
  ({ bitmap: picture, strokes: [], closures: [], ms: 1 }) as unknown as Result;

describe('the colouring store', () => {
  test('fades from the preview that was seen, and closes what nothing shows any more', () => {
    const store = createColoringStore();
    const [first, preview, second, third] = [bitmap(), bitmap(), bitmap(), bitmap()];
    store.getState().show(resultWith(first));
    store.getState().setPreview(preview);
    store.getState().show(resultWith(second));
    expect(store.getState().previous?.bitmap).toBe(preview);
    expect(store.getState().preview).toBeNull();
    expect([first.closed, preview.closed, second.closed]).toEqual([true, false, false]);
    store.getState().show(resultWith(third));
    expect(store.getState().previous?.bitmap).toBe(second);
    expect([preview.closed, second.closed, third.closed]).toEqual([true, false, false]);
    store.getState().clear();
    expect([second.closed, third.closed]).toEqual([true, true]);
  });

  test('a draft of the first colours gives way to them without a fade', () => {
    const store = createColoringStore();
    const [draft, first] = [bitmap(), bitmap()];
    store.getState().setPreview(draft);
    const result = resultWith(first);
    store.getState().show(result);
    const { preview, previous } = store.getState();
    expect([preview, previous?.bitmap, previous?.strokes]).toEqual([null, draft, result.strokes]); // the same strokes: no fade
    expect([draft.closed, first.closed]).toEqual([false, false]);
    store.getState().clear();
    expect([draft.closed, first.closed]).toEqual([true, true]);
  });
});

test('the canvas shows the sketch, the draft of its first colours, the result, and the sketch while that is asked for', () => {
  const picture = bitmap();
  const sketch = { bitmap: picture } as unknown as Sketch;
  const [draft, first] = [bitmap(), bitmap()];
  const result = { ...resultWith(first), sketch };
  const other = { ...result, sketch: { bitmap: bitmap() } as unknown as Sketch };
  const shown = (result: Result | null, preview: ImageBitmap | null, before = false) =>
    shownPicture(sketch, { result, preview }, { before });
  expect(shown(null, null)).toBe(picture);
  expect(shown(null, draft)).toBe(draft);
  expect(shown(result, null)).toBe(first);
  expect(shown(result, draft)).toBe(draft);
  expect(shown(other, null)).toBe(picture);
  expect(shown(result, draft, true)).toBe(picture);
});
