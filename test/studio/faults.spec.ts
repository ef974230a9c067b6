import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test, type Worker } from '@playwright/test';
import sharp from 'sharp';
import { encodePsd } from '../../src/vision/layeredPsd.js';
import { smallModel } from './smallModel.js';
import { CENTRE, circleSketch, isRed, OUTSIDE, Studio } from './studio.js';

/** Runs code in the colouring worker before its own: faults are made there that no page can make. */
async function before(page: Page, code: string): Promise<void> {
  await page.route(/colorWorker[^/]*\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code};${await response.text()}` });
  });
}

async function colorWorker(page: Page): Promise<Worker> {
  await expect.poll(() => page.workers().some((worker) => worker.url().includes('colorWorker'))).toBe(true);
  return page.workers().findLast((worker) => worker.url().includes('colorWorker'))!;
}

async function open(page: Page): Promise<Studio> {
  const studio = new Studio(page);
  await studio.open();
  await studio.menu('Model', 'Flood fill');
  await studio.drop(await circleSketch(), 'circle.png');
  await studio.dab(OUTSIDE, '#3060c0');
  await studio.dab(CENTRE, '#d02020');
  await studio.exported();
  return studio;
}

test('a worker that dies is told, hints are kept, and the next stroke is coloured by a new one', async ({ page }) => {
  const studio = await open(page);
  const worker = await colorWorker(page);
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('the end');
    });
  });
  await studio.dab([30, 370], '#20a040');
  await studio.expectHints(3);
  const picture = await studio.exported();
  expect(isRed(picture.at(...CENTRE))).toBe(true);
  const [r, g, b] = picture.at(30, 370);
  expect(g - Math.max(r, b)).toBeGreaterThan(40);
});

test('a GPU that is lost costs no stroke: colours go on', async ({ page }) => {
  // The software GPU of tests passes for a real one, and its device can be got hold of.
  await before(
    page,
    `for (const part of ['vendor', 'architecture', 'device', 'description'])
       Object.defineProperty(GPUAdapterInfo.prototype, part, { get: () => 'test' });
     Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false });
     const make = GPUAdapter.prototype.requestDevice;
     GPUAdapter.prototype.requestDevice = async function (...args) { return (self.device = await make.apply(this, args)); }`,
  );
  const studio = new Studio(page);
  await studio.open();
  const chooser = page.waitForEvent('filechooser');
  await studio.menu('Model', 'Import model…');
  await (await chooser).setFiles({ name: 'small.safetensors', mimeType: '', buffer: await smallModel() });
  await expect(studio.status).toContainText('Model: small');
  await studio.drop(await circleSketch(), 'circle.png');
  await expect(studio.status).toContainText(/WebGPU/);
  await studio.dab(CENTRE, '#d02020');
  expect(isRed((await studio.exported()).at(...CENTRE))).toBe(true);
  await (await colorWorker(page)).evaluate(() => (self as unknown as { device: { destroy(): void } }).device.destroy());
  await studio.dab([60, 60], '#d02020');
  await studio.expectHints(2);
  const picture = await studio.exported();
  expect(isRed(picture.at(60, 60))).toBe(true);
  expect(isRed(picture.at(...CENTRE))).toBe(true);
  await expect(studio.status).toContainText(/WebGPU/);
});

test('memory that runs out is told in plain words, the strokes are kept, and it can be tried again', async ({
  page,
}) => {
  await before(
    page,
    `const Whole = Float32Array;
     self.Float32Array = new Proxy(Whole, {
       construct(target, args, made) {
         if (self.full && args[0] > 100000) throw new RangeError('Array buffer allocation failed');
         return Reflect.construct(target, args, made);
       },
     })`,
  );
  const studio = await open(page);
  const worker = await colorWorker(page);
  await worker.evaluate(() => Object.assign(self, { full: true }));
  await studio.dab([30, 370], '#20a040');
  await expect(studio.notices).toContainText('There is not enough memory for this sketch');
  await studio.expectHints(3);
  await worker.evaluate(() => Object.assign(self, { full: false }));
  await studio.notices.getByRole('button', { name: 'Try again' }).click();
  const [r, g, b] = (await studio.exported()).at(30, 370);
  expect(g - Math.max(r, b)).toBeGreaterThan(40);
});

test('a disk that is full is told by the autosave, and painting goes on', async ({ page }) => {
  const studio = await open(page);
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
  });
  await studio.dab([30, 370], '#20a040');
  await expect(studio.notices).toContainText('The automatic copy could not be written; the disk may be full');
  await studio.expectHints(3);
});

test('two windows on one picture: the second has a copy, and neither loses a stroke', async ({ page, context }) => {
  const studio = await open(page);
  await page.waitForTimeout(300);
  const other = new Studio(await context.newPage());
  await other.open();
  await other.page.getByRole('button', { name: 'Open circle.png again' }).click();
  await expect(other.notices).toContainText('circle.png is open in another window. This is a copy of it.');
  await other.expectHints(2);
  await other.dab([30, 370], '#20a040');
  await other.expectHints(3);
  await studio.dab([370, 30], '#f0c020');
  await studio.dab([370, 370], '#f0c020');
  await studio.expectHints(4);
  await page.waitForTimeout(300);
  await page.reload();
  await other.page.reload();
  await studio.expectHints(4);
  await other.expectHints(3);
});

test('a PSD of half a gigabyte opens, for its layers are not read; one that is cut short is damaged', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const { data, info } = await sharp(await circleSketch())
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const picture = { width: info.width, height: info.height, data: Uint8ClampedArray.from(data) };
  const small = Buffer.from(encodePsd([], picture));
  const resources = 30 + small.readUInt32BE(26);
  const layers = resources + 4 + small.readUInt32BE(resources);
  const end = layers + 4 + small.readUInt32BE(layers);
  const size = 500 * 2 ** 20;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(size);
  const folder = mkdtempSync(join(tmpdir(), 'irodori-psd-'));
  try {
    const path = join(folder, 'huge.psd');
    const file = createWriteStream(path);
    const piece = Buffer.alloc(2 ** 20);
    file.write(small.subarray(0, layers));
    file.write(length);
    for (let i = 0; i < size / piece.length; i++) if (!file.write(piece)) await once(file, 'drain');
    file.end(small.subarray(end));
    await once(file, 'close');

    const studio = new Studio(page);
    await studio.open();
    await studio.menu('Model', 'Flood fill');
    const chooser = page.waitForEvent('filechooser');
    await studio.menu('File', 'Open…');
    await (await chooser).setFiles(path);
    await expect(studio.sketch('huge.psd')).toBeVisible();
    await studio.dab(CENTRE, '#d02020');
    expect(isRed((await studio.exported()).at(...CENTRE))).toBe(true);

    const cut = Buffer.concat([small.subarray(0, layers), length, Buffer.alloc(1000)]);
    await studio.drop(cut, 'cut.psd');
    await expect(studio.notices).toContainText('cut.psd is damaged or cut short');
    await expect(studio.sketch('huge.psd')).toBeVisible();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
