import { expect, test } from '@playwright/test';
import { zipSync } from 'fflate';
import { CENTRE, circleSketch, Studio } from './studio.js';

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
    ['text.png', Buffer.from('this is no picture'), /text\.png is not a PNG, JPEG or WebP picture/],
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

test('a model that is none is told, and the flood fill goes on after it', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'circle.png');
  const chooser = page.waitForEvent('filechooser');
  await studio.menu('Model', 'Open model file…');
  await (await chooser).setFiles({ name: 'm.safetensors', mimeType: '', buffer: Buffer.from('no model') });
  await expect(studio.notices.getByRole('alert').filter({ hasText: 'Colouring stopped' })).toBeVisible();
  await expect(studio.status).toContainText('Not coloured');
  await studio.menu('Model', 'Flood fill, no network');
  await expect(studio.status).toContainText('Model: flood fill');
  await expect(studio.status).toContainText('Coloured in');
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
