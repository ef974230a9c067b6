// Takes the pictures of docs/guide.md from the running studio, doing what the guide says. Needs a build and a Chromium; takes some minutes,
// most of them for the two training runs that are shown. Names of pictures as arguments take these alone.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import {
  command,
  dabHints,
  openSample,
  pickColor,
  placeOf,
  readSample,
  root,
  settle,
  withStudio,
} from './studioSession.mjs';

const out = join(root, 'docs', 'guide');
const WINDOW = { width: 1180, height: 740 };
const SAMPLES = ['headphones', 'beret', 'peep', 'scarf', 'witch'];
const wanted = process.argv.slice(2);

const home = mkdtempSync(join(tmpdir(), 'irodori-guide-'));
const env = { HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CACHE_HOME: join(home, 'cache') };
const sample = readSample('headphones');

/** Writes a picture of the window, or of a part of it. */
async function take(page, name, part) {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  const clip = part && { x: part.x, y: part.y, width: part.width, height: part.height };
  await sharp(await page.screenshot({ clip }))
    .webp({ quality: 84, effort: 6 })
    .toFile(join(out, `${name}.webp`));
  console.log(name);
}

const choose = async (page, ...path) => {
  await page.getByRole('menuitem', { name: path[0], exact: true }).click();
  for (const name of path.slice(1)) await page.getByRole('menuitem', { name }).first().press('Enter');
};

const panels = (page) => page.locator('.panels').boundingBox();

async function painting(page) {
  await page.getByText('Or try one of these').waitFor();
  await page.getByRole('contentinfo').getByText('Model: standard').waitFor();
  await take(page, 'start');
  await openSample(page, sample);
  await settle(page);
  await take(page, 'first');
  await page.getByRole('button', { name: /^Hair/ }).click();
  await page.getByLabel('Colour code of Hair').fill('#2a4a8c');
  await settle(page);
  await take(page, 'figure');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await dabHints(page, sample);
  await page.mouse.move(700, 735);
  await settle(page);
  await take(page, 'hints');

  const canvas = await page.locator('.stage').boundingBox();
  await page.getByRole('radio', { name: 'Brush' }).click();
  const reach = page.getByRole('spinbutton', { name: 'Reach' });
  await reach.fill('90');
  await reach.press('Enter');
  await pickColor(page, '#2f9e6e');
  const [x, y] = await placeOf(page, sample, [sample.size[0] * 0.5, sample.size[1] * 0.86]);
  await page.mouse.move(x - 8, y);
  await page.mouse.move(x, y, { steps: 4 });
  await page.waitForTimeout(2500);
  await take(page, 'reach', { ...canvas, width: canvas.width + (await panels(page)).width });
  await reach.fill('1000000');
  await reach.press('Enter');

  await page.getByRole('radio', { name: 'Fill an area' }).click();
  await page.mouse.click(x, y);
  await page.mouse.move(700, 735);
  await settle(page, 4000);
  await take(page, 'regions', { ...canvas, width: canvas.width + (await panels(page)).width });
  await page.keyboard.press('Control+z');
  await settle(page, 1500);

  const light = page.getByRole('switch', { name: 'Shade by a light' });
  await light.click();
  await page.getByRole('slider', { name: 'Where the light comes from' }).scrollIntoViewIfNeeded();
  await page.mouse.move(700, 735);
  await settle(page, 2500);
  await take(page, 'light', { ...canvas, width: canvas.width + (await panels(page)).width });
  await light.click();
  await settle(page, 1500);
}

