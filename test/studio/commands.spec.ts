import { expect, test } from '@playwright/test';
import { CENTRE, circleSketch, Studio } from './studio.js';

let studio: Studio;

test.beforeEach(async ({ page }) => {
  studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'circle.png');
  await expect(studio.sketch('circle.png')).toBeVisible();
});

test('Ctrl+K finds a command by a part of its name and does it', async ({ page }) => {
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What do you want to do').fill('mirr');
  await page.keyboard.press('Enter');
  await expect(studio.status).toContainText('Mirrored');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a shortcut can be changed, clashes are told, and the change stays', async ({ page }) => {
  await page.keyboard.press('?');
  const keys = page.getByRole('button', { name: 'Keys for Mirror view' });
  await keys.click();
  await page.keyboard.press('b');
  await expect(page.getByText('B is taken by “Brush”')).toBeVisible();
  await page.keyboard.press('q');
  await expect(keys).toHaveText('Q');
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(studio.sketch('circle.png')).toBeVisible();
  await page.keyboard.press('m');
  await expect(studio.status).not.toContainText('Mirrored');
  await page.keyboard.press('q');
  await expect(studio.status).toContainText('Mirrored');
  await page.keyboard.press('?');
  await page.getByRole('button', { name: 'Back to the usual key for Mirror view' }).click();
  await expect(page.getByRole('button', { name: 'Keys for Mirror view' })).toHaveText('M');
});

test('Tab over the picture hides the panels and brings them back', async ({ page }) => {
  await page.mouse.move(...(await studio.place([200, 200])));
  await page.keyboard.press('Tab');
  await expect(page.getByRole('complementary')).toHaveCount(0);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('complementary')).toBeVisible();
});

test('settings change what they say and stay', async ({ page }) => {
  await page.keyboard.press('Control+,');
  await page.getByLabel('Theme').selectOption('Dark');
  await page.getByRole('switch', { name: 'Own grey round the picture' }).click();
  await page.getByRole('spinbutton', { name: 'Brightness' }).fill('20');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  const surround = () => page.locator('.stage').evaluate((stage) => getComputedStyle(stage).backgroundColor);
  expect(await surround()).toBe('rgb(51, 51, 51)');
  await page.reload();
  await expect(studio.sketch('circle.png')).toBeVisible();
  expect(await surround()).toBe('rgb(51, 51, 51)');
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
});

test('the tour is one line at a time, goes when its advice is followed, and does not come back', async ({ page }) => {
  await expect(page.getByText('Dab a colour where you want it')).toBeVisible();
  await studio.dab(CENTRE, '#d02020');
  await expect(page.getByText('Hold \\ to see the sketch; Ctrl+Z takes back a stroke')).toBeVisible();
  await page.keyboard.press('\\');
  await expect(page.getByText('Ctrl+E saves the picture; Ctrl+K finds everything else')).toBeVisible();
  await page.getByRole('button', { name: 'Put this line away' }).click();
  await expect(page.getByText('Ctrl+E saves the picture')).toHaveCount(0);
  await page.waitForTimeout(300);
  await page.reload();
  await studio.expectHints(1);
  await studio.exported();
  await expect(page.getByText(/to see the sketch|saves the picture/)).toHaveCount(0);
});

test('the tour does not lie on the picture for good: it goes while one paints', async ({ page }) => {
  const line = page.getByText(/to see the sketch|saves the picture/);
  await studio.dab(CENTRE, '#d02020');
  await expect(line).toHaveText(/to see the sketch/);
  for (let i = 0; i < 4; i++) await studio.click([150 + 30 * i, 250]);
  await expect(line).toHaveText(/saves the picture/);
  for (let i = 0; i < 5; i++) await studio.click([150 + 25 * i, 170]);
  await expect(line).toHaveCount(0);
  await studio.expectHints(10);
});
