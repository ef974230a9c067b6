/**
 * The same work on Irodori and on every peer that is present, in turn; see README.md for what is measured and how.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isBuilt } from '../scripts/buildWhenStale.mjs';
import { peerNames } from './contestant.mjs';
import { race, TOLERANCE } from './race.mjs';
import { asJson, asTable, machine, median } from './report.mjs';
import { caseArrays, cases, MLP_LAYERS, usesGenerator } from './work/cases.mjs';
import { generatorFacts } from './work/generatorFacts.mjs';
import { NORM_EPS, unetLayers } from './work/unetLayers.mjs';

const USAGE = `npm run bench -- [options]
  studio [--json] [512 1024 2048 memory]   how the studio feels: start, ink, colours after a stroke, memory
  --case NAME         one case (may be repeated): ${cases.map((c) => c.name).join(', ')}
  --quick             fewer runs, under three minutes in all
  --json              only {"cases":[{"name","irodori_s","peers":{NAME:seconds}}]} on standard output
  --backend NAME      Irodori's backend: cpu (default) or webgpu; with webgpu, PyTorch runs on CUDA and CPU peers rest
  --threads N         threads of every contestant (default 2)
  --peers NAMES       comma-separated, or none: ${peerNames.join(', ')} (default: all present)`;

const FULL = { rounds: 15, seconds: 40, limit: Number.POSITIVE_INFINITY, slowLimit: Number.POSITIVE_INFINITY };
/** Seconds: what began before a limit may still take as long as a slow peer's run. */
const QUICK = { rounds: 5, seconds: 6, limit: 130, slowLimit: 75 };

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, '.cache/bench');

class UsageError extends Error {}