async function colors(page) {
  const { x, width } = await panels(page);
  for (const title of ['Figure', 'Brush', 'Hints'])
    await page.getByRole('button', { name: title, exact: true }).click();
  await page.getByRole('list', { name: 'Variants' }).waitFor();
  await page.getByRole('button', { name: 'Palettes' }).click();
  await page.waitForTimeout(300);
  await take(page, 'palettes', { x: x - 130, y: 32, width: width + 130, height: 440 });
  await page.keyboard.press('Escape');
  // Variants differ where no hint chose a colour: a picture with few hints shows them.
  await choose(page, 'Edit', 'Remove all hints');
  await dabHints(page, { ...sample, strokes: sample.strokes.slice(0, 4) });
  await settle(page, 4000);
  // And so it does for guesses.
  await page.getByRole('radio', { name: 'Brush' }).click();
  await page.keyboard.press('u');
  await page.mouse.move(700, 735);
  await page.waitForTimeout(3000);
  await take(page, 'guesses', await page.locator('.stage').boundingBox());
  await page.keyboard.press('u');
  await page.getByRole('button', { name: 'Colour', exact: true }).click();
  await page.waitForTimeout(400);
  await take(page, 'variants', { x, y: 32, width, height: 500 });
  await page.getByRole('button', { name: 'Result', exact: true }).click();
  await page.waitForTimeout(400);
  await take(page, 'layers', { x, y: 32, width, height: 290 });
  await page.getByRole('menuitem', { name: 'File', exact: true }).click();
  await page.waitForTimeout(300);
  await take(page, 'files', { x: 640, y: 0, width: 540, height: 340 });
  await page.keyboard.press('Escape');
}

async function dialogs(page) {
  const dialog = page.getByRole('dialog');
  await choose(page, 'File', 'Colour many…');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files…' }).click();
  await (await chooser).setFiles(SAMPLES.map((name) => readSample(name).file));
  // The third may be done and gone between two looks.
  await dialog
    .getByText(/[345] of 5/)
    .first()
    .waitFor();
  await take(page, 'batch', await dialog.boundingBox());
  await page.getByRole('button', { name: 'Save all' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.waitForTimeout(300);
  await take(page, 'shortcuts', await dialog.boundingBox());
  await page.keyboard.press('Escape');
}

/** The sample sketches in several colourings each, as somebody's finished pictures. */
async function makePictures(folder) {
  mkdirSync(folder);
  for (const name of SAMPLES) {
    for (const hue of [0, 70, 200]) {
      const { size, strokes } = readSample(name);
      const turned = [];
      for (const stroke of strokes) turned.push({ ...stroke, color: await turnedColor(stroke.color, hue) });
      const hints = join(home, 'hints.json');
      writeFileSync(hints, JSON.stringify({ size, strokes: turned }));
      const picture = join(folder, `${name}-${hue}.png`);
      execFileSync(process.execPath, [
        ...[command, 'colorize', join(root, `assets/samples/${name}.png`), '--hints', hints, '-o', picture],
      ]);
    }
  }
}

async function turnedColor(color, hue) {
  const one = sharp({ create: { width: 1, height: 1, channels: 3, background: color } });
  const [r, g, b] = await one.modulate({ hue }).raw().toBuffer();
  return `#${[r, g, b].map((v) => v.toString(16).padStart(2, '0')).join('')}`;
}

async function training(page) {
  const dialog = page.getByRole('dialog');
  await page.setViewportSize({ ...WINDOW, height: 960 });
  await choose(page, 'Model', 'Train a model…');
  const begin = async (steps, from) => {
    await page.getByRole('button', { name: 'New run' }).click();
    await page.getByLabel('Start from').selectOption({ label: from });
    await page.getByText('More settings').click();
    await page.getByLabel('Steps').fill(String(steps));
    await page.getByLabel('Pieces, pixels a side').selectOption('96');
    await page.getByLabel('Pictures a step').fill('4');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a folder…' }).click();
    await (await chooser).setFiles(join(home, 'my pictures'));
    await page.getByRole('img', { name: /^What the network/ }).waitFor();
    await page.waitForTimeout(500);
    if (from === 'standard') await take(page, 'training-pairs', await dialog.boundingBox());
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText(/^Done · Step/).waitFor({ timeout: 900_000 });
  };
  await begin(80, 'Nothing');
  await begin(80, 'standard');
  await page.getByLabel('Compare with').selectOption({ index: 1 });
  await page.waitForTimeout(2500);
  await page.mouse.move(10, 10);
  await take(page, 'training', await dialog.boundingBox());
}

try {
  mkdirSync(out, { recursive: true });
  await withStudio(
    WINDOW,
    async (page) => {
      await painting(page);
      await colors(page);
      await dialogs(page);
      if (wanted.length > 0 && !wanted.some((name) => name.startsWith('training'))) return;
      await makePictures(join(home, 'my pictures'));
      await training(page);
    },
    env,
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}
