import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createCpuBackend } from '../../../src/engine/backends/cpu/index.js';
import { config } from '../../../src/engine/core/config.js';
import { memory, setBackend } from '../../../src/engine/core/context.js';
import { seed } from '../../../src/engine/core/random.js';
import { loadState, type StoredLeaf, saveState } from '../../../src/engine/core/serializer.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import type { Variable } from '../../../src/engine/core/variable.js';
import { arrayDataset, PrefetchIterator, SerialIterator } from '../../../src/engine/datasets/index.js';
import * as F from '../../../src/engine/functions/index.js';
import * as L from '../../../src/engine/links/index.js';
import { Adam, MomentumSGD, SGD } from '../../../src/engine/optimizers/index.js';
import { loadNpz, saveNpz } from '../../../src/engine/serializers/index.js';
import { NodeFolder } from '../../../src/engine/training/folder.node.js';
import {
  AccumulatingUpdater,
  BestValueTrigger,
  DictSummary,
  DumpGraph,
  defaultStatistics,
  EarlyStoppingTrigger,
  Evaluator,
  ExponentialShift,
  FailOnNonNumber,
  InverseShift,
  LinearShift,
  LogReport,
  linePlot,
  ManualScheduleTrigger,
  MaxValueTrigger,
  MemoryFolder,
  MicroAverage,
  MinValueTrigger,
  MultistepShift,
  OnceTrigger,
  observe,
  observeLr,
  observeValue,
  ParameterStatistics,
  PlotReport,
  PolynomialShift,
  PrintReport,
  ProgressBar,
  report,
  type Schedule,
  Snapshot,
  SnapshotFiles,
  StandardUpdater,
  StepShift,
  Summary,
  TimeTrigger,
  Trainer,
  VariableStatistics,
  WarmupShift,
} from '../../../src/engine/training/index.js';

beforeEach(async () => {
  setBackend(await createCpuBackend({ threads: 1 }));
  seed(1);
});

const points = arrayDataset(Array.from({ length: 10 }, (_, i) => [i / 10, (3 * i) / 10 - 1] as const));

/** A run that fits y = 3x − 1 with a linear link, dropout and batches of 3 of 10 points. */
function makeRun(iterations: number, { prefetch = false } = {}) {
  seed(5);
  const link = new L.Linear(1, 1);
  const optimizer = new Adam({ alpha: 0.05 }).setup(link);
  const options = { seed: 7 };
  const iterator = prefetch ? new PrefetchIterator(points, 3, options) : new SerialIterator(points, 3, options);
  const lossOf = (batch: (readonly [number, number])[]): Variable =>
    F.meanSquaredError(
      F.dropout(link.forward(batch.map(([x]) => [x])), { ratio: 0.1 }),
      batch.map(([, y]) => [y]),
    );
  const updater = new StandardUpdater(iterator, optimizer, lossOf);
  return { link, optimizer, lossOf, trainer: new Trainer(updater, [iterations, 'iteration']) };
}

const at = (iteration: number, epochDetail = iteration / 4, observation = new Map<string, number>()) => ({
  iteration,
  epochDetail,
  elapsedTime: iteration,
  observation,
});

