import { expect, type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { smallModel } from './smallModel.js';
import { CENTRE, circleSketch, OUTSIDE, pixelsOf, Studio } from './studio.js';

let studio: Studio;

/** A sketch of a figure that is all hair, as the model sees it. */
test.beforeEach(async ({ page }) => {
  studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'hero.png');
  const chooser = page.waitForEvent('filechooser');
  await studio.menu('Model', 'Import model…');
  await (await chooser).setFiles({ name: 'hairy.safetensors', mimeType: '', buffer: await smallModel('hair') });
  await expect(studio.status).toContainText('Model: hairy');
  await expect(hairOf(page, '#74513c')).toBeVisible();
});

const panelOf = (page: Page) => page.getByRole('region', { name: 'Figure' });
const hairOf = (page: Page, color: string) => panelOf(page).getByRole('button', { name: `Hair, ${color}` });

/** Types a colour for the hair, by way of its swatch. */
async function dye(page: Page, from: string, to: string): Promise<void> {
  await hairOf(page, from).click();
  const code = page.getByLabel('Colour code of Hair');
  await code.fill(to);
  await code.press('Enter');
  await page.keyboard.press('Escape');
  await expect(hairOf(page, to)).toBeVisible();
}

async function character(page: Page, item: string): Promise<void> {
  await panelOf(page).getByRole('button', { name: 'Characters' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).press('Enter');
}

const hex = (color: string) => [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16));

test('a part is recoloured by its swatch, undone in one step, and put back to what is usual', async ({ page }) => {
  expect((await studio.exported()).at(...OUTSIDE)).toEqual(hex('#74513c'));
  await dye(page, '#74513c', '#2040c0');
  const dyed = await studio.exported();
  expect(dyed.at(...OUTSIDE)).toEqual(hex('#2040c0'));
  expect(dyed.at(...CENTRE)).toEqual(hex('#2040c0'));
  await page.keyboard.press('Control+z');
  await expect(hairOf(page, '#74513c')).toBeVisible();
  expect((await studio.exported()).at(...OUTSIDE)).toEqual(hex('#74513c'));
  await page.keyboard.press('Control+Shift+z');

  await studio.pickColor('#c03060');
  await hairOf(page, '#2040c0').click();
  await page.getByRole('button', { name: 'Use the current colour' }).click();
  await expect(hairOf(page, '#c03060')).toBeVisible();
  expect((await studio.exported()).at(...OUTSIDE)).toEqual(hex('#c03060'));
  await page.getByRole('button', { name: 'Back to the usual colour' }).click();
  await page.keyboard.press('Escape');
  await expect(hairOf(page, '#74513c')).toBeVisible();
});

test('the picture follows a drag of the picker, which is one step of undo', async ({ page }) => {
  await hairOf(page, '#74513c').click();
  const picker = page.getByRole('dialog', { name: 'Colour of Hair' }).locator('.react-colorful__saturation');
  const { x, y, width, height } = (await picker.boundingBox())!;
  const outside = await studio.place(OUTSIDE);
  const before = await studio.stillPixel(outside);
  await page.mouse.move(x + 20, y + 20);
  await page.mouse.down();
  for (let i = 1; i <= 30; i++)
    await page.mouse.move(x + 20 + (i * (width - 40)) / 30, y + 20 + (i * (height - 40)) / 30);
  await expect.poll(() => studio.screenPixel(outside), 'before the button is let go').not.toEqual(before);
  await page.mouse.up();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect(hairOf(page, '#74513c')).toBeVisible();
});

test('a hint on a part is its colour, and changes with it', async ({ page }) => {
  await studio.dab(CENTRE, '#d0a020');
  await expect(hairOf(page, '#d0a020')).toBeVisible();
  await dye(page, '#d0a020', '#20a060');
  expect((await studio.hints()).map(({ color }) => color)).toEqual(['#20a060']);
  expect((await studio.exported()).at(...CENTRE)).toEqual(hex('#20a060'));
  await page.keyboard.press('Control+z');
  await expect(hairOf(page, '#d0a020')).toBeVisible();
});

