// `npm test`: gets what the tests need, runs them all, ends with one line of counts. Arguments go to Vitest alone, for one file.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWhenStale } from './buildWhenStale.mjs';
import { ensureChromium } from './ensureChromium.mjs';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'irodori-test-'));
const chosen = process.argv.slice(2);

function run(script, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.on('close', (status) => resolve(status === 0));
  });
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null; // the runner ended before it wrote one
  }
}

/** Counts of a run; one that failed without naming a failed test counts as one failure. */
function counts(ok, passed = 0, failed = 0) {
  return { passed, failed: ok ? failed : Math.max(1, failed) };
}

async function runVitest() {
  const file = join(folder, 'vitest.json');
  const ok = await run('vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...chosen,
  ]);
  const report = readReport(file);
  const broken = report?.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0) ?? [];
  return counts(ok, report?.numPassedTests, (report?.numFailedTests ?? 0) + broken.length);
}

async function runPlaywright(chromium) {
  const file = join(folder, 'playwright.json');
  const ok = await run('@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const stats = readReport(file)?.stats;
  return counts(ok, stats && stats.expected + stats.flaky, stats?.unexpected);
}

const results = [];
const failure = buildWhenStale();
if (failure !== null) {
  console.error(`${failure}\nthe build failed; its output is above`);
  results.push(counts(false));
} else {
  let chromium = null;
  try {
    chromium = ensureChromium();
  } catch (error) {
    console.error(error.message);
  }
  results.push(await runVitest());
  if (chosen.length === 0) results.push(chromium ? await runPlaywright(chromium) : counts(false));
}
rmSync(folder, { recursive: true, force: true });

const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
console.log(`${total('passed')} passed, ${total('failed')} failed`);
process.exitCode = total('failed') > 0 ? 1 : 0;
