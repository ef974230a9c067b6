// `npm start`: the desktop app, or, where it cannot open, the same studio in a browser and one line saying why.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhenStale } from './buildWhenStale.mjs';

const root = join(import.meta.dirname, '..');
const args = process.argv.slice(2);

/** Longest that Electron's one download (some 120 MB) may take, in milliseconds. */
const DOWNLOAD_PATIENCE = 5 * 60_000;

/** An app that ends sooner than this with a failure never opened, in milliseconds. */
const START_TIME = 10_000;

/** Node from which Electron's own download script runs. */
const DOWNLOAD_NODE = [22, 12];

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function downloadElectron({ electronPackage, electronProgram }) {
  const install = join(electronPackage, 'install.js');
  if (!existsSync(install)) return 'Electron is not installed (npm ci installs it)';
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [needMajor, needMinor] = DOWNLOAD_NODE;
  if (major < needMajor || (major === needMajor && minor < needMinor)) {
    return `Electron's program is not here, and its download needs Node ${DOWNLOAD_NODE.join('.')}, not ${process.versions.node}`;
  }
  console.log('Fetching Electron, once (some 120 MB) …');
  const { status, error } = spawnSync(process.execPath, [install], { stdio: 'ignore', timeout: DOWNLOAD_PATIENCE });
  if (error?.code === 'ETIMEDOUT') return "Electron's download took too long";
  return status === 0 && electronProgram() ? null : "Electron's program is not here and cannot be downloaded";
}

/** Opens the app and waits until it ends. Returns null, or why it did not open. */
function runElectron(program) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(program, [root, ...args], { stdio: ['ignore', 'inherit', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    child.on('error', (error) => resolve(`Electron cannot run (${error.code})`));
    child.on('close', (status, signal) => {
      if (status === 0 || Date.now() - started > START_TIME) return resolve(null);
      const sandbox = /sandbox/.test(said) ? ': its sandbox does not work for this user' : '';
      resolve(`Electron ended at once (${signal ?? `status ${status}`}${sandbox})`);
    });
  });
}

async function whyNoApp() {
  if (!hasDisplay()) return 'there is no display here';
  const electron = await import('../dist/src/cli/electronProgram.js');
  if (!electron.electronProgram()) {
    const reason = downloadElectron(electron);
    if (reason) return reason;
  }
  return runElectron(electron.electronProgram());
}

function serveStudio() {
  const child = spawn(process.execPath, [join(root, 'dist/cli/main.js'), 'studio', ...args], { stdio: 'inherit' });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  child.on('close', (status) => {
    process.exitCode = status ?? 1;
  });
}

const failure = buildWhenStale();
if (failure !== null) {
  console.error('The studio cannot be built; "npm run build" says why.');
  process.exitCode = 1;
} else {
  const reason = await whyNoApp();
  if (reason) {
    console.log(`No desktop app, because ${reason}: the studio opens in the browser instead.`);
    serveStudio();
  }
}
