// Takes README's picture from the running studio: a sample sketch is opened and hinted as a person would. Needs a build and a Chromium.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import sharp from 'sharp';
import { ensureChromium } from './ensureChromium.mjs';

const root = join(import.meta.dirname, '..');
const SAMPLE = 'headphones';
const out = join(root, 'docs', 'studio.png');

const server = spawn(process.execPath, [join(root, 'dist/src/cli/main.js'), 'studio', '--no-open'], {
  stdio: ['ignore', 'pipe', 'inherit'],
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
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 }, locale: 'en-GB' });
  page.setDefaultTimeout(180_000);
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker')); // a dialog that no script can work
  await page.goto(address);
  await page.getByRole('menubar').waitFor();

  const sketch = readFileSync(join(root, `assets/samples/${SAMPLE}.png`));
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a sketch' }).click();
  await (await chooser).setFiles({ name: `${SAMPLE}.png`, mimeType: 'image/png', buffer: sketch });
  await page.getByRole('img', { name: new RegExp(`^${SAMPLE}`) }).waitFor();

  const { size, strokes } = JSON.parse(readFileSync(join(root, `assets/samples/${SAMPLE}.hints.json`), 'utf8'));
  const box = await page.locator('.canvas').boundingBox();
  const scale = Math.min((box.width - 56) / size[0], (box.height - 56) / size[1]);
  await page.getByRole('radio', { name: 'Dab' }).click();
  for (const { color, points } of strokes) {
    const code = page.getByLabel('Colour code');
    await code.fill(color);
    await code.blur();
    const [x, y] = points[0];
    await page.mouse.click(
      box.x + box.width / 2 + (x - size[0] / 2) * scale,
      box.y + box.height / 2 + (y - size[1] / 2) * scale,
    );
  }
  await page
    .getByRole('contentinfo')
    .getByText(/coloured in/i)
    .waitFor();
  await page.waitForTimeout(5000); // the last colours, and the hints' marks fade
  mkdirSync(join(root, 'docs'), { recursive: true });
  await sharp(await page.screenshot())
    .png({ palette: true, quality: 90, effort: 10 })
    .toFile(out);
  await browser.close();
} finally {
  server.kill();
}
console.log(out);