function readOptions() {
  const { values } = parseArgs({
    options: {
      case: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      backend: { type: 'string', default: 'cpu' },
      threads: { type: 'string', default: String(Math.min(2, availableParallelism())) },
      peers: { type: 'string', default: peerNames.join(',') },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const threads = Number(values.threads);
  const peers = values.peers === 'none' ? [] : values.peers.split(',');
  const known = (what, list, name) => {
    if (!list.includes(name)) throw new UsageError(`no ${what} "${name}"; there are ${list.join(', ')}`);
  };
  for (const name of values.case ?? [])
    known(
      'case',
      cases.map((c) => c.name),
      name,
    );
  for (const name of peers) known('peer', peerNames, name);
  known('backend', ['cpu', 'webgpu'], values.backend);
  if (!Number.isInteger(threads) || threads < 1) throw new UsageError(`--threads ${values.threads}: a number from 1`);
  return { ...values, threads, peers };
}

/** The build is what is measured: it must be there, and it should be of the sources as they are. */
function checkBuild() {
  if (!existsSync(join(root, 'dist/src/models/index.js'))) throw new Error('Irodori is not built: run "npm run build"');
  if (!isBuilt())
    note('bench: some sources are newer than the build, which is what is measured; "npm run build" renews it');
}

const note = (text) => process.stderr.write(`${text}\n`);

function showProgress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

async function main() {
  const options = readOptions();
  if (options.help) return console.log(USAGE);
  checkBuild();
  const print = options.json ? () => {} : (text) => console.log(text);
  const { limit, slowLimit, ...pace } = options.quick ? QUICK : FULL;
  const deadlines = { deadline: performance.now() + 1000 * limit, slowDeadline: performance.now() + 1000 * slowLimit };
  print(`${new Date().toISOString().slice(0, 16)}Z · ${machine()} · load before ${loadavg()[0].toFixed(1)}\n`);

  const chosen = cases.filter(
    ({ name, gpuOnly }) => options.case?.includes(name) ?? (!gpuOnly || options.backend === 'webgpu'),
  );
  const generator = chosen.some(usesGenerator) ? await generatorFacts() : null;
  if (options.backend === 'webgpu' && !options.json) benchDevice(options.case ?? []);
  const results = [];
  for (const work of chosen) {
    const names = work.peers.filter((name) => options.peers.includes(name) && mayRun(name, options.backend));
    const setup = {
      arrays: caseArrays(work, cache, generator),
      threads: options.threads,
      backend: options.backend,
    };
    const facts = {
      ...work,
      layers: unetLayers,
      normEps: NORM_EPS,
      depth: MLP_LAYERS,
      propagatedChannel: generator?.propagatedChannel,
      secondChannel: generator?.secondChannel,
      hintedLevels: generator?.hintedLevels,
    };
    const entries = await race(facts, ['irodori', ...names], setup, { ...pace, ...deadlines }, cache, showProgress);
    showProgress('');
    results.push({ work, entries });
    print(`${asTable({ work, entries })}\n`);
    if (work.work === 'matmul' && options.backend === 'cpu') {
      const { tilePeak } = await import('./work/tilePeak.mjs');
      print(`${shareOfPeak(work, entries[0], options.threads, await tilePeak())}\n`);
    }
  }
  const missing = new Set(
    results.flatMap(({ entries }) => entries.filter((e) => e.state === 'absent').map((e) => e.name)),
  );
  if (missing.size > 0)
    print(
      `Absent: ${[...missing].join(', ')}. "npm ci --prefix bench" gets the npm peers; for PyTorch see bench/README.md\n`,
    );
  for (const line of comparisons(results)) print(line);
  if (options.json) console.log(JSON.stringify(asJson(results)));

  for (const { work, entries } of results) {
    for (const { name, state, reason, error } of entries) {
      if (state === 'failed') fail(`${work.name}: ${name} failed: ${reason}`);
      else if (error > TOLERANCE)
        fail(`${work.name}: ${name} disagrees with Irodori by ${error.toExponential(1)} of the range`);
    }
  }
}

/** Tunes the GPU and shows what it does, dispatch by dispatch; the race then uses the same tuning. */
function benchDevice(names) {
  const args = [join(root, 'bench/gpu.mjs'), ...names.flatMap((name) => ['--case', name])];
  if (spawnSync(process.execPath, args, { stdio: 'inherit' }).status !== 0) process.exitCode = 1;
  console.log('');
}

/** Peers that run on the same kind of device as Irodori does. */
const mayRun = (peer, backend) => backend === 'cpu' || peer === 'pytorch';

/** What part of the micro-kernel's own peak the threads reach, the peak taken in the same minute: it goes with the clock. */
function shareOfPeak({ name, flops }, { state, seconds }, threads, peak) {
  const tile = `the tile's ${(peak / 1e9).toFixed(1)} GFLOP/s`;
  if (state !== 'ran') return `${name} has no share of ${tile}`;
  const share = (time) => (flops / time / (threads * peak)).toFixed(2);
  return `${name} reaches ${share(median(seconds))} of ${threads} × ${tile}, ${share(Math.min(...seconds))} in the best run`;
}

/** What our own cases say about each other. */
function* comparisons(results) {
  const own = (name) => {
    const entry = results.find(({ work }) => work.name === name)?.entries[0];
    return entry?.state === 'ran' ? median(entry.seconds) : null;
  };
  const [unet, pass, dab] = ['unet512', 'recolor512', 'recolor512-dab'].map(own);
  const [large, program] = ['recolor4096', 'colorize512'].map(own);
  if (unet && pass) yield `recolor512 takes ${(pass / unet).toFixed(2)} of our unet512`;
  if (dab && pass) yield `a pass after a dab takes ${(dab / pass).toFixed(2)} of recolor512`;
  if (large && pass) yield `recolor4096 takes ${(large / 64 / pass).toFixed(2)} of recolor512 a megapixel`;
  if (program && pass) yield `colorize512 takes ${(program - pass).toFixed(2)} s beside the pass itself`;
}

function fail(text) {
  note(`bench: ${text}`);
  process.exitCode = 1;
}

try {
  if (process.argv[2] === 'studio') await (await import('./studio.mjs')).benchStudio(process.argv.slice(3));
  else await main();
} catch (error) {
  const wrongUse = error instanceof UsageError || error.code?.startsWith('ERR_PARSE_ARGS');
  note(wrongUse ? `bench: ${error.message}\n\n${USAGE}` : `bench: ${error.message}`);
  process.exitCode = wrongUse ? 2 : 1;
}
