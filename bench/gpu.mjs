/**
 * The WebGPU backend on this machine's GPU: tunes itself, then times whole passes and their dispatches, beside limits that are
 * measured on the same device. `npm run bench -- --backend webgpu` ends with it; it also runs alone, see README.md.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { enter } from './contestants/irodori.mjs';
import { measurePeak } from './gpu/peak.mjs';
import { columns, median } from './report.mjs';
import { caseArrays, cases, usesGenerator } from './work/cases.mjs';
import { generatorFacts } from './work/generatorFacts.mjs';

const USAGE = `node bench/gpu.mjs [options]
  --case NAME       one case (may be repeated); default: ${gpuCases()
    .map((c) => c.name)
    .join(', ')}
  --size N          sides of matrices and pictures, instead of the cases' own: for a trial
  --batch N         pictures in a training step, instead of the cases' own: likewise
  --seconds N       of timed runs for each case (default 4; three runs at least, one if 0)
  --no-tune         keep to rules of thumb and to what was measured before
  --kernels N       kernels listed for each case, slowest first (default 12)
  --software        take a GPU that is simulated on the CPU, as a trial of this program
  --dawn FLAG       handed to Dawn (may be repeated): enable-dawn-features=disable_robustness, …
  --plain           keep to plain kernels: no half precision, subgroups or matrix units of the GPU
  --json FILE       the figures`;

/** Products and networks run a second time in half precision. */
function gpuCases() {
  const inBoth = ['matmul4096', 'unet512', 'unet128-train16', 'generator-train'].flatMap((name) => {
    const found = cases.find((c) => c.name === name);
    return [found, { ...found, name: `${name}-half`, half: true }];
  });
  return [...inBoth, ...cases.filter((c) => ['recolor512', 'recolor512-dab'].includes(c.name))];
}