describe('triggers', () => {
  test('once, at points, by time', () => {
    const fired = (trigger: { fires(p: ReturnType<typeof at>): boolean }, times = [1, 2, 3, 4, 5, 9]) =>
      times.filter((t) => trigger.fires(at(t)));
    expect(fired(new OnceTrigger())).toEqual([1]);
    expect(fired(new ManualScheduleTrigger([2, 4, 7], 'iteration'))).toEqual([2, 4, 9]);
    expect(fired(new ManualScheduleTrigger(1, 'epoch'))).toEqual([4]);
    expect(fired(new TimeTrigger(2))).toEqual([2, 4, 9]);
  });

  test('a resumed OnceTrigger is quiet unless told otherwise', async () => {
    const first = new OnceTrigger();
    first.fires();
    const saved = await saveState(first);
    const [quiet, loud] = [new OnceTrigger(), new OnceTrigger(true)];
    loadState(quiet, saved);
    loadState(loud, saved);
    expect([quiet.fires(), loud.fires()]).toEqual([false, true]);
  });

  test('the best of means since the last check', async () => {
    const feed = async (trigger: BestValueTrigger, values: number[]) => {
      const fired: number[] = [];
      for (const [i, value] of values.entries())
        if (await trigger.fires(at(i + 1, 0, new Map([['x', value]])))) fired.push(i + 1);
      return fired;
    };
    const values = [3, 5, 1, 1, 8, 2, 5, 5];
    expect(await feed(new MaxValueTrigger('x', [2, 'iteration']), values)).toEqual([2, 6]); // 4, 1, 5, 5
    expect(await feed(new MinValueTrigger('x', [2, 'iteration']), values)).toEqual([2, 4]);
    expect(await feed(new BestValueTrigger('x', (best, v) => v >= best, [2, 'iteration']), values)).toEqual([2, 6, 8]);
  });

  test('early stopping waits, prefers what the name says and ends in any case', async () => {
    const run = async (trigger: EarlyStoppingTrigger, key: string, values: number[]) => {
      for (const [i, value] of values.entries())
        if (await trigger.fires(at(i + 1, i + 1, new Map([[key, value]])))) return i + 1;
      return null;
    };
    expect(await run(new EarlyStoppingTrigger({ patience: 2 }), 'main/loss', [3, 2, 2.5, 2.1, 1])).toBe(4);
    const accuracy = new EarlyStoppingTrigger({ monitor: 'accuracy', patience: 1 });
    expect(await run(accuracy, 'accuracy', [1, 2, 3, 2])).toBe(4);
    expect(await run(new EarlyStoppingTrigger({ max: [3, 'epoch'] }), 'main/loss', [3, 2, 1, 0])).toBe(3);
  });
});

describe('summaries', () => {
  test('means are weighted and go on from saved ones', async () => {
    const summary = new Summary();
    summary.add(
      new Map<string, number | Tensor>([
        ['a', 1],
        ['b', Tensor.of(2)],
      ]),
      3,
    );
    summary.add(new Map<string, number | Tensor>([['a', 5]]));
    await summary.settle();
    const other = new Summary();
    other.restore(summary.toText());
    other.add(new Map([['b', 6]]), 1);
    expect(await other.means()).toEqual({ a: 2, b: 3 });
  });

  test('deviations lose no digits to a large mean', () => {
    const summary = new DictSummary();
    for (const x of [1e9 + 1, 1e9 + 2, 1e9 + 3]) summary.add({ x, y: [x, 2], text: 'no number' });
    expect(summary.computeMean()).toEqual({ x: 1e9 + 2, y: 1e9 + 2 });
    expect(summary.makeStatistics()['x.std']).toBeCloseTo(Math.sqrt(2 / 3), 9);
  });

  test('reports replace, and outside an observation are nothing', () => {
    report({ x: 1 });
    expect(
      observe(() => {
        report({ x: 1 });
        report({ x: Tensor.of(2) });
        report({ x: 3 });
      }),
    ).toEqual(new Map([['x', 3]]));
  });
});

