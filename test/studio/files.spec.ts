import { expect, type Page, test } from '@playwright/test';
import { unzipSync, zipSync } from 'fflate';
import sharp from 'sharp';
import { encodeOra } from '../../src/vision/layeredOra.js';
import { encodePsd } from '../../src/vision/layeredPsd.js';
import { CENTRE, circleSketch, isRed, OUTSIDE, pixelsOf, Studio } from './studio.js';

/** A PNG header that says 60 000 × 60 000, and nothing after it. */
function hugeHeader(png: Buffer): Buffer {
  const bytes = Buffer.from(png);
  bytes.writeUInt32BE(60_000, 16);
  bytes.writeUInt32BE(60_000, 20);
  return bytes;
}

test('what cannot be opened is told in one line, and leaves the work as it is', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const png = await circleSketch();
  await studio.drop(png, 'good.png');
  await studio.dab(CENTRE, '#d02020');

  const bad: [string, Buffer, RegExp][] = [
    ['text.png', Buffer.from('this is no picture'), /text\.png is not a picture that can be opened/],
    ['nothing.png', Buffer.alloc(0), /nothing\.png is empty/],
    ['cut.png', png.subarray(0, png.length / 2), /cut\.png is damaged or cut short/],
    ['huge.png', hugeHeader(png), /huge\.png is 60000 × 60000 pixels/],
    [
      'bomb.irodori',
      Buffer.from(zipSync({ 'project.json': [new Uint8Array(40 * 2 ** 20), { level: 9 }] })),
      /bomb\.irodori is damaged/,
    ],
    [
      'other.irodori',
      Buffer.from(zipSync({ 'readme.txt': new Uint8Array(9) })),
      /other\.irodori is not an Irodori project/,
    ],
  ];
  for (const [name, bytes, said] of bad) {
    await studio.drop(bytes, name);
    await expect(studio.notices.getByRole('alert').filter({ hasText: said })).toBeVisible();
  }
  await expect(studio.sketch('good.png')).toBeVisible();
  await studio.expectHints(1);
});

test('a GPU that took the browser down is not tried again unasked', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('irodori.gpuStarting', '2026-01-01T00:00:00Z'));
  const studio = new Studio(page);
  await studio.open();
  await expect(studio.notices).toContainText('The last start of the GPU did not end');
  await expect(studio.status).toContainText(/CPU, \d+ threads?/);
});

test('a sketch named in the address is opened, and the token leaves the address', async ({ page }) => {
  const sketch = await circleSketch();
  await page.route('**/api/sketch', (route) => route.fulfill({ body: sketch, contentType: 'image/png' }));
  await page.goto('/?token=secret&sketch=mine.png');
  const studio = new Studio(page);
  await expect(studio.sketch('mine.png')).toBeVisible();
  expect(page.url()).not.toMatch(/token|sketch/);
});

