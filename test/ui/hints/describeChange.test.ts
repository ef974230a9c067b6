import { expect, test } from 'vitest';
import { AS_COLORED } from '../../../src/models/look/look.js';
import { describeChange } from '../../../src/ui/hints/describeChange.js';
import { createProjectStore } from '../../../src/ui/store/project.js';

const RED = '#ff0000';
const dab = { color: RED, width: 4, points: [[1, 1]] as [number, number][] };

test('each step says what it did', () => {
  const store = createProjectStore();
  const { addStroke, replaceStroke, removeStroke, clearStrokes, setLook } = store.getState();
  const steps: string[] = [];
  const after = (change: () => void) => {
    const before = store.getState();
    change();
    const { key, color } = describeChange(before, store.getState());
    steps.push(color ? `${key} ${color}` : key);
  };
  after(() => addStroke(dab));
  after(() =>
    addStroke({
      ...dab,
      points: [
        [1, 1],
        [9, 9],
      ],
    }),
  );
  after(() =>
    addStroke({
      ...dab,
      area: true,
      points: [
        [0, 0],
        [9, 0],
        [9, 9],
      ],
    }),
  );
  after(() => addStroke({ ...dab, color: '#ffffff', empty: true }));
  const [first] = store.getState().strokes;
  after(() => replaceStroke(first.id, { ...dab, color: '#00ff00' }));
  after(() => replaceStroke(first.id, { ...dab, color: '#00ff00', reach: 9 }));
  after(() => replaceStroke(first.id, { ...dab, color: '#00ff00', reach: 9, points: [[5, 5]] }));
  after(() => removeStroke(first.id));
  after(() => setLook({ shade: 0 }));
  after(() => setLook({ variant: 7 }));
  after(() => setLook({ palette: [{ color: RED, share: 1 }] }));
  after(() => clearStrokes());
  expect(steps).toEqual([
    'history.dab #ff0000',
    'history.stroke #ff0000',
    'history.fill #ff0000',
    'history.paper #ffffff',
    'history.recolored #00ff00',
    'history.reach #00ff00',
    'history.moved #00ff00',
    'history.erased #00ff00',
    'history.look',
    'history.variant',
    'history.palette',
    'history.cleared',
  ]);
});

test('looks are undone and redone like strokes, and count as unsaved', () => {
  const store = createProjectStore();
  store.getState().setLook({ saturation: 0.5 });
  store.temporal.getState().undo();
  expect(store.getState().look).toBe(AS_COLORED);
  store.temporal.getState().redo();
  expect(store.getState().look.saturation).toBe(0.5);
});

test('a part says which and its colour, several that they are the figure’s', () => {
  const store = createProjectStore();
  const begin = store.getState();
  store.getState().setParts({ hair: RED });
  const one = store.getState();
  store.getState().setParts({ skin: '#f0c0a0', hair: '#223344' });
  expect(describeChange(begin, one)).toEqual({ key: 'part.hair', color: RED });
  expect(describeChange(one, store.getState()).key).toBe('history.figure');
});
