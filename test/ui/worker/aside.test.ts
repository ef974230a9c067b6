import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Hints } from '../../../src/models/hints/hints.js';
import { AS_COLORED } from '../../../src/models/look/look.js';
import { ColorSession } from '../../../src/ui/worker/colorSession.js';
import { circle, draw } from '../../models/shapes.js';
import { smallModel } from '../../studio/smallModel.js';

const session = new ColorSession();
beforeAll(async () => session.start('cpu', await smallModel('cloth')));
afterAll(() => session.backend.dispose());

const { signal } = new AbortController();
const bare = (width: number, height: number): Hints => ({ size: [width, height], strokes: [] });

test('a sketch coloured aside leaves the open one, its result and its parts as they were', async () => {
  session.setSketch(draw(120, 90, circle(40, 45, 25)));
  session.setClosures([
    [
      [10, 10],
      [20, 10],
    ],
  ]);
  const shown = await session.colorize({ hints: bare(120, 90), parts: {}, look: AS_COLORED }, signal);
  const before = structuredClone(shown); // the next pass writes over it
  const { studies } = session;
  const figure = session.figure();
  const size = await session.aside(draw(64, 200, circle(30, 80, 20)), async () => {
    await session.colorize({ hints: bare(64, 200), parts: {}, look: AS_COLORED }, signal);
    const { width, height } = session.picture()!;
    return [width, height];
  });
  expect(size).toEqual([64, 200]);
  expect(session.studies).toBe(studies);
  expect(session.picture()).toEqual(before);
  expect(session.figure()).toEqual(figure);
  const again = await session.colorize({ hints: bare(120, 90), parts: {}, look: AS_COLORED }, signal);
  expect(again).toEqual(before); // closures and all
});

test('a sketch that fails aside leaves the open one too', async () => {
  const { studies } = session;
  const failing = session.aside(draw(64, 200, circle(30, 80, 20)), () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(session.studies).toBe(studies);
});

test('warming up leaves no sketch, and does nothing while one is open', async () => {
  const fresh = new ColorSession();
  await fresh.start('cpu', await smallModel('cloth'));
  await fresh.warmUp(signal);
  expect(fresh.picture()).toBeNull();
  expect(() => fresh.studies).toThrow('no sketch');
  fresh.setSketch(draw(64, 200, circle(30, 80, 20)));
  const first = await fresh.colorize({ hints: bare(64, 200), parts: {}, look: AS_COLORED }, signal);
  await fresh.warmUp(signal);
  expect(fresh.picture()).toEqual(first);
  await fresh.backend.dispose();
});
