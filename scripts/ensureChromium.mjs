// Finds a Chromium for the tests, or gets one: the system's, else Playwright's, else the distribution's package.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  join(process.env.PROGRAMFILES ?? 'C:\\Program Files', 'Google\\Chrome\\Application\\chrome.exe'),
];

/** Longest that a download or an installation may take, in milliseconds. */
const PATIENCE = 10 * 60_000;

const isRoot = process.getuid?.() === 0;

function run(command, args, { quiet = false, timeout = PATIENCE } = {}) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: quiet ? 'ignore' : ['ignore', 2, 2], timeout, env }).status === 0;
}

/** Whether a browser starts at all: one that was copied here may lack the libraries that it needs. */
const starts = (path) =>
  existsSync(path) && (process.platform === 'win32' || run(path, ['--version'], { quiet: true, timeout: 30_000 }));

function findInSystem() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES];
  return candidates.find(starts) ?? null;
}

const hasApt = () => process.platform === 'linux' && run('apt-get', ['--version'], { quiet: true });

function installWithApt(...packages) {
  if (!isRoot || !hasApt()) return false;
  console.error(`installing ${packages.join(' and ')} …`);
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  return run('apt-get', install, { quiet: true }) || (run('apt-get', ['update']) && run('apt-get', install));
}

/** Dawn, which runs WebGPU in Node, loads the system's Vulkan loader; without it those tests are left out. */
function ensureVulkanLoader() {
  if (process.platform !== 'linux' || !isRoot || !existsSync('/sbin/ldconfig')) return;
  const listed = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? '';
  if (!listed.includes('libvulkan.so.1')) installWithApt('libvulkan1');
}

/**
 * The path of a Chromium that starts.
 *
 * @throws Error that says what to install
 */
export function ensureChromium() {
  ensureVulkanLoader();
  if (process.env.CHROMIUM_PATH && starts(process.env.CHROMIUM_PATH)) return process.env.CHROMIUM_PATH;
  const system = findInSystem();
  if (system) return system;
  const own = chromium.executablePath();
  if (starts(own)) return own;
  console.error("no Chromium here: fetching Playwright's …");
  run(process.execPath, [join(import.meta.dirname, '../node_modules/@playwright/test/cli.js'), 'install', 'chromium']);
  if (starts(own)) return own;
  installWithApt('chromium', 'libvulkan1');
  const installed = findInSystem() ?? (starts(own) ? own : null);
  if (installed) return installed;
  throw new Error('no Chromium to test the studio in: install chromium or google-chrome, or set CHROMIUM_PATH');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) console.log(ensureChromium());
