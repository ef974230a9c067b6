import { expect, test } from 'vitest';
import { createBatch } from '../../../src/ui/batch/batchRun.js';

const files = (...names: string[]) => names.map((name) => new File([], name));
const explain = (error: unknown, name: string) =>
  ({ key: 'file.unreadable', values: { name, reason: String(error) } }) as const;

/** Work whose pictures are finished one by one by hand. */
function byHand() {
  const open: (() => void)[] = [];
  const started: string[] = [];
  return {
    started,
    finish: async () => {
      open.shift()!();
      await new Promise((resolve) => setTimeout(resolve));
    },
    work: {
      explain,
      color: (file: File) => {
        started.push(file.name);
        return new Promise<void>((resolve) => open.push(resolve));
      },
    },
  };
}

test('a picture that fails does not stop the others', async () => {
  const batch = createBatch();
  const color = async ({ name }: File) => {
    if (name === 'b') throw new Error('no');
  };
  await batch.run(files('a', 'b', 'c'), { color, explain });
  const { items, phase } = batch.store.getState();
  expect(items.map(({ state }) => state)).toEqual(['done', 'failed', 'done']);
  expect(items[1].reason).toMatchObject({ key: 'file.unreadable' });
  expect(phase).toBe('finished');
});

test('a pause holds before the next picture, and going on goes on', async () => {
  const batch = createBatch();
  const { started, finish, work } = byHand();
  const run = batch.run(files('a', 'b'), work);
  batch.pause();
  await finish();
  expect(started).toEqual(['a']);
  batch.goOn();
  await new Promise((resolve) => setTimeout(resolve));
  expect(started).toEqual(['a', 'b']);
  await finish();
  await run;
  expect(batch.store.getState().phase).toBe('finished');
});

test('what is skipped is left out, and a stop leaves out all that wait, even from a pause', async () => {
  const batch = createBatch();
  const { started, finish, work } = byHand();
  const run = batch.run(files('a', 'b', 'c', 'd'), work);
  batch.toggleSkip(1);
  await finish();
  expect(started).toEqual(['a', 'c']);
  batch.pause();
  await finish();
  batch.stop();
  await run;
  expect(batch.store.getState().items.map(({ state }) => state)).toEqual(['done', 'skipped', 'done', 'skipped']);
});
