import { beforeEach, describe, expect, test } from 'vitest';
import type { Backend } from '../../../src/engine/backends/backend.js';
import { setBackend } from '../../../src/engine/core/context.js';
import { Link } from '../../../src/engine/core/link.js';
import { Parameter } from '../../../src/engine/core/parameter.js';
import { seed } from '../../../src/engine/core/random.js';
import { loadState, type StoredLeaf } from '../../../src/engine/core/serializer.js';
import { asVariable, type Variable } from '../../../src/engine/core/variable.js';
import { SerialIterator } from '../../../src/engine/datasets/index.js';
import '../../../src/engine/functions/math/arithmetic.js';
import { createCpuBackend } from '../../../src/engine/backends/cpu/index.js';
import { sumTo } from '../../../src/engine/functions/math/sumTo.js';
import { Adam } from '../../../src/engine/optimizers/index.js';
import {
  ExponentialMovingAverage,
  IntervalTrigger,
  type LogEntry,
  LogReport,
  Snapshot,
  StandardUpdater,
  Trainer,
} from '../../../src/engine/training/index.js';

let backend: Backend;
beforeEach(async () => {
  backend = await createCpuBackend({ threads: 1 });
  setBackend(backend);
  seed(1);
});

class Line extends Link {
  readonly W = new Parameter(0.5, [1]);
  readonly b = new Parameter(0, [1]);
  forward(x: Variable): Variable {
    return x.mul(this.W).add(this.b);
  }
}

const points = Array.from({ length: 10 }, (_, i) => [i / 10, (3 * i) / 10 - 1] as const);

/** A run that fits y = 3x − 1, with a log every 5 iterations and a snapshot every 4. */
function makeRun(iterations: number) {
  const link = new Line();
  const optimizer = new Adam({ alpha: 0.05 }).setup(link);
  const iterator = new SerialIterator({ length: points.length, get: (i: number) => points[i] }, 3, { seed: 7 });
  const updater = new StandardUpdater(iterator, optimizer, (batch) => {
    const error = link.forward(asVariable(batch.map(([x]) => x))).sub(asVariable(batch.map(([, y]) => y)));
    return sumTo(error.mul(error), []).div(batch.length);
  });
  const log: LogEntry[] = [];
  const snapshots: Map<string, StoredLeaf>[] = [];
  const trainer = new Trainer(updater, [iterations, 'iteration'])
    .extend(new LogReport([5, 'iteration'], (entry) => void log.push(entry)))
    .extend(new Snapshot([4, 'iteration'], async (state) => void snapshots.push(state)));
  return { link, trainer, log, snapshots };
}

describe('Trainer', () => {
  test('learns, logs means at the interval, and stops', async () => {
    const { link, trainer, log } = makeRun(400);
    await trainer.run();
    expect(trainer.iteration).toBe(400);
    expect(log).toHaveLength(80);
    expect(log[79]['main/loss']).toBeLessThan(1e-3);
    expect(await link.W.item()).toBeCloseTo(3, 1);
    expect(log[3]).toMatchObject({ iteration: 20, epoch: 6 });
  });

  test('resumed from any snapshot it follows the same curve, bit for bit', async () => {
    const whole = makeRun(20);
    await whole.trainer.run();
    for (const k of [0, 2]) {
      seed(99);
      const resumed = makeRun(20);
      loadState(resumed.trainer, whole.snapshots[k]);
      await resumed.trainer.run();
      const tail = whole.log.filter((e) => e.iteration > 4 * (k + 1) + 5);
      expect(resumed.log.slice(-tail.length).map((e) => e['main/loss'])).toEqual(tail.map((e) => e['main/loss']));
      expect(await resumed.link.W.toArray()).toEqual(await whole.link.W.toArray());
    }
  });

  test('stops after the iteration under way when aborted, and keeps memory flat', async () => {
    const { trainer } = makeRun(1000);
    const controller = new AbortController();
    let arrays = 0;
    trainer.extend({
      name: 'watch',
      trigger: new IntervalTrigger(5, 'iteration'),
      priority: -200,
      run({ iteration }) {
        if (iteration === 10) arrays = backend.memory().arrays;
        if (iteration === 200) controller.abort();
      },
    });
    await trainer.run(controller.signal);
    expect(trainer.iteration).toBe(200);
    expect(backend.memory().arrays).toBeLessThanOrEqual(arrays);
  });

  test('refuses two extensions of one name', () => {
    const { trainer } = makeRun(1);
    expect(() => trainer.extend({ name: 'snapshot', run() {} })).toThrow('"snapshot" is there already');
  });
});

describe('IntervalTrigger', () => {
  test('fires once for each period passed, fractions of an epoch included', () => {
    const trigger = new IntervalTrigger(0.5, 'epoch');
    const fired = [0.2, 0.4, 0.6, 0.9, 1.1, 1.4].map((epochDetail) => trigger.fires({ iteration: 0, epochDetail }));
    expect(fired).toEqual([false, false, true, false, true, false]);
  });
});

describe('SerialIterator', () => {
  test('goes through all examples each epoch, in another order, and wraps inside a batch', () => {
    const iterator = new SerialIterator({ length: 5, get: (i: number) => i }, 2);
    const drawn = Array.from({ length: 5 }, () => iterator.next()).flat();
    expect([...drawn.slice(0, 5)].sort()).toEqual([0, 1, 2, 3, 4]);
    expect([...drawn.slice(5)].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(drawn.slice(0, 5)).not.toEqual(drawn.slice(5));
    expect(iterator.epochDetail).toBe(2);
  });

  test('an empty dataset is refused', () => {
    expect(() => new SerialIterator({ length: 0, get: () => 0 }, 2)).toThrow('empty');
  });
});

describe('ExponentialMovingAverage', () => {
  test('averages, and swaps in and out', async () => {
    const link = new Line();
    const average = new ExponentialMovingAverage(link, 0.5);
    average.update(); // decay 1/10, of a copy
    link.W.data.assign(asVariable([2.5]).data);
    average.update(); // decay (1+1)/(10+1)
    const d = 2 / 11;
    await average.using(async () => expect(await link.W.item()).toBeCloseTo(0.5 * d + 2.5 * (1 - d), 6));
    expect(await link.W.item()).toBeCloseTo(2.5, 6);
  });
});
