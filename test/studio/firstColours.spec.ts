import { expect, test } from '@playwright/test';
import { CENTRE, circleSketch, isRed, OUTSIDE, SIDE, Studio } from './studio.js';

const RED = '#d02020';
const SKY = '#a0c8f0';

/** Sketch pixels well inside the circle and well outside it. */
const INSIDE: readonly (readonly [number, number])[] = [CENTRE, [130, 200], [200, 280], [250, 160]];
const AROUND: readonly (readonly [number, number])[] = [OUTSIDE, [370, 370], [200, 60], [40, 200]];

test('a sketch goes in, a red dab goes on, red comes out inside the lines and not outside', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'circle.png');
  await expect(studio.sketch('circle.png')).toBeVisible();
  await expect(page.getByText('Dab a colour where you want it')).toBeVisible();

  await test.step('before any hint nothing is red', async () => {
    const picture = await studio.exported();
    expect([picture.width, picture.height]).toEqual([SIDE, SIDE]);
    expect(isRed(picture.at(...CENTRE))).toBe(false);
  });

  await studio.dab(OUTSIDE, SKY); // the flood fill, which needs no model, gives a single colour to all
  await studio.dab(CENTRE, RED);
  await studio.expectHints(2);
  await test.step('red inside, not outside, lines crisp on top', async () => {
    const picture = await studio.exported();
    for (const inside of INSIDE) {
      expect(isRed(picture.at(...inside)), `inside at ${inside}`).toBe(true);
    }
    for (const outside of AROUND) {
      expect(isRed(picture.at(...outside)), `outside at ${outside}`).toBe(false);
    }
    expect(Math.max(...picture.at(200, 90))).toBeLessThan(70); // on the circle's line
  });
  await expect(studio.status).toContainText(/Coloured in [\d.]+ s/);
  await expect(studio.status).toContainText(/CPU, \d+ threads?/);
  await expect(studio.status).toContainText('Model:');

  await test.step('undo takes it away, redo brings it back', async () => {
    await page.keyboard.press('Control+z');
    await studio.expectHints(1);
    expect(isRed((await studio.exported()).at(...CENTRE))).toBe(false);
    await page.keyboard.press('Control+Shift+z');
    await studio.expectHints(2);
    expect(isRed((await studio.exported()).at(...CENTRE))).toBe(true);
  });
});

test('a reload loses nothing', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'circle.png');
  await studio.dab(CENTRE, RED);
  await studio.expectHints(1);
  await page.waitForTimeout(300); // a strict write to the disk
  await page.reload();
  await expect(studio.sketch('circle.png')).toBeVisible();
  await studio.expectHints(1);
  expect(isRed((await studio.exported()).at(...CENTRE))).toBe(true);
});

test('a saved project gives the same picture in another browser', async ({ page, browser }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'circle.png');
  await studio.dab(CENTRE, RED);
  await studio.pickColor('#3060c0');
  await studio.tool('Brush');
  await studio.drag([30, 40], [300, 30]);
  await studio.expectHints(2);
  await expect(page).toHaveTitle(/^circle\.png\*/);
  const picture = await studio.exported();
  const project = await studio.savedProject();
  expect(project.name).toBe('circle.irodori');
  await expect(page).toHaveTitle(/^circle\.png –/);

  const elsewhere = new Studio(await (await browser.newContext()).newPage());
  await elsewhere.open();
  await elsewhere.choose(project.bytes, 'circle.irodori');
  await elsewhere.expectHints(2);
  const again = await elsewhere.exported();
  expect(again.pixels.equals(picture.pixels)).toBe(true);
  await elsewhere.page.context().close();
});

test('a sketch can be pasted', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.paste(await circleSketch());
  await expect(studio.sketch('image.png')).toBeVisible();
});

test('another sketch leads back to the one before it', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'first.png');
  await studio.dab(CENTRE, RED);
  await studio.drop(await circleSketch(200), 'second.png');
  await expect(studio.sketch('second.png')).toBeVisible();
  await studio.expectHints(0);
  await studio.notices.getByRole('button', { name: 'Go back to it' }).click();
  await expect(studio.sketch('first.png')).toBeVisible();
  await studio.expectHints(1);
});
