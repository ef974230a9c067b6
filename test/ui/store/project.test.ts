import { beforeEach, describe, expect, test } from 'vitest';
import { createProjectStore, groupChanges, isUnsaved, type Sketch } from '../../../src/ui/store/project.js';

const sketch = (name: string): Sketch => ({
  name,
  size: [100, 100],
  bitmap: { close() {} } as ImageBitmap,
  file: new Blob(),
  dpi: null,
  profile: null,
  original: null,
});
const dab = (x: number) => ({ color: '#ff0000', width: 10, points: [[x, 5]] as [number, number][] });

describe('project store', () => {
  let store: ReturnType<typeof createProjectStore>;
  const history = () => store.temporal.getState();
  const xs = () => store.getState().strokes.map((s) => s.points[0][0]);

  beforeEach(() => {
    store = createProjectStore();
    store.getState().open(sketch('a.png'));
  });

  test('undo and redo go through strokes', () => {
    store.getState().addStroke(dab(1));
    store.getState().addStroke(dab(2));
    history().undo();
    expect(xs()).toEqual([1]);
    history().redo();
    expect(xs()).toEqual([1, 2]);
    history().undo();
    store.getState().addStroke(dab(3));
    expect(xs()).toEqual([1, 3]);
    expect(history().futureStates).toEqual([]);
  });

  test('only strokes are steps', () => {
    store.getState().addStroke(dab(1));
    store.getState().markSaved(null);
    store.getState().removeStroke(999);
    expect(history().pastStates).toHaveLength(1);
  });

  test('opening starts a new history', () => {
    store.getState().addStroke(dab(1));
    store.getState().open(sketch('b.png'), [dab(7)]);
    expect(history().pastStates).toEqual([]);
    expect(xs()).toEqual([7]);
    store.getState().addStroke(dab(8));
    history().undo();
    expect(xs()).toEqual([7]);
  });

  test('what one drag erases comes back in one step', () => {
    const [a, , c] = [1, 2, 3].map((x) => store.getState().addStroke(dab(x)));
    const drag = groupChanges(store);
    for (const stroke of [a, c]) {
      store.getState().removeStroke(stroke.id);
      drag.changed();
    }
    drag.end();
    expect(xs()).toEqual([2]);
    history().undo();
    expect(xs()).toEqual([1, 2, 3]);
    history().redo();
    expect(xs()).toEqual([2]);
  });

  test('knows what is unsaved', () => {
    expect(isUnsaved(store.getState())).toBe(false);
    store.getState().addStroke(dab(1));
    expect(isUnsaved(store.getState())).toBe(true);
    store.getState().markSaved(null);
    expect(isUnsaved(store.getState())).toBe(false);
    store.getState().addStroke(dab(2));
    history().undo();
    expect(isUnsaved(store.getState())).toBe(false);
    store.getState().open(sketch('c.png'), [dab(1)], { unsaved: true });
    expect(isUnsaved(store.getState())).toBe(true);
  });

  test('colours of parts are unsaved work, one step of undo with the hints that change with them', () => {
    const { addStroke, setParts, markSaved } = store.getState();
    const stroke = addStroke(dab(1));
    markSaved(null);
    setParts({ hair: '#223344' }, [{ ...stroke, color: '#223344' }]);
    expect(isUnsaved(store.getState())).toBe(true);
    markSaved(null);
    expect(isUnsaved(store.getState())).toBe(false);
    history().undo();
    expect(store.getState()).toMatchObject({ parts: {}, strokes: [stroke] });
    history().redo();
    expect(store.getState().parts).toEqual({ hair: '#223344' });
    store.getState().open(sketch('d.png'));
    expect(store.getState().parts).toEqual({});
  });

  test('closes the picture it replaces', () => {
    let closed = 0;
    const old = { ...sketch('old.png'), bitmap: { close: () => closed++ } as unknown as ImageBitmap };
    store.getState().open(old);
    store.getState().open(sketch('new.png'));
    expect(closed).toBe(1);
  });
});