describe('schedules', () => {
  const values = (make: (o: SGD) => Schedule, calls = 5): number[] => {
    const optimizer = new SGD({ lr: 1 });
    const schedule = make(optimizer);
    schedule.initialize();
    const list = [optimizer.lr];
    for (let i = 0; i < calls; i++) {
      schedule.run();
      list.push(optimizer.lr);
    }
    return list.map((v) => Number(v.toPrecision(6)));
  };

  test.each<[string, (o: SGD) => Schedule, number[]]>([
    ['ExponentialShift', (o) => new ExponentialShift('lr', 0.5, o, { target: 0.1 }), [1, 0.5, 0.25, 0.125, 0.1, 0.1]],
    [
      'ExponentialShift upwards',
      (o) => new ExponentialShift('lr', 2, o, { init: 3, target: 10 }),
      [3, 6, 10, 10, 10, 10],
    ],
    ['InverseShift', (o) => new InverseShift('lr', 1, 2, o), [1, 0.25, 0.111111, 0.0625, 0.04, 0.0277778]],
    ['PolynomialShift', (o) => new PolynomialShift('lr', 2, 4, o), [1, 0.5625, 0.25, 0.0625, 0, 0]],
    ['StepShift', (o) => new StepShift('lr', 0.1, 2, o), [1, 1, 0.1, 0.1, 0.01, 0.01]],
    ['LinearShift', (o) => new LinearShift('lr', [5, 1], [1, 3], o), [5, 5, 3, 1, 1, 1]],
    ['MultistepShift', (o) => new MultistepShift('lr', 0.5, [2, 3], o), [1, 1, 0.5, 0.25, 0.25, 0.25]],
    ['WarmupShift', (o) => new WarmupShift('lr', 0.2, 4, o), [0.2, 0.4, 0.6, 0.8, 1, 1]],
  ])('%s', (_name, make, expected) => expect(values(make)).toEqual(expected));

  test('goes on after a resume, and refuses a number that is not there', async () => {
    const optimizer = new SGD({ lr: 1 });
    const schedule = new ExponentialShift('lr', 0.5, optimizer);
    schedule.initialize();
    schedule.run();
    const again = new SGD({ lr: 1 });
    const resumed = new ExponentialShift('lr', 0.5, again);
    loadState(resumed, await saveState(schedule));
    resumed.initialize();
    resumed.run();
    expect(again.lr).toBe(0.25);
    expect(() => new StepShift('alpha', 1, 1, new MomentumSGD())).toThrow(
      'StepShift: MomentumSGD has no number "alpha"; it has lr, momentum',
    );
  });
});

