import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { isRed, pixelsOf, Studio } from './studio.js';

/** Two rooms with a doorway of 70 pixels in the wall between them. */
function rooms(): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400">
    <rect width="400" height="400" fill="#fff"/><g fill="none" stroke="#000" stroke-width="5">
    <rect x="40" y="60" width="320" height="280"/><path d="M200 60V165M200 235V340"/></g></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** On the far side of the doorway, nearer to the hint in the left room than to that in the right one. */
const BEYOND: readonly [number, number] = [225, 200];

async function open(page: Page): Promise<Studio> {
  const studio = new Studio(page);
  await studio.open();
  await studio.menu('Model', 'Flood fill');
  await studio.drop(await rooms(), 'rooms.png');
  await studio.dab([160, 200], '#d02020');
  await studio.dab([330, 110], '#3060c0');
  await studio.expectHints(2);
  return studio;
}

const saidAreas = (page: Page) => page.getByText(/^Areas: \d+(Gaps closed by hand: \d+)?$/);

test('a gap closed by a line keeps colours apart, is no line in the picture, and can be opened again', async ({
  page,
}) => {
  const studio = await open(page);
  expect(isRed((await studio.exported()).at(...BEYOND)), 'through the doorway').toBe(true);

  await page.keyboard.press('k');
  await expect(saidAreas(page)).toHaveText('Areas: 2'); // outside, and both rooms
  await studio.drag([200, 160], [200, 240]);
  await expect(saidAreas(page)).toHaveText('Areas: 3Gaps closed by hand: 1');
  const closed = await studio.exported();
  expect(isRed(closed.at(...BEYOND))).toBe(false);
  expect(isRed(closed.at(170, 200))).toBe(true);
  expect(Math.max(...closed.at(200, 200)), 'nothing is drawn there').toBeGreaterThan(150);

  await test.step('the project has it, here and on the command line', async () => {
    const project = await studio.savedProject();
    const folder = mkdtempSync(join(tmpdir(), 'irodori-gaps-'));
    try {
      writeFileSync(join(folder, 'rooms.irodori'), project.bytes);
      const args = ['colorize', join(folder, 'rooms.irodori'), '-o', join(folder, 'out.png')];
      execFileSync(process.execPath, ['dist/cli/main.js', ...args], { stdio: 'pipe' });
      expect((await pixelsOf(readFileSync(join(folder, 'out.png')))).pixels.equals(closed.pixels)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  await test.step('undo, redo and a reload know it', async () => {
    await page.keyboard.press('Control+z');
    await expect(saidAreas(page)).toHaveText('Areas: 2');
    await page.keyboard.press('Control+Shift+z');
    await expect(saidAreas(page)).toHaveText('Areas: 3Gaps closed by hand: 1');
    await page.waitForTimeout(300);
    await page.reload();
    await studio.expectHints(2);
    expect(isRed((await studio.exported()).at(...BEYOND))).toBe(false);
  });

  await test.step('a click on it opens it', async () => {
    await page.keyboard.press('k');
    await expect(saidAreas(page)).toHaveText('Areas: 3Gaps closed by hand: 1');
    await studio.click([200, 205]);
    await expect(saidAreas(page)).toHaveText('Areas: 2');
    expect(isRed((await studio.exported()).at(...BEYOND))).toBe(true);
  });
});

test('A shows the areas in colours of their own, and the gaps held by the setting', async ({ page }) => {
  const studio = await open(page);
  await studio.exported();
  await page.keyboard.press('a');
  await expect(saidAreas(page)).toHaveText('Areas: 2');
  const gap = page.getByRole('region', { name: 'Brush' }).getByRole('spinbutton', { name: 'Close gaps' });
  await gap.fill('64');
  await gap.press('Enter');
  await expect(saidAreas(page)).toHaveText('Areas: 2'); // 70 are wider than any setting holds
  await page.waitForTimeout(300);
  const left = await studio.screenPixel(await studio.place([100, 120]));
  const outside = await studio.screenPixel(await studio.place([20, 20]));
  expect(Math.max(...left.map((v, c) => Math.abs(v - outside[c])))).toBeGreaterThan(40);
  await page.keyboard.press('a');
  await expect(saidAreas(page)).toHaveCount(0);
});

test('a damaged list of closed gaps is no project', async ({ page }) => {
  const studio = await open(page);
  await page.keyboard.press('k');
  await studio.drag([200, 160], [200, 240]);
  const { bytes } = await studio.savedProject();
  const { strFromU8, strToU8, unzipSync, zipSync } = await import('fflate');
  const files = unzipSync(bytes);
  const json = JSON.parse(strFromU8(files['project.json'])) as { closures: unknown };
  json.closures = [
    [
      [0, 0],
      ['x', 1e300],
    ],
  ];
  await studio.choose(Buffer.from(zipSync({ ...files, 'project.json': strToU8(JSON.stringify(json)) })), 'odd.irodori');
  await expect(studio.notices).toContainText('odd.irodori is damaged');
});
