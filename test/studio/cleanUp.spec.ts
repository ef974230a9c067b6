import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import sharp from 'sharp';
import { pixelsOf, Studio } from './studio.js';

const [WIDTH, HEIGHT] = [600, 400];

/** A photo of a drawing: a grey circle off the middle, on yellowish paper that darkens to one side. */
function scan(): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <linearGradient id="g"><stop offset="0" stop-color="#f2e6c8"/><stop offset="1" stop-color="#b5a98c"/></linearGradient>
    <rect width="${WIDTH}" height="${HEIGHT}" fill="url(#g)"/>
    <circle cx="180" cy="200" r="90" fill="none" stroke="#4c4a46" stroke-width="7"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 92 }).toBuffer();
}

const lightness = ([r, g, b]: readonly number[]) => (r + g + b) / 3;

async function sketchOf(project: Buffer) {
  return pixelsOf(Buffer.from(unzipSync(project)['sketch.png']));
}

test('a photo is cleaned up: paper goes, ink is black, it turns; undo, the project and the command line know', async ({
  page,
}) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.menu('Model', 'Flood fill');
  await studio.drop(await scan(), 'photo.jpg', { type: 'image/jpeg' });
  await expect(studio.notices).toContainText('photo.jpg looks like a scan or a photo');
  const place = (at: readonly [number, number]) => studio.placeIn(at, [WIDTH, HEIGHT]);
  await studio.pickColor('#d02020');
  await studio.tool('Dab');
  await page.mouse.click(...(await place([180, 200])));
  await studio.expectHints(1);

  await studio.notices.getByRole('button', { name: 'Clean up sketch…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Clean up sketch' });
  await expect(dialog.getByRole('switch', { name: 'Remove the paper' })).toBeChecked();
  expect(Number(await dialog.getByRole('spinbutton', { name: 'Black' }).inputValue())).toBeGreaterThan(20);
  await dialog.getByRole('button', { name: 'Turn right' }).click();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(dialog).toHaveCount(0);

  await expect(page.getByRole('img', { name: `photo.jpg, ${HEIGHT} by ${WIDTH} pixels, hints: 1` })).toBeVisible();
  const turned = ([x, y]: readonly [number, number]): [number, number] => [HEIGHT - y, x];
  const project = await studio.savedProject();
  const sketch = await sketchOf(project.bytes);
  expect([sketch.width, sketch.height]).toEqual([HEIGHT, WIDTH]);
  for (const at of [
    [10, 10],
    [580, 20],
    [20, 380],
    [580, 380],
    [400, 200],
  ] as const)
    expect(lightness(sketch.at(...turned(at))), `paper at ${at}`).toBeGreaterThan(248);
  expect(lightness(sketch.at(...turned([180, 110]))), 'ink').toBeLessThan(40);
  const [[x, y]] = await studio.hintPoints();
  expect(Math.hypot(x - 200, y - 180)).toBeLessThan(2);

  await test.step('the command line makes the same picture of the project', async () => {
    const shown = await studio.exported();
    const folder = mkdtempSync(join(tmpdir(), 'irodori-clean-up-'));
    try {
      writeFileSync(join(folder, 'photo.irodori'), project.bytes);
      const args = ['colorize', join(folder, 'photo.irodori'), '-o', join(folder, 'out.png'), '--model', 'flood'];
      execFileSync(process.execPath, ['dist/cli/main.js', ...args], { stdio: 'pipe' });
      expect((await pixelsOf(readFileSync(join(folder, 'out.png')))).pixels.equals(shown.pixels)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  await test.step('undo brings the photo back, and its hint to its place', async () => {
    await page.keyboard.press('Control+z');
    await expect(page.getByRole('img', { name: `photo.jpg, ${WIDTH} by ${HEIGHT} pixels, hints: 1` })).toBeVisible();
    const [[x, y]] = await studio.hintPoints();
    expect(Math.hypot(x - 180, y - 200)).toBeLessThan(2);
    await page.keyboard.press('Control+Shift+z');
    await expect(page.getByRole('img', { name: `photo.jpg, ${HEIGHT} by ${WIDTH} pixels, hints: 1` })).toBeVisible();
  });

  await test.step('a reload keeps it, and the original can still be had', async () => {
    await page.waitForTimeout(300);
    await page.reload();
    await expect(page.getByRole('img', { name: `photo.jpg, ${HEIGHT} by ${WIDTH} pixels, hints: 1` })).toBeVisible();
    await studio.menu('Edit', 'Clean up sketch…');
    await dialog.getByRole('button', { name: 'Back to the original' }).click();
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await expect(page.getByRole('img', { name: `photo.jpg, ${WIDTH} by ${HEIGHT} pixels, hints: 1` })).toBeVisible();
  });
});

test('a piece is cut out by the handles, by mouse and by keys, pixel for pixel', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.menu('Model', 'Flood fill');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/><rect x="100" y="50" width="200" height="150" fill="none" stroke="#000"/></svg>`;
  const png = await sharp(Buffer.from(svg)).png().toBuffer();
  await studio.drop(png, 'box.png');
  await studio.menu('Edit', 'Clean up sketch…');
  const dialog = page.getByRole('dialog', { name: 'Clean up sketch' });
  const right = dialog.getByRole('button', { name: /^Right edge/ });
  const from = (await right.boundingBox())!;
  await page.mouse.move(from.x + 12, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(from.x - 100, from.y + 12, { steps: 4 });
  await page.mouse.up();
  await dialog.getByRole('button', { name: /^Top left corner/ }).focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  const said = await dialog.getByText(/^\d+ × \d+ pixels$/).textContent();
  const [width, height] = said!.match(/\d+/g)!.map(Number);
  expect(height).toBe(HEIGHT - 10);
  expect(width).toBeLessThan(WIDTH - 100);
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(dialog).toHaveCount(0);
  const sketch = await sketchOf((await studio.savedProject()).bytes);
  expect([sketch.width, sketch.height]).toEqual([width, height]);
  const expected = await pixelsOf(await sharp(png).extract({ left: 3, top: 10, width, height }).png().toBuffer());
  expect(sketch.pixels.equals(expected.pixels)).toBe(true);
});

test('paper seen at a slant is straightened', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.menu('Model', 'Flood fill');
  // A sheet in perspective: its corners are where the four handles are brought to.
  const sheet = [
    [120, 60],
    [500, 100],
    [540, 380],
    [60, 340],
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <rect width="${WIDTH}" height="${HEIGHT}" fill="#345"/><polygon points="${sheet.join(' ')}" fill="#fff"/></svg>`;
  await studio.drop(await sharp(Buffer.from(svg)).png().toBuffer(), 'slant.png');
  await studio.menu('Edit', 'Clean up sketch…');
  const dialog = page.getByRole('dialog', { name: 'Clean up sketch' });
  await dialog.getByRole('switch', { name: 'Paper seen at a slant' }).click();
  const box = (await dialog.locator('.clean-up-view').boundingBox())!;
  const scale = Math.min((box.width - 44) / WIDTH, (box.height - 44) / HEIGHT);
  for (const [k, name] of ['Top left', 'Top right', 'Bottom right', 'Bottom left'].entries()) {
    const handle = (await dialog.getByRole('button', { name: new RegExp(`^${name} corner`) }).boundingBox())!;
    await page.mouse.move(handle.x + 12, handle.y + 12);
    await page.mouse.down();
    const [x, y] = sheet[k];
    await page.mouse.move(
      box.x + box.width / 2 + (x - WIDTH / 2) * scale,
      box.y + box.height / 2 + (y - HEIGHT / 2) * scale,
      { steps: 4 },
    );
    await page.mouse.up();
  }
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(dialog).toHaveCount(0);
  const sketch = await sketchOf((await studio.savedProject()).bytes);
  const [w, h] = [sketch.width, sketch.height];
  for (const [u, v] of [
    [0.02, 0.02],
    [0.98, 0.02],
    [0.98, 0.98],
    [0.02, 0.98],
    [0.5, 0.5],
  ])
    expect(lightness(sketch.at(Math.round(u * w), Math.round(v * h))), `${u} ${v}`).toBeGreaterThan(250);
});

test('a project whose clean-up is damaged opens with its sketch', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.menu('Model', 'Flood fill');
  await studio.drop(await scan(), 'photo.jpg', { type: 'image/jpeg' });
  await studio.notices.getByRole('button', { name: 'Clean up sketch…' }).click();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const { bytes } = await studio.savedProject();
  const files = unzipSync(bytes);
  const json = JSON.parse(strFromU8(files['project.json'])) as { cleanUp: { corners: unknown } };
  expect(Object.keys(files)).toContain('original');
  json.cleanUp.corners = [[0, 0]];
  const damaged = zipSync({ ...files, 'project.json': strToU8(JSON.stringify(json)) });
  await studio.choose(Buffer.from(damaged), 'odd.irodori');
  await expect(studio.notices).not.toContainText('damaged');
  await expect(page.getByRole('img', { name: /photo\.jpg, 600 by 400/ })).toBeVisible();
});

test('of a drawing photographed on a table the sheet is cut out, and its paper alone is made white', async ({
  page,
}) => {
  // A sheet of 300 by 260, turned a little, with a drawn line that is faint beside the table.
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <rect width="${WIDTH}" height="${HEIGHT}" fill="#5a4030"/>
    <g transform="rotate(5 300 200)"><rect x="150" y="70" width="300" height="260" fill="#e8dcc4"/>
    <circle cx="300" cy="200" r="80" fill="none" stroke="#8d8474" stroke-width="4"/></g></svg>`;
  const studio = new Studio(page);
  await studio.open();
  await studio.menu('Model', 'Flood fill');
  await studio.drop(await sharp(Buffer.from(svg)).jpeg({ quality: 92 }).toBuffer(), 'table.jpg', {
    type: 'image/jpeg',
  });
  await studio.notices.getByRole('button', { name: 'Clean up sketch…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Clean up sketch' });
  await expect(dialog.getByRole('switch', { name: 'Paper seen at a slant' })).toBeChecked();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(dialog).toHaveCount(0);
  const sketch = await sketchOf((await studio.savedProject()).bytes);
  expect(Math.abs(sketch.width - 300)).toBeLessThan(15);
  expect(Math.abs(sketch.height - 260)).toBeLessThan(15);
  const at = (x: number, y: number) =>
    lightness(sketch.at(Math.round(x * sketch.width), Math.round(y * sketch.height)));
  for (const [x, y] of [
    [0.03, 0.03],
    [0.97, 0.03],
    [0.97, 0.97],
    [0.03, 0.97],
    [0.5, 0.5],
  ])
    expect(at(x, y), `${x}, ${y}`).toBeGreaterThan(245);
  const across = Array.from({ length: 60 }, (_, i) => at(0.15 + i / 400, 0.5)); // over the circle's left
  expect(Math.min(...across)).toBeLessThan(60);
});