describe('extensions', () => {
  test('PrintReport prints the columns of the log', async () => {
    const { trainer } = makeRun(8);
    const lines: string[] = [];
    trainer
      .extend(new LogReport([4, 'iteration']))
      .extend(observeValue('big', () => 1_234_567, { trigger: [1, 'iteration'] }))
      .extend(new PrintReport(['iteration', 'main/loss', 'big', 'none'], { print: (line) => lines.push(line) }));
    await trainer.run();
    expect(lines[0]).toBe('iteration   main/loss   big         none');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^4 {11}[\d.]+ +1\.23457e\+6$/);
    const { trainer: wrong } = makeRun(1);
    await expect(wrong.extend(new PrintReport([])).run()).rejects.toThrow(
      'no extension "LogReport"; there are PrintReport',
    );
  });

  test('ProgressBar shows the run, the epoch, the speed', async () => {
    const { trainer } = makeRun(8);
    const texts: string[] = [];
    await trainer
      .extend(new ProgressBar({ updateInterval: 4, barLength: 10, write: (text) => texts.push(text) }))
      .run();
    expect(texts).toHaveLength(2);
    expect(texts[0]).toMatch(
      / {5}total \[#####\.\.\.\.\.\] {2}50\.00%\nthis epoch \[##\.{8}\] {2}20\.00%\n {9}4 iterations, 1 epochs, .* iterations\/s, 0:00:00 to go/,
    );
  });

  test('DumpGraph draws the graph of the first loss, once', async () => {
    const { trainer } = makeRun(3);
    const [dots, charts]: [string[], string[]] = [[], []];
    await trainer
      .extend(new DumpGraph((dot) => void dots.push(dot)))
      .extend(new DumpGraph((chart) => void charts.push(chart), { format: 'mermaid' }), { name: 'chart' })
      .run();
    expect(charts).toHaveLength(1);
    expect(charts[0]).toMatch(/^flowchart TD/);
    expect(dots).toHaveLength(1);
    for (const part of [
      'digraph {',
      'label="loss float32 ()"',
      'label="W float32 (1, 1)"',
      'label="matmul", shape=box',
    ])
      expect(dots[0]).toContain(part);
  });

  test('PlotReport draws an SVG that is well formed and has its points', async () => {
    const { trainer } = makeRun(12);
    const charts: string[] = [];
    await trainer
      .extend(new PlotReport(['main/loss'], (svg) => void charts.push(svg), { interval: [3, 'iteration'] }))
      .run();
    expect(charts).toHaveLength(4);
    const path = /<path d="(M[^"]*)" fill="none"/.exec(charts[3])?.[1] ?? '';
    expect(path.match(/[ML]/g)).toHaveLength(4);
    expect(charts[3]).not.toContain('NaN');
    expect(
      linePlot([
        {
          name: 'a < b',
          points: [
            [1, Number.NaN],
            [2, 5],
          ],
        },
      ]),
    ).toContain('a &lt; b');
  });

  test('statistics of parameters are reported and drawn', async () => {
    const { trainer, link } = makeRun(4);
    const charts: string[] = [];
    const seen: string[] = [];
    trainer
      .extend(new ParameterStatistics({ model: link }, { trigger: [2, 'iteration'] }))
      .extend(new VariableStatistics(link, (_svg, what) => void charts.push(what), { trigger: [2, 'iteration'] }))
      .extend(({ observation }) => void seen.push(...observation.keys()), { name: 'look' });
    await trainer.run();
    expect(seen).toContain('model/W/data/mean');
    expect(seen).toContain('model/b/grad/percentile/4');
    expect(charts).toEqual(['data', 'grad', 'data', 'grad']);
    expect(defaultStatistics.std(Float64Array.of(1, 3))).toBe(1);
    expect(defaultStatistics['percentile/4'](Float64Array.of(1, 2, 10))).toBe(2);
  });

  test('FailOnNonNumber ends the run and names the parameter', async () => {
    const { trainer, link } = makeRun(10);
    trainer.extend(() => link.W.data.assign(Tensor.full([1, 1], Number.NaN)), { name: 'break', priority: 200 });
    let told: unknown = null;
    trainer.extend({
      name: 'watch',
      run() {},
      onError(_trainer, error) {
        told = error;
      },
    });
    await expect(trainer.extend(new FailOnNonNumber(link)).run()).rejects.toThrow(
      'parameter /W has elements that are NaN',
    );
    expect(told).toBeInstanceOf(Error);
  });

  test('Evaluator weighs every example alike, in use, not training', async () => {
    const { trainer, link, lossOf } = makeRun(4);
    const sizes: number[] = [];
    const evaluator = new Evaluator(
      points,
      4,
      link,
      (batch) => {
        sizes.push(batch.length);
        expect([config.train, config.enableBackprop]).toEqual([false, false]);
        return lossOf(batch);
      },
      { trigger: [4, 'iteration'] },
    );
    let seen: number | Tensor | undefined;
    trainer.extend(evaluator).extend(
      ({ observation }) => {
        seen = observation.get('validation/main/loss');
      },
      { name: 'look' },
    );
    await trainer.run();
    expect(sizes).toEqual([4, 4, 2]);
    const whole = await new Evaluator(points, 10, link, lossOf).results();
    expect(seen).toBeCloseTo(whole['validation/main/loss'], 6);
  });

  test('MicroAverage divides sums; observeLr sees the rate', async () => {
    const { trainer, optimizer } = makeRun(4);
    const ratios: unknown[] = [];
    trainer
      .extend(observeValue('hits', ({ iteration }) => iteration, { trigger: [1, 'iteration'] }))
      .extend(observeValue('tries', () => 2, { trigger: [1, 'iteration'] }))
      .extend(new MicroAverage('hits', 'tries', 'ratio', { trigger: [2, 'iteration'] }))
      .extend(observeLr(optimizer, { trigger: [1, 'iteration'] }))
      .extend(({ observation }) => void ratios.push(observation.get('ratio'), observation.get('lr')), { name: 'look' });
    await trainer.run();
    expect([ratios[2], ratios[6]]).toEqual([3 / 4, 7 / 4]);
    expect(ratios[1]).toBeCloseTo(0.05 * (Math.sqrt(1 - 0.999) / 0.1), 6);
  });

  test('a run may stop by a trigger, and call extensions before it begins', async () => {
    const { trainer: base } = makeRun(1);
    const trainer = new Trainer(base.updater, new EarlyStoppingTrigger({ max: [5, 'iteration'] }));
    const calls: number[] = [];
    trainer.extend(({ iteration }) => void calls.push(iteration), {
      name: 'count',
      trigger: [2, 'iteration'],
      callBeforeTraining: true,
    });
    await trainer.run();
    expect(trainer.iteration).toBe(5);
    expect(calls).toEqual([0, 2, 4]);
    expect(trainer.fractionDone).toBe(1);
  });

  test('AccumulatingUpdater takes the step of the whole batch', async () => {
    const make = (parts: number) => {
      seed(5);
      const link = new L.Linear(1, 1);
      const optimizer = new SGD({ lr: 0.1 }).setup(link);
      const iterator = new SerialIterator(points, 5, { shuffle: false });
      const loss = (batch: (readonly [number, number])[]) =>
        F.meanSquaredError(
          link.forward(batch.map(([x]) => [x])),
          batch.map(([, y]) => [y]),
        );
      return { link, updater: new AccumulatingUpdater(iterator, optimizer, parts, loss) };
    };
    const [whole, three] = [make(1), make(3)];
    const losses = [whole, three].map(({ updater }) => observe(() => updater.update()).get('main/loss') as Tensor);
    expect(await losses[1].item()).toBeCloseTo(await losses[0].item(), 6);
    expect(await three.link.W.item()).toBeCloseTo(await whole.link.W.item(), 6);
  });

  test('several losses are one step: scaled, and nothing of them stays behind', async () => {
    const link = new L.Linear(1, 1, { nobias: true, initialW: 1 });
    const scaling = { scale: 4, accept: vi.fn(() => true), serialize: () => {} };
    const optimizer = new SGD({ lr: 1 }).setup(link).lossScaling(scaling);
    const losses = [1, 2, 3].map((x) => () => F.sum(link.forward([[x]])));
    const step = () => optimizer.update(losses).dispose();
    step();
    expect(await link.W.item()).toBe(1 - (1 + 2 + 3)); // divided by the scale again
    expect(scaling.accept).toHaveBeenCalledTimes(1);
    const { arrays } = memory();
    step();
    expect(memory().arrays).toBe(arrays);
    const loss = optimizer.update(losses);
    expect(await loss.item()).toBe((1 - 2 * 6) * 6);
    expect(() => optimizer.update([])).toThrow('SGD: update needs a loss function, but the list is empty');
  });
});

