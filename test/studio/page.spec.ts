import { expect, test } from '@playwright/test';
import { CENTRE, circleSketch, isRed, Studio } from './studio.js';

test('the page is isolated, keeps its policy, fetches nothing from elsewhere and logs no error', async ({
  page,
  baseURL,
}) => {
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL!) && !/^(blob|data):/.test(request.url())) foreign.push(request.url());
  });
  const studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'circle.png');
  await studio.dab(CENTRE, '#d02020');
  await studio.exported();
  await studio.savedProject();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
});

for (const [locale, words] of [
  ['ja-JP', ['線画をここにドロップ', 'ファイル', 'ブラシ']],
  ['zh-CN', ['把线稿拖到这里', '文件', '笔刷']],
] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });
    test('speaks the language of the system from the first screen', async ({ page }) => {
      await page.goto('/');
      for (const word of words) await expect(page.getByText(word, { exact: true }).first()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.lang)).toMatch(locale.slice(0, 2));
    });
  });
}

test('language and theme can be changed, and stay after a reload', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.menu('View', 'Theme', 'Dark');
  await studio.menu('View', 'Language', '日本語');
  await expect(page.getByRole('menuitem', { name: 'ファイル' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('menuitem', { name: 'ファイル' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
});

test('every control has a name', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'circle.png');
  await studio.dab(CENTRE, '#d02020');
  for (const role of ['button', 'radio', 'slider', 'textbox', 'spinbutton', 'menuitem', 'img'] as const) {
    // Small pictures of the history come when they are drawn, perhaps between two counts.
    await expect(async () => {
      const all = await page.getByRole(role).count();
      expect(all, role).toBeGreaterThan(0);
      expect(await page.getByRole(role, { name: /\S/ }).count(), role).toBe(all);
    }).toPass({ timeout: 20_000 });
  }
});

test('the keyboard alone opens a menu and a dialog, and Escape leads out again', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await page.getByRole('menuitem', { name: 'Help' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('?');
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(shortcuts).toBeVisible();
  await expect(shortcuts.getByText('Shift+click', { exact: true })).toBeVisible();
});

test('the keyboard alone paints: arrows move a cross, Enter presses the tool, also along a line', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'circle.png');
  await studio.pickColor('#d02020');
  const canvas = page.getByRole('application', { name: /Picture by keys/ });
  await page.getByRole('menuitem', { name: 'File' }).focus();
  await page.keyboard.press('Tab'); // the tools
  await page.keyboard.press('Tab');
  await expect(canvas).toBeFocused();
  await page.keyboard.press('d');
  await page.keyboard.press('Enter'); // in the middle
  await studio.expectHints(1);
  await page.keyboard.press('b');
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.down('Enter');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.up('Enter');
  await studio.expectHints(2);
  await expect(canvas.getByRole('status')).toContainText('% from the left');
  const [dab, line] = (await studio.hints()).map(({ points }) => points);
  expect(dab[0][0]).toBeCloseTo(CENTRE[0], -1);
  const [from, to] = [line[0], line.at(-1)!];
  const scale = (await studio.place([1, 0]))[0] - (await studio.place([0, 0]))[0];
  expect([(from[0] - dab[0][0]) * scale, (to[1] - from[1]) * scale].map(Math.round)).toEqual([64, 48]);
  expect(isRed((await studio.exported()).at(...CENTRE))).toBe(true);
});

test('in the system’s high-contrast colours the tool in hand is seen', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const studio = new Studio(page);
  await studio.open();
  const ground = (name: string) =>
    page.getByRole('radio', { name }).evaluate((button) => getComputedStyle(button).backgroundColor);
  await studio.tool('Dab');
  await page.mouse.move(0, 0);
  expect(await ground('Dab')).not.toBe(await ground('Brush'));
});