test('colours of parts are in the autosaved copy and in the project', async ({ page }) => {
  await dye(page, '#74513c', '#2040c0');
  const project = await studio.savedProject();
  await page.reload();
  await expect(hairOf(page, '#2040c0')).toBeVisible();
  expect((await studio.exported()).at(...OUTSIDE)).toEqual(hex('#2040c0'));
  await studio.drop(await circleSketch(), 'other.png');
  await expect(hairOf(page, '#74513c')).toBeVisible();
  await studio.choose(project.bytes, 'hero.irodori');
  await expect(hairOf(page, '#2040c0')).toBeVisible();
  expect((await studio.exported()).at(...OUTSIDE)).toEqual(hex('#2040c0'));
});

test('a character gives other sketches its colours, also in a batch, without a dab', async ({ page }) => {
  await studio.dab(CENTRE, '#2040c0');
  await expect(hairOf(page, '#2040c0')).toBeVisible();
  await character(page, 'Save “hero” as a character');
  await expect(page.getByRole('heading', { name: 'hero' })).toBeVisible(); // a palette as others are

  await studio.drop(await circleSketch(), 'page2.png');
  await expect(hairOf(page, '#74513c')).toBeVisible();
  await character(page, 'hero');
  await expect(hairOf(page, '#2040c0')).toBeVisible();
  expect((await studio.exported()).at(...OUTSIDE)).toEqual(hex('#2040c0'));
  await dye(page, '#2040c0', '#c03060');
  await character(page, 'Save these colours to “hero”');

  await studio.menu('File', 'Colour many…');
  await page.getByRole('dialog').getByLabel('Palette').selectOption('hero');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files…' }).click();
  await (await chooser).setFiles({ name: 'page3.png', mimeType: 'image/png', buffer: await circleSketch(200) });
  await expect(page.getByText('1 of 1')).toBeVisible();
  const { bytes } = await studio.download(() => page.getByRole('button', { name: 'Save all' }).click());
  const picture = await pixelsOf(Buffer.from(unzipSync(bytes)['page3-color.png']));
  expect(picture.at(15, 15)).toEqual(hex('#c03060'));
  expect(picture.at(100, 100)).toEqual(hex('#c03060'));
});

test('a palette that colours the sketch shows in the figure’s colours', async ({ page }) => {
  await studio.menu('Model', 'Colour by this palette');
  await expect(hairOf(page, '#74513c')).toHaveCount(0);
  const [r, g, b] = (await studio.exported()).at(...OUTSIDE);
  const seen = `#${[r, g, b].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  await expect(hairOf(page, seen)).toBeVisible();
  await studio.menu('Model', 'The model’s own colours');
  await expect(hairOf(page, '#74513c')).toBeVisible();
});

test('the part under the pointer is named; a model that knows none says so', async ({ page }) => {
  await page.mouse.move(...(await studio.place(CENTRE)));
  await expect(studio.status).toContainText('Hair');
  await studio.menu('Model', 'Flood fill');
  await expect(panelOf(page)).toContainText('cannot tell skin, hair and clothes apart');
  await expect(studio.status).not.toContainText('Hair');
});

test('on a telephone the picker lies above the panel, whole', async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await hairOf(page, '#74513c').scrollIntoViewIfNeeded();
  await hairOf(page, '#74513c').click();
  await expect(page.getByRole('dialog', { name: 'Colour of Hair' })).toBeInViewport({ ratio: 1 });
});

test('a name is whole, also beside the sign of a hint and where the window is low enough to scroll the panels', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1024, height: 600 });
  const chooser = page.waitForEvent('filechooser');
  await studio.menu('Model', 'Import model…');
  await (await chooser).setFiles({ name: 'pale.safetensors', mimeType: '', buffer: await smallModel('white') });
  await studio.dab(CENTRE, '#2040c0');
  const swatch = panelOf(page).getByRole('button', { name: 'Eye whites, #2040c0' });
  await expect(swatch.locator('svg')).toBeVisible();
  const name = swatch.getByText('Eye whites');
  expect(await name.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
  const [whole, cell] = [(await name.boundingBox())!, (await swatch.boundingBox())!];
  expect(whole.x + whole.width).toBeLessThanOrEqual(cell.x + cell.width);
  expect([whole.y >= cell.y, whole.y + whole.height <= cell.y + cell.height]).toEqual([true, true]);
});
