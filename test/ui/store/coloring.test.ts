import { describe, expect, test } from 'vitest';
import { createColoringStore, type Result } from '../../../src/ui/store/coloring.js';

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
});