const { values: options } = parseArgs({
  options: {
    case: { type: 'string', multiple: true },
    size: { type: 'string' },
    batch: { type: 'string' },
    seconds: { type: 'string', default: '4' },
    'no-tune': { type: 'boolean', default: false },
    kernels: { type: 'string', default: '12' },
    software: { type: 'boolean', default: false },
    dawn: { type: 'string', multiple: true, default: [] },
    plain: { type: 'boolean', default: false },
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const dist = new URL('../dist/src/', import.meta.url);
const cache = join(fileURLToPath(new URL('..', import.meta.url)), '.cache/bench');
const fixed = (x, digits) => (x === null || !Number.isFinite(x) ? '' : x.toFixed(digits));

/** Timestamps are rounded to 0.1 ms unless Dawn is told not to. */
const EXACT_TIMES = 'disable-dawn-features=timestamp_quantization';

/** A backend on a device of our own, so that Dawn can be told to keep exact timestamps. */
let dawn; // the process crashes if it is collected
async function start() {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const { DAWN_FLAGS, isSoftware } = await import(new URL('engine/backends/webgpu/gpuAccess.js', dist));
  dawn = create(joined([...DAWN_FLAGS, EXACT_TIMES, ...options.dawn]));
  const { setBackend } = await import(new URL('engine/index.js', dist));
  const { createWebGPUBackend, deviceWishes } = await import(new URL('engine/backends/webgpu/index.js', dist));
  const { PLAIN, namesOf } = await import(new URL('engine/backends/webgpu/variants.js', dist));
  const { fileTuning } = await import(new URL('engine/backends/tuningFile.node.js', dist));
  const adapter = await dawn.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('no GPU adapter on this machine');
  if (isSoftware(adapter.info) && !options.software)
    throw new Error(`only a software GPU is here (${adapter.info.description}); --software tries this program on it`);
  const device = await adapter.requestDevice(deviceWishes(adapter));
  const backend = await createWebGPUBackend({ device, tuning: fileTuning() });
  if (options.plain) backend.gpu.variants = PLAIN;
  setBackend(backend);
  return { device, backend, variants: namesOf(backend.gpu.variants) };
}

/** Flags of one name as one, `name=a,b`: of several Dawn takes the last. */
function joined(flags) {
  const values = new Map();
  for (const flag of flags) {
    const [name, value] = flag.split('=');
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return [...values].map(([name, all]) => `${name}=${all.join(',')}`);
}

async function measure(given, backend, generator, peak) {
  const work = { ...given, size: Number(options.size ?? given.size), batch: Number(options.batch ?? given.batch) };
  const arrays = caseArrays(work, cache, generator);
  const { run } = await enter({ case: work, arrays, threads: 2, backend });
  const started = performance.now();
  await run();
  const first = (performance.now() - started) / 1000;
  await run();
  if (!options['no-tune'])
    await backend.tune((done, all) => process.stderr.write(`\r${work.name}: tuning ${done}/${all} `));
  await run();

  const { counts } = backend.gpu.commands;
  const before = { ...counts };
  await run();
  await backend.sync();
  const used = Object.fromEntries(Object.keys(counts).map((key) => [key, counts[key] - before[key]]));

  const seconds = [];
  const least = Number(options.seconds) === 0 ? 1 : 3;
  for (const end = performance.now() + 1000 * options.seconds; seconds.length < least || performance.now() < end; ) {
    const start = performance.now();
    await run();
    seconds.push((performance.now() - start) / 1000);
  }
  const timings = await dispatches(run, backend);
  const gpuSeconds = timings && timings.reduce((sum, t) => sum + t.milliseconds, 0) / 1000;
  const flops = used.flop;
  return {
    name: work.name,
    firstSeconds: first,
    seconds: median(seconds),
    bestSeconds: Math.min(...seconds),
    runs: seconds.length,
    gpuSeconds,
    flops,
    tflops: flops / median(seconds) / 1e12,
    peakShare: flops / median(seconds) / peak.flops,
    gpuPeakShare: gpuSeconds && flops / gpuSeconds / peak.flops,
    ...used,
    memoryBytes: backend.memory().liveBytes + backend.memory().pooledBytes,
    timings,
  };
}

/** The time of every dispatch of one run, or null where the device has no timestamps. */
async function dispatches(run, backend) {
  const { commands } = backend.gpu;
  if (!commands.startClock()) return null;
  await run();
  await backend.sync();
  return commands.stopClock();
}

/** Dispatches of one kernel together. */
function byKernel(timings) {
  const kernels = new Map();
  for (const { name, milliseconds, work } of timings) {
    const sum = kernels.get(name) ?? { name, count: 0, milliseconds: 0, work: 0 };
    sum.count++;
    sum.milliseconds += milliseconds;
    sum.work += work;
    kernels.set(name, sum);
  }
  return [...kernels.values()].sort((a, b) => b.milliseconds - a.milliseconds);
}

function print(result, peak) {
  const { name, timings } = result;
  const ms = (s) => (s === null ? '' : (1000 * s).toFixed(2));
  console.log(
    `\n${name}: ${ms(result.seconds)} ms median of ${result.runs}, best ${ms(result.bestSeconds)}, on the GPU ${ms(result.gpuSeconds)}; ` +
      `first ever ${fixed(result.firstSeconds, 2)} s\n` +
      `  ${fixed(result.flops / 1e9, 1)} GFLOP, ${fixed(result.tflops, 2)} TFLOP/s = ${fixed(100 * result.peakShare, 1)} % of the measured peak` +
      `${result.gpuSeconds ? `, ${fixed(100 * result.gpuPeakShare, 1)} % while the GPU works` : ''}\n` +
      `  ${result.dispatches} dispatches with ${result.barriers} barriers in ${result.submissions} submissions, ${fixed(result.bytes / 1e6, 1)} MB through kernels ` +
      `(${ms(result.bytes / peak.bytes)} ms at the measured bandwidth), ${result.bindGroups} new bind groups, ${result.pipelines} new pipelines, ` +
      `${fixed(result.memoryBytes / 2 ** 20, 0)} MiB held`,
  );
  if (!timings) return;
  const rows = byKernel(timings)
    .slice(0, Number(options.kernels))
    .map((k) => [
      k.name,
      `${k.count}`,
      k.milliseconds.toFixed(3),
      k.work ? (k.work / k.milliseconds / 1e9).toFixed(2) : '',
      k.work ? ((k.work / k.milliseconds / 1e-3 / peak.flops) * 100).toFixed(1) : '',
    ]);
  console.log(columns([['kernel', 'dispatches', 'ms', 'TFLOP/s', '% of peak'], ...rows]));
}

async function main() {
  if (options.help) return console.log(USAGE);
  const chosen = options.case ? options.case.map(caseNamed) : gpuCases();
  const { device, backend, variants } = await start();
  const peak = await measurePeak(device);
  console.log(
    `${new Date().toISOString().slice(0, 16)}Z · ${backend.description} · Node ${process.versions.node}\n` +
      `measured limits: ${fixed(peak.flops / 1e12, 2)} TFLOP/s float32, ${fixed(peak.bytes / 1e9, 0)} GB/s copy; ` +
      `beyond plain kernels: ${variants.join(', ') || 'none'}`,
  );
  const generator = chosen.some(usesGenerator) ? await generatorFacts() : null;
  if (generator) await useAgain(backend);
  const results = [];
  for (const work of chosen) {
    try {
      const result = await measure(work, backend, generator, peak);
      print(result, peak);
      results.push(result);
    } catch (error) {
      console.log(`\n${work.name} failed: ${error.message.split('\n')[0]}`);
      process.exitCode = 1;
    }
    if (options.json)
      writeFileSync(options.json, JSON.stringify({ adapter: backend.description, variants, peak, results }, null, 1));
  }
  await backend.dispose();
}

/** generatorFacts looks at the network on the CPU; the GPU is in use again afterwards. */
async function useAgain(backend) {
  const { setBackend } = await import(new URL('engine/index.js', dist));
  setBackend(backend);
}

function caseNamed(name) {
  const all = [...gpuCases(), ...cases];
  const found = all.find((c) => c.name === name);
  if (!found) throw new Error(`no case "${name}"; there are ${[...new Set(all.map((c) => c.name))].join(', ')}`);
  return found;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 1;
}
process.exit();