describe('kill and resume', () => {
  /** Everything that has state, with a snapshot at every iteration. */
  function makeFull(iterations: number, prefetch: boolean) {
    const run = makeRun(iterations, { prefetch });
    const snapshots: Map<string, StoredLeaf>[] = [];
    const logReport = new LogReport([4, 'iteration']);
    const plots: string[] = [];
    run.trainer
      .extend(new ExponentialShift('alpha', 0.97, run.optimizer))
      .extend(observeLr(run.optimizer, { trigger: [1, 'iteration'] }))
      .extend(new MicroAverage('main/loss', 'lr', 'ratio', { trigger: [3, 'iteration'] }))
      .extend(logReport)
      .extend(new PlotReport(['main/loss'], (svg) => void plots.push(svg), { interval: [5, 'iteration'] }))
      .extend(new Snapshot([1, 'iteration'], async (state) => void snapshots.push(state)));
    return { ...run, logReport, snapshots, plots };
  }

  test.each([false, true])('at any iteration gives the same numbers bit for bit, prefetching %s', async (prefetch) => {
    const whole = makeFull(17, prefetch);
    await whole.trainer.run();
    for (const k of [1, 5, 6, 11, 16]) {
      seed(99);
      const resumed = makeFull(17, prefetch);
      loadState(resumed.trainer, whole.snapshots[k - 1]);
      await resumed.trainer.run();
      expect(await resumed.link.W.toArray()).toEqual(await whole.link.W.toArray());
      const timeless = ({ elapsed_time: _, ...entry }: Record<string, number>) => entry;
      const later = whole.logReport.log.filter((entry) => entry.iteration > k).map(timeless);
      expect(resumed.logReport.log.map(timeless)).toEqual(later);
      expect(resumed.plots.at(-1)).toBe(k < 15 ? whole.plots.at(-1) : undefined);
      expect(resumed.optimizer.alpha).toBe(whole.optimizer.alpha);
    }
  });

  test('a snapshot goes through .npz with Chainer’s keys', async () => {
    const { trainer, link } = makeRun(6);
    trainer.extend(new LogReport([4, 'iteration']));
    await trainer.run();
    const bytes = await saveNpz(trainer);
    const { trainer: other, link: copy } = makeRun(6);
    other.extend(new LogReport([4, 'iteration']));
    loadNpz(bytes, other);
    expect(other.iteration).toBe(6);
    expect(await copy.W.toArray()).toEqual(await link.W.toArray());
  });
});

