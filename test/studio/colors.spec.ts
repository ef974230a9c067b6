import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { readPalette } from '../../src/ui/palettes/paletteFile.js';
import { smallModel } from './smallModel.js';
import { CENTRE, circleSketch, isRed, OUTSIDE, Studio } from './studio.js';

let studio: Studio;

test.beforeEach(async ({ page }) => {
  studio = new Studio(page);
  await studio.open();
});

test('a palette comes in from a file, stays after a reload, and goes out for another program', async ({ page }) => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Palettes' }).click();
  await page.getByRole('menuitem', { name: 'Import palette…' }).click();
  const gpl = 'GIMP Palette\nName: Hero\n#\n200 30 30 red\n20 40 200 blue\n';
  await (await chooser).setFiles({ name: 'hero.gpl', mimeType: 'text/plain', buffer: Buffer.from(gpl) });
  const swatches = page.getByRole('list', { name: 'Palette' }).getByRole('button');
  await expect(swatches).toHaveCount(2);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Hero' })).toBeVisible();
  await swatches.first().click();
  await expect(page.getByLabel('Colour code')).toHaveValue('#c81e1e');

  await studio.pickColor('#336699');
  await page.getByRole('button', { name: 'Put into the palette' }).click();
  await expect(swatches).toHaveCount(3);
  await page.getByRole('button', { name: 'Palettes' }).click();
  await page.getByRole('menuitem', { name: 'Export palette' }).press('Enter');
  const saved = await studio.download(() => page.getByRole('menuitem', { name: 'Adobe (.ase)' }).press('Enter'));
  expect(saved.name).toBe('Hero.ase');
  expect(readPalette(saved.bytes, saved.name).colors).toEqual(['#c81e1e', '#1428c8', '#336699']);
});

test('a file without colours is told', async ({ page }) => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Palettes' }).click();
  await page.getByRole('menuitem', { name: 'Import palette…' }).click();
  await (await chooser).setFiles({ name: 'x.ase', mimeType: '', buffer: Buffer.from('nothing') });
  await expect(studio.notices).toContainText('x.ase holds no colours');
});

test('a sketch is coloured by another picture; hints keep their colours', async ({ page }) => {
  await studio.drop(await circleSketch(), 'circle.png');
  const model = page.waitForEvent('filechooser');
  await studio.menu('Model', 'Import model…');
  await (await model).setFiles({ name: 'blue.safetensors', mimeType: '', buffer: await smallModel() });
  await expect(studio.status).toContainText('Model: blue');
  await studio.dab(CENTRE, '#d02020');
  const green = { create: { width: 64, height: 64, channels: 3 as const, background: '#40a040' } };
  // Dropped on the right half of the window, where it is a reference; on the left it would be opened.
  await studio.drop(await sharp(green).png().toBuffer(), 'mood.png', { clientX: 1000 });
  await expect(page.getByRole('img', { name: 'Colours taken from elsewhere' })).toBeVisible();
  const picture = await studio.exported();
  const [r, g, b] = picture.at(...OUTSIDE);
  expect(g).toBeGreaterThan(Math.max(r, b) + 30);
  expect(isRed(picture.at(...CENTRE))).toBe(true);
  await page.getByRole('button', { name: 'The model’s own colours' }).click();
  const [, , blue] = (await studio.exported()).at(...OUTSIDE);
  expect(blue).toBeGreaterThan(150);
});

test('shades and harmonies of the colour in hand can be taken', async ({ page }) => {
  await studio.pickColor('#c04040');
  const swatches = page.getByRole('list', { name: 'Shades and harmonies' }).getByRole('button');
  await expect(swatches).toHaveCount(12);
  const name = (await swatches.first().getAttribute('title'))!;
  await swatches.first().click();
  await expect(page.getByLabel('Colour code')).toHaveValue(name);
});
