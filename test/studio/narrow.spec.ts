import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { CENTRE, circleSketch, isRed, Studio } from './studio.js';

test.use({ viewport: { width: 390, height: 780 }, hasTouch: true });

let studio: Studio;

test.beforeEach(async ({ page }) => {
  studio = new Studio(page);
  await studio.open();
});

test('on a telephone the picture lies above its tools, and these above the panels', async ({ page }) => {
  await expect(page.getByRole('button', { name: 'Open a sketch' })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('heading', { name: 'Colour a sketch' })).toBeVisible(); // nothing is dragged in there
  await studio.drop(await circleSketch(), 'circle.png');
  await expect(studio.sketch('circle.png')).toBeVisible();
  const box = async (name: string) => (await page.locator(name).boundingBox())!;
  const [canvas, tools, panels] = [await box('.canvas'), await box('.tool-area'), await box('.panels')];
  expect([canvas.x, canvas.width, panels.width]).toEqual([0, 390, 390]);
  expect(canvas.height).toBeGreaterThan(300);
  expect(tools.y).toBeGreaterThanOrEqual(canvas.y + canvas.height);
  expect(panels.y).toBeGreaterThanOrEqual(tools.y + tools.height);
  for (const tool of ['Brush', 'Zoom tool'])
    await expect(page.getByRole('radio', { name: tool })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('button', { name: 'Redo' })).toBeInViewport({ ratio: 1 });

  await studio.pickColor('#d02020');
  await page.getByRole('radio', { name: 'Dab' }).tap();
  await page.touchscreen.tap(...(await studio.place(CENTRE)));
  await studio.expectHints(1);
  await expect(page.getByText('two fingers tapped take back a stroke')).toBeVisible(); // and no key that is not there
  expect(isRed((await studio.exported()).at(...CENTRE))).toBe(true);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test('on a telephone dialogs fit the window', async ({ page }) => {
  for (const open of [
    () => studio.menu('Model', 'Models…'),
    () => page.keyboard.press('?'),
    () => page.keyboard.press('Control+,'),
  ]) {
    await open();
    const dialog = page.getByRole('dialog');
    const { x, y, width, height } = (await dialog.boundingBox())!;
    expect([x >= 0, y >= 0, x + width <= 390, y + height <= 780]).toEqual([true, true, true, true]);
    expect(await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    await page.keyboard.press('Escape');
  }
});

test('on a telephone the picture that is cleaned up and the button that does it are in sight together', async ({
  page,
}) => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#d8ccb0"/>
    <circle cx="200" cy="150" r="90" fill="none" stroke="#4c4a46" stroke-width="5"/></svg>`;
  await studio.drop(await sharp(Buffer.from(svg)).jpeg().toBuffer(), 'photo.jpg', { type: 'image/jpeg' });
  await studio.notices.getByRole('button', { name: 'Clean up sketch…' }).tap();
  const dialog = page.getByRole('dialog', { name: 'Clean up sketch' });
  const apply = dialog.getByRole('button', { name: 'Apply' });
  await expect(apply).toBeInViewport({ ratio: 1 });
  await expect(dialog.locator('.clean-up-view')).toBeInViewport({ ratio: 1 });
  await apply.tap();
  await expect(dialog).toHaveCount(0);
});
