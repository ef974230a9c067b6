// Where a case's time goes: CPU time (of all threads, so that a busy machine matters little) of every call of the backend, by
// operation and shape, or of every kernel; the mean of the runs, and as if every call of a kind took the least that one took.
//   node bench/profile.mjs CASE [--runs N] [--threads N] [--kernels] [--rows N]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { enter } from './contestants/irodori.mjs';
import { caseArrays, cases, usesGenerator } from './work/cases.mjs';
import { generatorFacts } from './work/generatorFacts.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    threads: { type: 'string', default: '1' },
    rows: { type: 'string', default: '40' },
    kernels: { type: 'boolean', default: false },
  },
});
const work = cases.find(({ name }) => name === positionals[0]);
if (!work) {
  console.error(`profile: which case? One of ${cases.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const dist = new URL('../dist/src/', import.meta.url);
const engine = await import(new URL('engine/index.js', dist));
const { CpuDevice } = await import(new URL('engine/backends/cpu/device.js', dist));
const { Task } = await import(new URL('engine/backends/cpu/kernels/codes.js', dist));

const generator = usesGenerator(work) ? await generatorFacts() : null;
const arrays = caseArrays(work, join(import.meta.dirname, '../.cache/bench'), generator);
const contestant = await enter({ case: work, arrays, threads: Number(options.threads), backend: 'cpu' });
for (let i = 0; i < 3; i++) await contestant.run();

/** CPU time so far in milliseconds. */
function now() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Name → milliseconds, calls, FLOPs, and the least milliseconds of a call. */
const spent = new Map();
function charge(name, milliseconds, flops) {
  const entry = spent.get(name) ?? { milliseconds: 0, calls: 0, flops: 0, least: Number.POSITIVE_INFINITY };
  entry.milliseconds += milliseconds;
  entry.calls++;
  entry.flops += flops;
  entry.least = Math.min(entry.least, milliseconds);
  spent.set(name, entry);
}

const shapeOf = (x) => (x?.shape ? `(${x.shape.join(',')})` : '');
const product = (list) => list.reduce((n, d) => n * d, 1);
/** Two a multiply-add, by the direct method. */
function flopsOf(name, args, y) {
  if (name === 'conv2d') return 2 * product(y.shape) * product(args[1].shape.slice(1));
  if (name === 'conv2dInput') return 2 * product(args[0].shape) * product(args[1].shape.slice(1));
  if (name === 'conv2dWeight') return (2 * product(args[1].shape) * product(y.shape)) / args[1].shape[1];
  if (name === 'matmul') return (2 * product(y.shape) * product(args[0].shape)) / product(y.shape.slice(0, -1));
  return 0;
}

if (options.kernels) {
  const { run } = CpuDevice.prototype;
  CpuDevice.prototype.run = function (task, ...rest) {
    const start = now();
    run.call(this, task, ...rest);
    charge(Task[task], now() - start, 0);
  };
} else {
  const backend = engine.getBackend();
  for (const [name, method] of Object.entries(backend)) {
    if (typeof method !== 'function' || name === 'free' || name === 'memory') continue;
    backend[name] = (...args) => {
      const start = now();
      const y = method(...args);
      const milliseconds = now() - start;
      const first = typeof args[0] === 'string' ? args[0] : '';
      const shapes = args.map((arg) => (Array.isArray(arg) ? '' : shapeOf(arg))).filter(Boolean);
      charge([name, first, ...shapes].filter(Boolean).join(' '), milliseconds, flopsOf(name, args, y));
      return y;
    };
  }
}

const runs = Number(options.runs);
const [wallStart, start] = [performance.now(), now()];
for (let i = 0; i < runs; i++) await contestant.run();
const [wall, whole] = [(performance.now() - wallStart) / runs, (now() - start) / runs];
console.log(`${work.name}: ${whole.toFixed(1)} ms of CPU a run, ${wall.toFixed(1)} ms by the clock, mean of ${runs}`);
console.log('     mean    least  calls');
let rest = whole;
let leastOfAll = 0;
const entries = [...spent].sort(([, a], [, b]) => b.milliseconds - a.milliseconds);
for (const [i, [name, { milliseconds, calls, flops, least }]] of entries.entries()) {
  const perRun = calls / runs;
  leastOfAll += perRun * least;
  if (i >= Number(options.rows)) continue;
  rest -= milliseconds / runs;
  const rate = flops ? `${(flops / calls / least / 1e6).toFixed(0).padStart(5)} GFLOP/s` : '';
  const [mean, best] = [milliseconds / runs, perRun * least].map((ms) => ms.toFixed(2).padStart(9));
  console.log(`${mean}${best} ${String(perRun).padStart(6)} ${rate} ${name}`);
}
console.log(
  `${rest.toFixed(2).padStart(9)}${''.padStart(17)}others, and outside the ${options.kernels ? 'kernels' : 'backend'}`,
);
console.log(`${''.padStart(9)}${leastOfAll.toFixed(2).padStart(9)} all, if each call took its least`);
const { liveBytes, pooledBytes } = engine.getBackend().memory();
console.log(
  `${((liveBytes + pooledBytes) / 2 ** 20).toFixed(0)} MiB held by the backend, transformed weights and scratch included`,
);
process.exit(0);
