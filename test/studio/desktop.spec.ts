import { expect, test } from '@playwright/test';
import type { DesktopApi, OpenedFile, UpdateNews } from '../../src/ui/desktopApi.js';
import { CENTRE, circleSketch, Studio } from './studio.js';

/** What the page asked of the desktop app, and how to answer it. */
interface Desktop {
  readonly asked: [string, ...unknown[]][];
  file(file: OpenedFile): void;
  update(news: UpdateNews): void;
}

/** Stands in for the desktop app: what its preload gives the page. */
function standIn(): void {
  const asked: Desktop['asked'] = [];
  const desktop: { -readonly [K in keyof Desktop]: Desktop[K] } = { asked, file: () => {}, update: () => {} };
  const record = (name: string) => async (args: unknown) => void asked.push([name, args]);
  const irodori: DesktopApi = {
    ready: async () => undefined,
    saveFile: async ({ name }) => ({ name, place: 1 }),
    saveAgain: async (place, bytes) => void asked.push(['saveAgain', place, bytes.length]),
    choosePictures: async () => null,
    updates: async () => ({ possible: true, on: false }),
    turnUpdates: record('turnUpdates'),
    downloadUpdate: () => record('downloadUpdate')(null),
    installUpdate: () => record('installUpdate')(null),
    onUpdate: (listener) => (desktop.update = listener),
    onFile: (listener) => (desktop.file = listener),
    onAction: () => undefined,
  };
  Object.assign(window, { irodori, desktop });
}

const asked = (studio: Studio) => studio.page.evaluate(() => (window as unknown as { desktop: Desktop }).desktop.asked);
const tell = (studio: Studio, news: UpdateNews) =>
  studio.page.evaluate((news) => (window as unknown as { desktop: Desktop }).desktop.update(news), news);

let studio: Studio;
test.beforeEach(async ({ page }) => {
  studio = new Studio(page);
  await page.addInitScript(standIn);
  await studio.open();
});

test('a newer version is looked for, fetched and started only when the person says so', async ({ page }) => {
  await studio.menu('File', 'Settings');
  const look = page.getByRole('switch', { name: 'Look for newer versions at each start' });
  await expect(look).not.toBeChecked();
  expect(await asked(studio)).toEqual([]);
  await look.click();
  await expect.poll(() => asked(studio)).toEqual([['turnUpdates', true]]);
  await page.keyboard.press('Escape');

  await tell(studio, { kind: 'found', version: '2.0.0' });
  await expect(studio.notices).toContainText('Irodori 2.0.0 is there.');
  expect(await asked(studio)).toHaveLength(1);
  await studio.notices.getByRole('button', { name: 'Download' }).click();
  await expect.poll(() => asked(studio)).toContainEqual(['downloadUpdate', null]);
  await tell(studio, { kind: 'ready', version: '2.0.0' });
  await studio.notices.getByRole('button', { name: 'Restart now' }).click();
  await expect.poll(() => asked(studio)).toContainEqual(['installUpdate', null]);

  await tell(studio, { kind: 'failed', reason: 'no network' });
  await expect(studio.notices.getByRole('alert')).toContainText('did not work: no network');
});

test('a project is saved where it lies after a restart too', async ({ page, browser }) => {
  const elsewhere = new Studio(await (await browser.newContext()).newPage());
  await elsewhere.open();
  await elsewhere.drop(await circleSketch(), 'circle.png');
  await expect(elsewhere.sketch('circle.png')).toBeVisible();
  const { bytes } = await elsewhere.savedProject();
  await elsewhere.page.context().close();

  await page.evaluate(
    (numbers) => {
      const file = { name: 'circle.irodori', bytes: Uint8Array.from(numbers), place: 7 };
      (window as unknown as { desktop: Desktop }).desktop.file(file);
    },
    [...bytes],
  );
  await expect(studio.sketch('circle.png')).toBeVisible();
  await studio.dab(CENTRE, '#d02020');
  await studio.expectHints(1);
  await page.waitForTimeout(500); // the autosave
  await page.reload();
  await expect(studio.sketch('circle.png')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect.poll(() => asked(studio)).toContainEqual(['saveAgain', 7, expect.any(Number)]);
});