/** The circle as the formats of paint programs have it. */
async function layeredFiles(): Promise<[string, Buffer][]> {
  const png = await circleSketch();
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const picture = { width: info.width, height: info.height, data: Uint8ClampedArray.from(data) };
  const psd = Buffer.from(encodePsd([{ name: 'Ink', picture }], picture));
  const ora = Buffer.from(await encodeOra([{ name: 'Ink', picture }], picture, async () => new Uint8Array(png)));
  const svg = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">
    <rect width="400" height="400" fill="#fff"/><circle cx="200" cy="200" r="110" fill="none" stroke="#000" stroke-width="5"/>
    <script>fetch('/hacked')</script><image href="http://example.invalid/x.png" width="9" height="9"/></svg>`;
  return [
    ['circle.psd', psd],
    ['circle.ora', ora],
    ['circle.svg', Buffer.from(svg)],
    // Without a view box, as many programs write it: 300 pt are 400 pixels.
    ['sized.svg', Buffer.from(svg.replace('viewBox="0 0 400 400"', 'width="400" height="400px"'))],
    ['points.svg', Buffer.from(svg.replace('viewBox="0 0 400 400"', 'width="300pt" height="300.00pt"'))],
  ];
}

test('PSD, ORA and SVG open as what they show; nothing in them runs or is fetched', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.menu('Model', 'Flood fill'); // leaves paper white where no hint is
  const asked: string[] = [];
  page.on('request', (request) => /hacked|example/.test(request.url()) && asked.push(request.url()));
  for (const [name, bytes] of await layeredFiles()) {
    await studio.drop(bytes, name);
    await expect(studio.sketch(name)).toBeVisible();
    const picture = await studio.exported();
    const scale = picture.width / 400;
    const at = (x: number, y: number) => picture.at(Math.round(x * scale), Math.round(y * scale));
    expect(Math.max(...at(200, 90)), name).toBeLessThan(70);
    expect(Math.min(...at(200, 150)), name).toBeGreaterThan(200);
  }
  expect(asked).toEqual([]);
});

test('an SVG with entities and a PSD that lies about its size are refused', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const laughs =
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>';
  await studio.drop(Buffer.from(laughs), 'laughs.svg');
  await expect(studio.notices).toContainText('laughs.svg declares entities');
  const [[, psd]] = await layeredFiles();
  psd.writeUInt32BE(300_000, 14);
  await studio.drop(psd, 'large.psd');
  await expect(studio.notices).toContainText('large.psd is 400 × 300000 pixels');
});

test('many sketches are coloured into one archive, with a report', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'open.png');
  await studio.dab(CENTRE, '#d02020');
  await studio.menu('File', 'Colour many…');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files…' }).click();
  const png = await circleSketch(200);
  await (await chooser).setFiles([
    { name: 'one.png', mimeType: 'image/png', buffer: png },
    { name: 'broken.png', mimeType: 'image/png', buffer: png.subarray(0, 200) },
    { name: 'two.png', mimeType: 'image/png', buffer: png },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('not a picture') },
  ]);
  await expect(page.getByText('3 of 3')).toBeVisible();
  await expect(page.getByText('broken.png is damaged')).toBeVisible();
  const { bytes } = await studio.download(() => page.getByRole('button', { name: 'Save all' }).click());
  const files = unzipSync(bytes);
  expect(Object.keys(files).sort()).toEqual(['one-color.png', 'report.json', 'two-color.png']);
  expect((await sharp(files['one-color.png']).metadata()).width).toBe(200);
  const report = JSON.parse(Buffer.from(files['report.json']).toString()) as { name: string; state: string }[];
  expect(report.map(({ state }) => state)).toEqual(['done', 'failed', 'done']);
  expect(await filesOnDisk(page), 'the archive grew on the disk').toBe(1);
  await page.keyboard.press('Escape');
  expect(isRed((await studio.exported()).at(...CENTRE))).toBe(true); // the open sketch is in its place again
});

/** Files that batches have in the page's private folder. */
function filesOnDisk(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('batch', { create: true });
    let count = 0;
    for await (const _ of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) count++;
    return count;
  });
}

test('a batch pauses, skips and goes on', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.menu('File', 'Colour many…');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files…' }).click();
  const png = await circleSketch(1200);
  await (await chooser).setFiles(
    Array.from({ length: 5 }, (_, i) => ({ name: `page${i}.png`, mimeType: 'image/png', buffer: png })),
  );
  const dialog = page.getByRole('dialog', { name: 'Colour many' });
  await dialog.getByRole('button', { name: 'Pause' }).click();
  await expect(dialog.getByRole('button', { name: 'Go on' })).toBeVisible();
  const row = (name: string) => dialog.getByRole('listitem').filter({ hasText: name });
  await row('page4.png').getByRole('button', { name: 'Skip' }).click();
  await expect(row('page4.png')).toContainText('Skipped');
  await expect(row('Colouring')).toHaveCount(0); // the one that had begun is done
  const settled = await dialog.getByRole('status').textContent();
  await page.waitForTimeout(1500);
  await expect(dialog.getByRole('status')).toHaveText(settled!);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(dialog.getByRole('status')).toHaveText('5 of 5');
  await expect(row('page3.png')).toContainText('Done');
  const { bytes } = await studio.download(() => dialog.getByRole('button', { name: 'Save all' }).click());
  const files = unzipSync(bytes);
  expect(Object.keys(files)).toHaveLength(5);
  const report = JSON.parse(Buffer.from(files['report.json']).toString()) as { state: string }[];
  expect(report.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done', 'skipped']);
});

test('a batch under way leaves the open sketch its own: it can be exported, and painted on, in between', async ({
  page,
}) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'open.png');
  await studio.dab(CENTRE, '#d02020');
  await studio.exported();
  await studio.menu('File', 'Colour many…');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files…' }).click();
  const png = await circleSketch(1200);
  await (await chooser).setFiles(
    Array.from({ length: 4 }, (_, i) => ({ name: `page${i}.png`, mimeType: 'image/png', buffer: png })),
  );
  const dialog = page.getByRole('dialog', { name: 'Colour many' });
  await expect(dialog.getByRole('listitem').filter({ hasText: 'page0.png' })).toContainText('Done');
  await dialog.getByRole('button', { name: 'Pause' }).click();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Colouring' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  const between = await studio.exported();
  expect([between.width, isRed(between.at(...CENTRE))]).toEqual([400, true]);
  await studio.menu('File', 'Colour many…');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await page.keyboard.press('Escape');
  await studio.dab(OUTSIDE, '#d02020');
  expect(isRed((await studio.exported()).at(...OUTSIDE))).toBe(true);
  await studio.menu('File', 'Colour many…');
  await expect(dialog.getByRole('status')).toHaveText('4 of 4');
  const { bytes } = await studio.download(() => dialog.getByRole('button', { name: 'Save all' }).click());
  for (const [name, file] of Object.entries(unzipSync(bytes))) {
    if (name === 'report.json') continue;
    const picture = await pixelsOf(Buffer.from(file));
    expect([name, picture.width, isRed(picture.at(90, 90))]).toEqual([name, 1200, false]);
  }
});

test('a full disk ends in a failed picture each, and the batch in a message', async ({ page }) => {
  await page.addInitScript(() => {
    FileSystemWritableFileStream.prototype.write = () =>
      Promise.reject(new DOMException('no room', 'QuotaExceededError'));
  });
  const studio = new Studio(page);
  await studio.open();
  await studio.menu('File', 'Colour many…');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files…' }).click();
  await (await chooser).setFiles([{ name: 'one.png', mimeType: 'image/png', buffer: await circleSketch(200) }]);
  const dialog = page.getByRole('dialog', { name: 'Colour many' });
  await expect(dialog.getByRole('listitem').filter({ hasText: 'one.png' })).toContainText('Failed');
  await expect(studio.notices).toContainText('The disk is full');
});
