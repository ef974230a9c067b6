import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Absent, Contestant } from './contestant.mjs';

/** Runs before those that count, of a case with repetitions. */
const WARM_UPS = 10;
/** Threads that spin after a run must have gone to sleep before the next contestant's. */
const PAUSE_MS = 60;
/** Largest difference from Irodori's result, in parts of that result's range. */
export const TOLERANCE = 1e-3;

/**
 * @typedef {object} Pace
 * @property {number} rounds   runs of each contestant, at most
 * @property {number} seconds  after this much running a contestant rests
 * @property {number} deadline of the whole bench, in performance.now() milliseconds: after it nobody
 *   runs again, and peers no longer start
 * @property {number} slowDeadline the same for peers known to be slow
 *
 * @typedef {object} Entry one contestant's part in a race
 * @property {string} name
 * @property {'ran' | 'absent' | 'failed' | 'left out'} state
 * @property {string} [reason] unless it ran
 * @property {string} [version]
 * @property {string} [detail]
 * @property {number[]} [seconds] of each counted run
 * @property {number[]} [cpuSeconds]
 * @property {number} [peakBytes]
 * @property {number | null} [error] difference from Irodori's result in parts of its range; null for Irodori
 */

/**
 * Runs one case on all contestants, in turn: A B C, A B C, …, so that a machine whose speed drifts is slow for all.
 *
 * @param {import('./work/cases.mjs').Case} work
 * @param {string[]} names contestants, Irodori first
 * @param {Omit<import('./contestants/host.mjs').Setup, 'case'>} setup
 * @param {Pace} pace
 * @param {string} cache folder for results to compare
 * @param {(text: string) => void} progress
 * @returns {Promise<Entry[]>}
 */
export async function race(work, names, setup, pace, cache, progress) {
  const entries = [];
  const racing = [];
  try {
    let wanted = null;
    for (const name of names) {
      const entry = { name, state: 'ran', seconds: [], cpuSeconds: [], peakBytes: 0, error: null };
      entries.push(entry);
      const now = performance.now();
      if (name !== 'irodori' && now > (work.slow?.includes(name) ? pace.slowDeadline : pace.deadline)) {
        Object.assign(entry, { state: 'left out', reason: 'no time left for it; run without --quick' });
        continue;
      }
      progress(`${work.name}: ${name} starts`);
      const contestant = new Contestant(name);
      const file = join(cache, `result-${process.pid}.f32`);
      try {
        Object.assign(entry, await contestant.enter({ case: work, ...setup }));
        const first = await contestant.check(work.compare ? file : undefined);
        if (work.compare) {
          const values = readResult(file);
          if (name === 'irodori') wanted = values;
          else if (wanted) entry.error = relativeError(values, wanted);
        }
        if (work.slow?.includes(name)) count(entry, first); // not worth warming up
        // The check did the work once, a run does it many times: let compilers finish with what it uses.
        if (work.repeats) for (let i = 0; i < WARM_UPS; i++) await contestant.run();
        racing.push({ entry, contestant });
      } catch (error) {
        Object.assign(entry, { state: error instanceof Absent ? 'absent' : 'failed', reason: error.message });
        contestant.leave();
      } finally {
        rmSync(file, { force: true });
      }
    }
    for (let round = 0; round < pace.rounds; round++) {
      for (const { entry, contestant } of racing) {
        if (entry.state !== 'ran') continue;
        const spent = entry.seconds.reduce((a, b) => a + b, 0);
        if (entry.seconds.length > 0 && (spent > pace.seconds || performance.now() > pace.deadline)) continue;
        progress(`${work.name}: round ${round + 1} of ${pace.rounds}, ${entry.name}`);
        await sleep(PAUSE_MS);
        try {
          count(entry, await contestant.run());
        } catch (error) {
          Object.assign(entry, { state: 'failed', reason: error.message });
        }
      }
    }
  } finally {
    for (const { contestant } of racing) contestant.leave();
  }
  return entries;
}

function count(entry, { seconds, cpuSeconds, peakBytes }) {
  entry.seconds.push(seconds);
  entry.cpuSeconds.push(cpuSeconds);
  entry.peakBytes = Math.max(entry.peakBytes, peakBytes);
}

function readResult(file) {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

/** Largest absolute difference, in parts of the range of `wanted` (of its size, where it is a few numbers). NaN never agrees. */
function relativeError(values, wanted) {
  if (values.length !== wanted.length) return Number.POSITIVE_INFINITY;
  let [low, high, worst] = [0, 0, 0];
  for (let i = 0; i < wanted.length; i++) {
    low = Math.min(low, wanted[i]);
    high = Math.max(high, wanted[i]);
    const difference = Math.abs(values[i] - wanted[i]);
    if (!(difference <= worst)) worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return worst / (high - low);
}
