import { expect, type Page, test } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { CENTRE, circleSketch, OUTSIDE, Studio } from './studio.js';

declare global {
  interface Window {
    /** Names that the system's save dialog was opened with. */
    asked: string[];
    /** The disk takes nothing more. */
    full?: boolean;
  }
}

/**
 * Stands in for the system's dialogs, which no test can work: whatever is suggested is taken, in the page's private folder. The
 * handles are the browser's own, and so is the writing.
 */
async function open(page: Page): Promise<Studio> {
  await page.addInitScript(() => {
    const folder = () => navigator.storage.getDirectory();
    window.asked = [];
    Object.assign(window, {
      async showSaveFilePicker({ suggestedName }: { suggestedName: string }) {
        window.asked.push(suggestedName);
        return (await folder()).getFileHandle(suggestedName, { create: true });
      },
      showOpenFilePicker: async () => [await (await folder()).getFileHandle('circle.irodori')],
    });
    const { write } = FileSystemWritableFileStream.prototype;
    FileSystemWritableFileStream.prototype.write = function (data) {
      if (window.full) throw new DOMException('no room', 'QuotaExceededError');
      return write.call(this, data);
    };
  });
  await page.goto('/');
  await expect(page.getByRole('menubar')).toBeVisible();
  const studio = new Studio(page);
  await studio.menu('Model', 'Flood fill');
  await studio.drop(await circleSketch(), 'circle.png');
  return studio;
}

/** What a file holds; nothing while it is not there. */
async function contents(page: Page, name: string): Promise<Buffer> {
  const base64 = await page.evaluate(async (name) => {
    const read = async () => (await (await navigator.storage.getDirectory()).getFileHandle(name)).getFile();
    // Nothing while it is not made yet, or is being replaced.
    const bytes = await read()
      .then((file) => file.arrayBuffer())
      .catch(() => new ArrayBuffer(0));
    return btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(''));
  }, name);
  return Buffer.from(base64, 'base64');
}

async function strokesIn(page: Page, name: string): Promise<number> {
  const bytes = await contents(page, name);
  if (bytes.length === 0) return 0; // made, and filled when all is written
  const { 'project.json': json } = unzipSync(bytes);
  return (JSON.parse(strFromU8(json)) as { hints: { strokes: unknown[] } }).hints.strokes.length;
}

const asked = (page: Page) => page.evaluate(() => window.asked);

test('a project is saved again where it lies, also after a restart, and elsewhere when asked', async ({ page }) => {
  const studio = await open(page);
  await studio.dab(CENTRE, '#d02020');
  await page.keyboard.press('Control+s');
  await expect(page).toHaveTitle(/^circle\.png –/);
  expect(await strokesIn(page, 'circle.irodori')).toBe(1);
  await studio.dab(OUTSIDE, '#3060c0');
  await expect(page).toHaveTitle(/^circle\.png\*/);
  await page.keyboard.press('Control+s');
  await expect(page).toHaveTitle(/^circle\.png –/);
  expect(await strokesIn(page, 'circle.irodori')).toBe(2);
  expect(await asked(page)).toEqual(['circle.irodori']);

  await page.waitForTimeout(300);
  await page.reload();
  await studio.expectHints(2);
  await studio.dab([60, 60], '#20a040');
  await page.keyboard.press('Control+s');
  await expect.poll(() => strokesIn(page, 'circle.irodori')).toBe(3);
  expect(await asked(page)).toEqual([]);
  await page.keyboard.press('Control+Shift+S');
  await expect.poll(() => asked(page)).toEqual(['circle.irodori']);
});

test('an opened project is saved where it came from', async ({ page }) => {
  const studio = await open(page);
  await studio.dab(CENTRE, '#d02020');
  await page.keyboard.press('Control+s');
  await expect(page).toHaveTitle(/^circle\.png –/);
  await studio.drop(await circleSketch(200), 'other.png');
  await expect(studio.sketch('other.png')).toBeVisible();
  await page.keyboard.press('Control+o');
  await expect(studio.sketch('circle.png')).toBeVisible();
  await studio.dab(OUTSIDE, '#3060c0');
  await page.keyboard.press('Control+s');
  await expect.poll(() => strokesIn(page, 'circle.irodori')).toBe(2);
  expect(await asked(page)).toEqual(['circle.irodori']);
});

test('a picture is exported to where the person says', async ({ page }) => {
  const studio = await open(page);
  await studio.dab(CENTRE, '#d02020');
  await page.keyboard.press('Control+e');
  await expect.poll(() => asked(page)).toEqual(['circle-color.png']);
  await expect.poll(async () => (await contents(page, 'circle-color.png')).length).toBeGreaterThan(0);
  expect((await sharp(await contents(page, 'circle-color.png')).metadata()).width).toBe(400);
});

test('a project file that is gone is told, the work is kept, and a way out is there', async ({ page }) => {
  const studio = await open(page);
  await studio.dab(CENTRE, '#d02020');
  await page.keyboard.press('Control+s');
  await expect(page).toHaveTitle(/^circle\.png –/);
  await page.evaluate(async () => (await navigator.storage.getDirectory()).removeEntry('circle.irodori'));
  await studio.dab(OUTSIDE, '#3060c0');
  await page.keyboard.press('Control+s');
  const told = studio.notices.getByRole('alert').filter({ hasText: 'circle.irodori is not where it was any more' });
  await expect(told).toBeVisible();
  await studio.expectHints(2);
  await told.getByRole('button', { name: 'Save project as…' }).click();
  await expect.poll(() => strokesIn(page, 'circle.irodori')).toBe(2);
});

test('a full disk leaves the file as it was, and the work unsaved but kept', async ({ page }) => {
  const studio = await open(page);
  await studio.dab(CENTRE, '#d02020');
  await page.keyboard.press('Control+s');
  await expect(page).toHaveTitle(/^circle\.png –/);
  await studio.dab(OUTSIDE, '#3060c0');
  await page.evaluate(() => {
    window.full = true;
  });
  await page.keyboard.press('Control+s');
  await expect(studio.notices).toContainText('Not saved: the disk is full');
  await expect(page).toHaveTitle(/^circle\.png\*/);
  expect(await strokesIn(page, 'circle.irodori')).toBe(1);
  await studio.expectHints(2);
});
