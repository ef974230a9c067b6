import { expect, test } from 'vitest';
import { LatestWins } from '../../../src/ui/coloring/latestWins.js';

function setUp(lets?: 'finish') {
  const open: { job: string; signal: AbortSignal; resolve(outcome: string): void; reject(e: Error): void }[] = [];
  const log: string[] = [];
  const queue = new LatestWins<string, string>(
    (job, signal) => new Promise((resolve, reject) => open.push({ job, signal, resolve, reject })),
    {
      done: (outcome) => log.push(`done ${outcome}`),
      failed: (error) => log.push(`failed ${(error as Error).message}`),
      dropped: (outcome) => log.push(`dropped ${outcome}`),
    },
    lets,
  );
  return { open, log, queue };
}

test('of many requests during a pass only the newest runs, and the overtaken outcome is dropped', async () => {
  const { open, log, queue } = setUp();
  for (const job of ['a', 'b', 'c', 'd']) queue.request(job);
  expect(open.map((o) => o.job)).toEqual(['a']);
  expect(open[0].signal.aborted).toBe(true);
  open[0].resolve('A');
  await Promise.resolve();
  await Promise.resolve();
  expect(open.map((o) => o.job)).toEqual(['a', 'd']);
  open[1].resolve('D');
  await queue.idle();
  expect(log).toEqual(['dropped A', 'done D']);
});

test('jobs that follow a drag are let finish and shown, and the newest comes last', async () => {
  const { open, log, queue } = setUp('finish');
  for (const job of ['a', 'b', 'c']) queue.request(job);
  expect(open[0].signal.aborted).toBe(false);
  open[0].resolve('A');
  await Promise.resolve();
  await Promise.resolve();
  expect(open.map((o) => o.job)).toEqual(['a', 'c']);
  open[1].resolve('C');
  await queue.idle();
  expect(log).toEqual(['done A', 'done C']);
});

test('an overtaken failure is silent, a current one is told', async () => {
  const { open, log, queue } = setUp();
  queue.request('a');
  queue.request('b');
  open[0].reject(new Error('late'));
  await Promise.resolve();
  await Promise.resolve();
  open[1].reject(new Error('now'));
  await queue.idle();
  expect(log).toEqual(['failed now']);
});

test('cancel drops what runs and what waits', async () => {
  const { open, log, queue } = setUp();
  queue.request('a');
  queue.request('b');
  queue.cancel();
  open[0].resolve('A');
  await queue.idle();
  expect(open).toHaveLength(1);
  expect(log).toEqual(['dropped A']);
  expect(queue.busy).toBe(false);
});
