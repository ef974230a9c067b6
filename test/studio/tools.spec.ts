import { expect, test } from '@playwright/test';
import { CENTRE, circleSketch, isRed, OUTSIDE, Studio } from './studio.js';

let studio: Studio;

test.beforeEach(async ({ page }) => {
  studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'circle.png');
  await expect(studio.sketch('circle.png')).toBeVisible();
});

test('the eraser removes the hint under the pointer and no other', async ({ page }) => {
  await studio.dab(CENTRE, '#d02020');
  await studio.dab(OUTSIDE, '#3060c0');
  await studio.expectHints(2);
  await page.keyboard.press('e');
  await studio.click([120, 300]);
  await studio.expectHints(2);
  await studio.click(CENTRE);
  await studio.expectHints(1);
  expect(isRed((await studio.exported()).at(...CENTRE))).toBe(false);
});

test('erasing several hints in one drag is one step of undo', async ({ page }) => {
  for (const x of [150, 200, 250]) await studio.dab([x, 200], '#d02020');
  await page.keyboard.press('e');
  await studio.drag([120, 200], [280, 200]);
  await studio.expectHints(0);
  await page.keyboard.press('Control+z');
  await studio.expectHints(3);
});

test('the eyedropper, also lent by Alt, takes the colour that is seen', async ({ page }) => {
  await studio.dab(CENTRE, '#2f8f4f');
  const picture = await studio.exported();
  await expect(studio.status).toContainText('Coloured in');
  await studio.pickColor('#000000');
  await page.keyboard.press('i');
  await studio.click([250, 160]);
  const hex = `#${picture
    .at(250, 160)
    .map((v) => v.toString(16).padStart(2, '0'))
    .join('')}`;
  await expect(page.getByLabel('Colour code')).toHaveValue(hex);

  await page.keyboard.press('b');
  await studio.pickColor('#000000');
  await page.mouse.move(...(await studio.place(CENTRE)));
  await page.keyboard.down('Alt');
  await studio.click([250, 160]);
  await page.keyboard.up('Alt');
  await expect(page.getByLabel('Colour code')).toHaveValue(hex);
  await studio.expectHints(1);
  await expect(page.getByRole('radio', { name: 'Brush' })).toBeChecked();
});

test('the wheel zooms at the pointer, Space and the middle button pan, Ctrl+0 and Ctrl+1 set the scale', async ({
  page,
}) => {
  const zoom = page.getByLabel('Zoom', { exact: true });
  await page.keyboard.press('Control+1');
  await expect(zoom).toHaveText('100%');
  await page.keyboard.press('Control+0');
  const fitted = await zoom.textContent();

  // Zoomed in at a point, a dab at the same place of the window is the same place of the sketch.
  await page.mouse.move(...(await studio.place(OUTSIDE)));
  await page.mouse.wheel(0, -300);
  await expect(zoom).not.toHaveText(fitted!);
  await studio.dab(OUTSIDE, '#d02020');
  await page.keyboard.press('Control+0');
  await expect(zoom).toHaveText(fitted!);

  // Moved by what lies between OUTSIDE and the centre, a dab at the centre's place lands on OUTSIDE, and back again.
  await page.keyboard.down('Space');
  await studio.drag(OUTSIDE, CENTRE);
  await page.keyboard.up('Space');
  await studio.dab(CENTRE, '#d02020');
  await studio.drag(CENTRE, OUTSIDE, 'middle');
  await studio.dab(CENTRE, '#d02020');

  const wanted = [OUTSIDE, OUTSIDE, CENTRE];
  const points = await studio.hintPoints();
  expect(points).toHaveLength(wanted.length);
  points.forEach(([x, y], i) => {
    expect(Math.abs(x - wanted[i][0]), `x of dab ${i}`).toBeLessThan(1.5);
    expect(Math.abs(y - wanted[i][1]), `y of dab ${i}`).toBeLessThan(1.5);
  });
});

test('holding the backslash shows the sketch, letting go the result', async ({ page }) => {
  await studio.dab(CENTRE, '#d02020');
  await expect(studio.status).toContainText('Coloured in');
  const compare = page.getByRole('button', { name: 'Show the sketch before colouring' });
  await page.keyboard.down('\\');
  await expect(compare).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.up('\\');
  await expect(compare).toHaveAttribute('aria-pressed', 'false');
});

test('brackets change the brush, X goes back a colour, Escape takes back a stroke', async ({ page }) => {
  const size = page.getByRole('spinbutton', { name: 'Size' });
  const before = Number(await size.inputValue());
  await page.keyboard.press(']');
  expect(Number(await size.inputValue())).toBeGreaterThan(before);
  await page.keyboard.press('[');
  await studio.pickColor('#111111');
  await studio.pickColor('#222222');
  await page.keyboard.press('x');
  await expect(page.getByLabel('Colour code')).toHaveValue('#111111');

  await page.mouse.move(...(await studio.place(CENTRE)));
  await page.mouse.down();
  await page.mouse.move(...(await studio.place([230, 230])));
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await studio.expectHints(0);
});

test('a burst of dabs ends in the colours of the last', async () => {
  const colors = ['#208020', '#2020d0', '#d0d020', '#20d0d0', '#d02020'];
  for (const color of colors) await studio.dab(CENTRE, color);
  await studio.expectHints(colors.length);
  expect(isRed((await studio.exported()).at(...CENTRE))).toBe(true);
});

test('keys go on working after a click on a menu or a button', async ({ page }) => {
  await studio.menu('View', 'Fit in window');
  await page.keyboard.press('e');
  await expect(page.getByRole('radio', { name: 'Eraser' })).toBeChecked();
  await studio.tool('Dab');
  await page.keyboard.down('Space');
  await expect(page.getByRole('radio', { name: 'Move the view' })).toBeChecked();
  await page.keyboard.up('Space');
  await expect(page.getByRole('radio', { name: 'Dab' })).toBeChecked();
});