describe('SnapshotFiles', () => {
  const folderOf = async (): Promise<[NodeFolder, string]> => {
    const path = await mkdtemp(join(tmpdir(), 'irodori-engine-'));
    return [new NodeFolder(path), path];
  };

  test('keeps the last files, and a new run goes on from the newest', async () => {
    const [folder, path] = await folderOf();
    const options = { trigger: [2, 'iteration'], nRetains: 2, autoload: true } as const;
    const first = makeRun(7);
    await first.trainer.extend(new SnapshotFiles(folder, options)).run();
    expect((await readdir(path)).sort()).toEqual(['snapshot_iter_4.safetensors', 'snapshot_iter_6.safetensors']);
    const second = makeRun(12);
    const begun: number[] = [];
    second.trainer.extend(({ iteration }) => void begun.push(iteration), { name: 'count' });
    await second.trainer.extend(new SnapshotFiles(folder, options)).run();
    expect(begun[0]).toBe(7);
    await rm(path, { recursive: true });
  });

  test('passes a damaged newest file over', async () => {
    const folder = new MemoryFolder();
    const notices: string[] = [];
    const options = {
      trigger: [3, 'iteration'],
      autoload: true,
      notice: (text: string) => void notices.push(text),
    } as const;
    await makeRun(6).trainer.extend(new SnapshotFiles(folder, options)).run();
    const newest = await folder.read('snapshot_iter_6.safetensors');
    await folder.write('snapshot_iter_6.safetensors', newest.slice(0, newest.length / 2));
    await folder.write('snapshot_iter_x.safetensors', 'not mine');
    const resumed = makeRun(4);
    await resumed.trainer.extend(new SnapshotFiles(folder, options)).run();
    expect(resumed.trainer.iteration).toBe(4);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain('snapshot_iter_6.safetensors cannot be used');
  });

  test('writes one more when the run breaks', async () => {
    const folder = new MemoryFolder();
    const { trainer } = makeRun(9);
    trainer.extend(
      ({ iteration }) => {
        if (iteration === 5) throw new Error('power cut');
      },
      { name: 'break' },
    );
    trainer.extend(new SnapshotFiles(folder, { trigger: [100, 'iteration'], snapshotOnError: true, format: 'npz' }));
    await expect(trainer.run()).rejects.toThrow('power cut');
    expect(await folder.list()).toEqual(['snapshot_iter_5.npz']);
  });

  test('NodeFolder writes plain names only, and lists an absent folder as empty', async () => {
    const [folder, path] = await folderOf();
    await expect(folder.write('../x', 'no')).rejects.toThrow('"../x" is no plain file name');
    await folder.write('a', 'one');
    await folder.write('a', 'two');
    expect(new TextDecoder().decode(await folder.read('a'))).toBe('two');
    await folder.remove('a');
    expect(await folder.list()).toEqual([]);
    expect(await new NodeFolder(join(path, 'none')).list()).toEqual([]);
    await rm(path, { recursive: true });
  });
});
