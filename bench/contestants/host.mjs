/**
 * Runs one contestant in a process of its own. The first line on standard input says what to set up, each further line
 * (`check` or `run`) asks for one piece of work; answers are JSON lines on descriptor 3, because libraries print where
 * they like. `pytorch.py` speaks the same.
 *
 * A contestant is a module with `enter(setup)`, which resolves to `{ version, detail, run, check }`:
 * `run()` does the timed work once, `check()` does it and resolves to what contestants must agree on. Where the work runs in a
 * process of its own, `usage()` gives what the last one took: `{ cpuSeconds, peakBytes }`.
 *
 * @typedef {{ case: import('../work/cases.mjs').Case, arrays: string, threads: number, backend: 'cpu' | 'webgpu' }} Setup
 */
import { writeFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

const answer = (message) => writeSync(3, `${JSON.stringify(message)}\n`);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const nextLine = async () => (await lines.next()).value;

try {
  const setup = JSON.parse(await nextLine());
  const { enter } = await import(`./${process.argv[2]}.mjs`);
  const contestant = await enter(setup);
  answer({ version: contestant.version, detail: contestant.detail });
  for (let line = await nextLine(); line !== undefined; line = await nextLine()) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    const { task, file } = JSON.parse(line);
    const values = await contestant[task]();
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    if (file) writeFileSync(file, values);
    const own = { cpuSeconds: (user + system) / 1e6, peakBytes: process.resourceUsage().maxRSS * 1024 };
    answer({ seconds, ...(contestant.usage?.() ?? own) });
  }
} catch (error) {
  if (error.code === 'ERR_MODULE_NOT_FOUND') answer({ absent: 'not installed (npm ci --prefix bench)' });
  else answer({ error: error.message.split('\n')[0] });
}
process.exit();
