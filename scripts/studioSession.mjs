// The running studio for scripts that take pictures of it: `irodori studio` and a Chromium. Needs a build.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { ensureChromium } from './ensureChromium.mjs';

export const root = join(import.meta.dirname, '..');
export const command = join(root, 'dist/cli/main.js');

/** Longest that anything on the page may take, in milliseconds. */
const PATIENCE = 300_000;

/**
 * Opens the studio, hands its page to the work and closes both.
 *
 * @param viewport size of the window in pixels
 * @param env variables beside this process's
 */
export async function withStudio(viewport, work, env = {}) {
  const server = spawn(process.execPath, [command, 'studio', '--no-open'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  try {
    const address = await new Promise((resolve, reject) => {
      let said = '';
      server.stdout.on('data', (text) => {
        said += text;
        const found = /http:\S+/.exec(said);
        if (found) resolve(found[0]);
      });
      server.on('exit', () => reject(new Error(`the studio did not start: ${said}`)));
    });
    const browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage({ viewport, locale: 'en-GB' });
      page.setDefaultTimeout(PATIENCE);
      await page.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker')); // a dialog that no script can work
      await page.goto(address);
      await page.getByRole('menubar').waitFor();
      await work(page);
    } finally {
      await browser.close();
    }
  } finally {
    server.kill();
  }
}

/** A sample sketch of the app as a file to choose, and the hints that go with it. */
export function readSample(name) {
  const path = join(root, 'assets/samples', name);
  const buffer = readFileSync(`${path}.png`);
  const { size, strokes } = JSON.parse(readFileSync(`${path}.hints.json`, 'utf8'));
  return { file: { name: `${name}.png`, mimeType: 'image/png', buffer }, size, strokes };
}

/** Opens a sample from the empty window. */
export async function openSample(page, { file }) {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a sketch' }).click();
  await (await chooser).setFiles(file);
  await page.getByRole('img', { name: new RegExp(`^${file.name.replace(/\..*/, '')}`) }).waitFor();
}

/** Where a pixel of a sketch lies in the window while the whole sketch shows. */
export async function placeOf(page, { size }, [x, y]) {
  const box = await page.locator('.canvas').boundingBox();
  const scale = Math.min((box.width - 56) / size[0], (box.height - 56) / size[1]);
  return [box.x + box.width / 2 + (x - size[0] / 2) * scale, box.y + box.height / 2 + (y - size[1] / 2) * scale];
}

export async function pickColor(page, color) {
  const code = page.getByLabel('Colour code');
  await code.fill(color);
  await code.blur();
}

/** Dabs a sample's hints, as a person would. */
export async function dabHints(page, sample) {
  await page.getByRole('radio', { name: 'Dab' }).click();
  for (const { color, points } of sample.strokes) {
    await pickColor(page, color);
    await page.mouse.click(...(await placeOf(page, sample, points[0])));
  }
}

/** Waits for the last colours and for what fades. */
export async function settle(page, ms = 5000) {
  await page
    .getByRole('contentinfo')
    .getByText(/coloured in/i)
    .waitFor();
  await page.waitForTimeout(ms);
}
