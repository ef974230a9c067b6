import { expect, test } from '@playwright/test';
import Psd from '@webtoon/psd';
import psd from 'ag-psd';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { readProfile } from '../../src/vision/profiles/readProfile.js';
import { layersLaid, worst } from './layers.js';
import { smallModel } from './smallModel.js';
import { CENTRE, circleSketch, type Exported, isRed, OUTSIDE, pixelsOf, SIDE, Studio } from './studio.js';

const RED = '#d02020';
const BLUE = '#3060c0';

/** A sketch pixel on the circle's line. */
const LINE: readonly [number, number] = [200, 90];

let studio: Studio;

test.beforeEach(async ({ page }) => {
  studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'circle.png');
  await expect(studio.sketch('circle.png')).toBeVisible();
});

test('strength and saturation change the result, line for line, and undo takes the change back', async ({ page }) => {
  await studio.dab(OUTSIDE, BLUE);
  await studio.dab(CENTRE, RED);
  const set = async (name: string, value: string) => {
    const field = page.getByRole('spinbutton', { name });
    await field.fill(value);
    await field.press('Enter');
  };
  await set('Saturation', '0');
  const [r, g, b] = (await studio.exported()).at(...CENTRE);
  expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(3);
  await set('Saturation', '100');
  await set('Strength', '50');
  expect((await studio.exported()).at(...CENTRE)).toEqual([232, 144, 144]);
  await page.keyboard.press('Control+z');
  expect((await studio.exported()).at(...CENTRE)).toEqual([208, 32, 32]);
  await studio.expectHints(2);
});

test('a slider moved by keys shows a large sketch small at once, then whole; each key is a step of undo', async ({
  page,
}) => {
  await studio.drop(await circleSketch(1200), 'large.png');
  await expect(studio.sketch('large.png')).toBeVisible();
  await studio.exported(); // its colours are there
  await page.evaluate(() => {
    const drafts: boolean[] = [];
    Object.assign(globalThis, { drafts });
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, message: { method?: string; argument: { draft: boolean } }) {
      if (message.method === 'relook') drafts.push(message.argument.draft);
      post.call(this, message);
    };
  });
  const drafts = () => page.evaluate(() => (globalThis as unknown as { drafts: boolean[] }).drafts);
  const slider = page.getByRole('slider', { name: 'Saturation', exact: true });
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(drafts).toEqual([true, false]);
  await studio.exported(); // a key that comes sooner need not be drawn small
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(drafts).toEqual([true, false, true, false]);
  await expect(slider).toHaveAttribute('aria-valuenow', '98');
  await page.keyboard.press('Control+z');
  await expect(slider).toHaveAttribute('aria-valuenow', '99');
  await page.keyboard.press('Control+z');
  await expect(slider).toHaveAttribute('aria-valuenow', '100');
});

test('L takes the lines off and puts them on', async ({ page }) => {
  await studio.dab(CENTRE, RED);
  expect(Math.max(...(await studio.exported()).at(...LINE))).toBeLessThan(70);
  await page.keyboard.press('l');
  expect(isRed((await studio.exported()).at(...LINE))).toBe(true);
  await page.keyboard.press('l');
  expect(Math.max(...(await studio.exported()).at(...LINE))).toBeLessThan(70);
});

/** Pixels that are neither paper, nor the colour, nor near the line. */
const between = ({ at }: Exported, [r, g, b]: readonly number[]) => {
  let count = 0;
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const near = (to: readonly number[]) => at(x, y).every((v, c) => Math.abs(v - to[c]) < 16);
      const isLine = Math.abs(Math.hypot(x - CENTRE[0], y - CENTRE[1]) - 110) < 8;
      if (!isLine && !near([255, 255, 255]) && !near([r, g, b])) count++;
    }
  }
  return count;
};

test('flats snap to lines and back, in one step of undo, and in the project', async ({ page, browser }) => {
  await studio.menu('Model', 'Flood fill');
  const reach = page.getByRole('spinbutton', { name: 'Reach' });
  await reach.fill('60');
  await reach.press('Enter');
  await studio.dab(OUTSIDE, RED);
  const soft = await studio.exported();
  expect(between(soft, [208, 32, 32])).toBeGreaterThan(50); // where its reach ends
  await page.getByRole('switch', { name: 'Snap flats to lines' }).click();
  const crisp = await studio.exported();
  expect(between(crisp, [208, 32, 32])).toBe(0);
  expect(crisp.at(...OUTSIDE)).toEqual([208, 32, 32]); // the hint's own colour stays, small as its part of the paper is
  const project = await studio.savedProject();
  await page.keyboard.press('Control+z');
  expect((await studio.exported()).pixels.equals(soft.pixels)).toBe(true);
  await studio.expectHints(1);
  const elsewhere = new Studio(await (await browser.newContext()).newPage());
  await elsewhere.open();
  await elsewhere.choose(project.bytes, 'circle.irodori');
  await expect(elsewhere.sketch('circle.png')).toBeVisible();
  expect((await elsewhere.exported()).pixels.equals(crisp.pixels)).toBe(true);
  await elsewhere.page.context().close();
});

test('the look is saved with the project and comes back with it', async ({ page, browser }) => {
  await studio.dab(CENTRE, RED);
  await page.keyboard.press('l');
  const picture = await studio.exported();
  const project = await studio.savedProject();
  const elsewhere = new Studio(await (await browser.newContext()).newPage());
  await elsewhere.open();
  await elsewhere.choose(project.bytes, 'circle.irodori');
  await elsewhere.expectHints(1);
  expect((await elsewhere.exported()).pixels.equals(picture.pixels)).toBe(true);
  await elsewhere.page.context().close();
});

test('S shows the sketch on one side of a line that moves', async ({ page }) => {
  await studio.dab(CENTRE, RED);
  await studio.exported();
  await page.keyboard.press('s');
  await page.mouse.move(10, 400); // no ring on the pixels that are read
  const left = await studio.place([150, 200]);
  const right = await studio.place([260, 230]);
  await expect.poll(() => studio.screenPixel(left)).toEqual([255, 255, 255]);
  expect(isRed(await studio.screenPixel(right))).toBe(true);
  const grip = page.getByRole('slider', { name: 'Line between sketch and result' });
  await grip.focus();
  for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowRight');
  await expect.poll(() => studio.screenPixel(right)).toEqual([255, 255, 255]);
});

test('Shift+S shows the sketch beside the result, in the same view, and hints go on the result', async ({ page }) => {
  await studio.dab(CENTRE, RED);
  await studio.exported();
  await page.keyboard.press('Shift+S');
  const pane = page.getByRole('img', { name: 'circle.png before colouring' });
  await expect(pane).toBeVisible();
  await expect
    .poll(async () => {
      const [left, right] = [await pane.boundingBox(), await studio.sketch('circle.png').boundingBox()];
      return (
        left && right && [right.x - left.x - left.width, right.width - left.width].map(Math.abs).every((d) => d < 2)
      );
    })
    .toBe(true);
  await studio.dab(OUTSIDE, BLUE);
  await studio.expectHints(2);
  await studio.exported();
  await page.keyboard.press('Control+=');
  await page.mouse.move(10, 400); // no ring on the pixels that are read
  const [x, y] = await studio.place([150, 200]);
  const apart = (await studio.sketch('circle.png').boundingBox())!.x - (await pane.boundingBox())!.x;
  await expect.poll(async () => isRed(await studio.screenPixel([x, y]))).toBe(true);
  expect(await studio.screenPixel([x - apart, y])).toEqual([255, 255, 255]);
  await page.keyboard.press('s'); // one way to compare at a time
  await expect(pane).toHaveCount(0);
  await expect(page.getByRole('slider', { name: 'Line between sketch and result' })).toBeVisible();
});

test('no white shows at the rim of a dark picture, however it falls on the pixels of the window', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' }); // the canvas's surround is darker than any rim would be
  const size = [SIDE, SIDE + 30] as const; // fitted by its height, so that its sides lie anywhere
  const tall = await sharp(await circleSketch())
    .extend({ bottom: 30, background: '#fff' })
    .png()
    .toBuffer();
  await studio.drop(tall, 'tall.png');
  await studio.menu('Model', 'Flood fill');
  await studio.pickColor('#202020');
  await page.keyboard.press('d');
  for (const at of [CENTRE, OUTSIDE]) await page.mouse.click(...(await studio.placeIn(at, size)));
  await studio.exported();
  await page.mouse.move(5, 400);
  for (const height of [740, 741, 742, 743, 744, 745]) {
    await page.setViewportSize({ width: 1180, height });
    await page.waitForTimeout(300);
    for (const edge of [0, SIDE]) {
      const [x, y] = await studio.placeIn([edge, 100], size);
      const clip = { x: Math.round(x) - 4, y: Math.round(y), width: 8, height: 1 };
      const shot = await pixelsOf(await page.screenshot({ clip }));
      for (let i = 0; i < 8; i++) expect(Math.max(...shot.at(i, 0)), `${height}, ${edge}, ${i}`).toBeLessThan(100);
    }
  }
});

test('tinted lines take the colour that they bound, in the picture and in the layer of lines', async ({ page }) => {
  await studio.dab(CENTRE, RED);
  await studio.dab(OUTSIDE, '#ffffff');
  const onLine: readonly [number, number] = [200, 90]; // the top of the circle
  expect(Math.max(...(await studio.exported()).at(...onLine))).toBeLessThan(30);
  const tint = page.getByRole('spinbutton', { name: 'Tint lines' });
  await tint.fill('100');
  await tint.press('Enter');
  const [r, g, b] = (await studio.exported()).at(...onLine);
  expect(r).toBeGreaterThan(50);
  expect(r).toBeLessThan(120);
  expect(Math.max(g, b)).toBeLessThan(r / 2);
  await page.keyboard.press('Control+z');
  expect(Math.max(...(await studio.exported()).at(...onLine))).toBeLessThan(30);
});

test('U veils what is a guess and marks where the next hint tells most', async ({ page }) => {
  await studio.menu('Model', 'Flood fill'); // the veil is measured over one flat red
  await studio.dab(CENTRE, RED);
  await studio.exported();
  await page.keyboard.press('u');
  await page.mouse.move(10, 400);
  const far = await studio.place([20, 380]);
  const near = await studio.place([215, 215]);
  /** How much lighter the lightest of a row of pixels is than the darkest. */
  const stripes = async ([x, y]: readonly [number, number]) => {
    const shot = await pixelsOf(
      await page.screenshot({ clip: { x: Math.round(x), y: Math.round(y), width: 40, height: 1 } }),
    );
    const greens = Array.from({ length: 40 }, (_, i) => shot.at(i, 0)[1]);
    return Math.max(...greens) - Math.min(...greens);
  };
  await expect.poll(() => stripes(far)).toBeGreaterThan(50);
  expect(await stripes(near)).toBeLessThan(20);
});

test('a variant changes what no hint chose, and only that', async ({ page }) => {
  const chooser = page.waitForEvent('filechooser');
  await studio.menu('Model', 'Import model…');
  await (await chooser).setFiles({ name: 'blue.safetensors', mimeType: '', buffer: await smallModel() });
  await expect(studio.status).toContainText('Model: blue');
  await studio.dab(CENTRE, RED);
  const own = await studio.exported();
  expect(own.at(...OUTSIDE)[2]).toBeGreaterThan(own.at(...OUTSIDE)[0] + 60);

  await page.getByRole('button', { name: 'Variant 1', exact: true }).click();
  const first = await studio.exported();
  expect(isRed(first.at(...CENTRE))).toBe(true);
  const change = (a: readonly number[], b: readonly number[]) => Math.max(...a.map((v, i) => Math.abs(v - b[i])));
  expect(change(first.at(...OUTSIDE), own.at(...OUTSIDE))).toBeGreaterThan(40);
  await page.getByRole('button', { name: 'Variant 2', exact: true }).click();
  expect(change((await studio.exported()).at(...OUTSIDE), first.at(...OUTSIDE))).toBeGreaterThan(20);
  await page.getByRole('button', { name: 'As the model coloured' }).click();
  expect((await studio.exported()).pixels.equals(own.pixels)).toBe(true);

  await test.step('the card says what the model is', async () => {
    await studio.status.getByRole('button', { name: /^Model:/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Model' });
    await expect(dialog).toContainText('CC0');
    await expect(dialog).toContainText('Blue');
  });
});

/** Exports through the dialog. */
async function exportAs(format: RegExp): Promise<{ name: string; bytes: Buffer }> {
  const { page } = studio;
  await page.keyboard.press('Control+Shift+e');
  await page.getByRole('radio', { name: format }).click();
  return studio.download(() => page.getByRole('button', { name: 'Export', exact: true }).click());
}

test('a Photoshop file has lines, shade and one layer a colour, and shows the picture', async () => {
  await studio.dab(OUTSIDE, BLUE);
  await studio.dab(CENTRE, RED);
  const picture = await studio.exported();
  const { name, bytes } = await exportAs(/^Photoshop/);
  expect(name).toBe('circle-color.psd');
  const file = Psd.parse(Uint8Array.from(bytes).buffer);
  expect([file.width, file.height]).toEqual([SIDE, SIDE]);
  const names = (file.children as { name: string }[]).map((child) => child.name);
  expect(names).toEqual(expect.arrayContaining(['Lines', 'Shade', 'Flat colours', 'Paper']));
  const layers = file.layers as { name: string; composite(): Promise<Uint8ClampedArray> }[];
  expect(layers.map(({ name }) => name)).toEqual(expect.arrayContaining([RED, BLUE]));
  const composite = await file.composite();
  const lines = await layers.find((layer) => layer.name === 'Lines')!.composite();
  for (const [x, y] of [CENTRE, OUTSIDE, LINE]) {
    const q = 4 * (y * SIDE + x);
    expect([...composite.subarray(q, q + 3)]).toEqual(picture.at(x, y));
  }
  expect(lines[4 * (CENTRE[1] * SIDE + CENTRE[0]) + 3]).toBe(0); // nothing but lines on the lines' layer
  expect(lines[4 * (LINE[1] * SIDE + LINE[0]) + 3]).toBeGreaterThan(200);
});

test('an OpenRaster file keeps the layout that Krita reads, and its layers make the picture', async () => {
  await studio.dab(OUTSIDE, BLUE);
  await studio.dab(CENTRE, RED);
  const picture = await studio.exported();
  const { bytes } = await exportAs(/^OpenRaster/);
  // `mimetype` first, stored, without extra field: its text stands at byte 38.
  expect(bytes.subarray(30, 38).toString()).toBe('mimetype');
  expect(bytes.subarray(38, 54).toString()).toBe('image/openraster');
  const files = unzipSync(bytes);
  const xml = strFromU8(files['stack.xml']);
  expect(xml).toContain(`w="${SIDE}" h="${SIDE}"`);
  expect(xml.indexOf('name="Lines"')).toBeLessThan(xml.indexOf('name="Shade"')); // the top one comes first
  expect(xml).toContain('composite-op="svg:multiply"');
  const merged = await pixelsOf(Buffer.from(files['mergedimage.png']));
  expect(merged.pixels.equals(picture.pixels)).toBe(true);
  const thumbnail = await sharp(files['Thumbnails/thumbnail.png']).metadata();
  expect(Math.max(thumbnail.width, thumbnail.height)).toBe(256);

  await test.step('laid over each other they are the picture', async () => {
    expect(worst(await layersLaid(bytes), picture)).toBeLessThanOrEqual(3);
  });
});

test('WebP, and the resolution of the sketch in a PNG', async () => {
  await studio.drop(
    await sharp(await circleSketch())
      .withMetadata({ density: 350 })
      .png()
      .toBuffer(),
    'scan.png',
  );
  await studio.dab(CENTRE, RED);
  const webp = await exportAs(/^WebP/);
  expect((await sharp(webp.bytes).metadata()).format).toBe('webp');
  expect(isRed((await pixelsOf(webp.bytes)).at(...CENTRE))).toBe(true);
  const png = await exportAs(/^PNG/);
  expect((await sharp(png.bytes).metadata()).density).toBe(350);
});

test('the sketch’s colour profile and resolution are in what is exported, and its colours are the same under it', async ({
  page,
}) => {
  await studio.menu('Model', 'Flood fill');
  const tagged = sharp(await circleSketch())
    .withMetadata({ density: 300 })
    .withIccProfile('p3');
  const { icc } = await sharp(await tagged.png().toBuffer()).metadata();
  for (const format of ['png', 'jpeg'] as const) {
    await studio.drop(await tagged.toFormat(format).toBuffer(), `wide.${format}`, { type: `image/${format}` });
    await expect(studio.sketch(`wide.${format}`)).toBeVisible();
    await studio.dab(CENTRE, '#d02020');
    await studio.expectHints(1);
    const png = (await studio.download(() => page.keyboard.press('Control+e'))).bytes;
    const said = await sharp(png).metadata();
    expect(said.icc?.equals(icc!), format).toBe(true);
    expect(Math.round(said.density!)).toBe(300);
    const as = await sharp(png).keepIccProfile().removeAlpha().raw().toBuffer();
    const at = 3 * (CENTRE[1] * SIDE + CENTRE[0]);
    expect(as[at], 'another number for the same red').not.toBe(0xd0);
    const [r, g, b] = (await pixelsOf(png)).at(...CENTRE); // brought to sRGB by another library
    expect(Math.max(Math.abs(r - 0xd0), Math.abs(g - 0x20), Math.abs(b - 0x20))).toBeLessThan(4);
  }
  const webp = (await exportAs(/^WebP/)).bytes;
  expect((await sharp(webp).metadata()).icc?.equals(icc!), 'WebP').toBe(true);
  const [r, g, b] = (await pixelsOf(webp)).at(...CENTRE);
  expect(Math.max(Math.abs(r - 0xd0), Math.abs(g - 0x20), Math.abs(b - 0x20))).toBeLessThan(8); // its encoder is not exact
  const { bytes } = await exportAs(/^Photoshop/);
  expect(Buffer.from(readProfile(new Uint8Array(bytes))!).equals(icc!)).toBe(true);
  const read = psd.readPsd(bytes, { skipLayerImageData: true, skipCompositeImageData: true });
  expect(read.imageResources?.resolutionInfo?.horizontalResolution).toBeCloseTo(300, 0);
  await studio.drop(bytes, 'again.psd');
  await expect(studio.sketch('again.psd')).toBeVisible();
  const again = (await studio.download(() => page.keyboard.press('Control+e'))).bytes;
  expect((await sharp(again).metadata()).icc?.equals(icc!), 'a PSD keeps its own').toBe(true);
});

test('the picture goes to the clipboard', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await studio.dab(CENTRE, RED);
  await page.keyboard.press('Control+c');
  await expect(studio.notices).toContainText('on the clipboard');
  const size = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const bitmap = await createImageBitmap(await item.getType('image/png'));
    return [bitmap.width, bitmap.height];
  });
  expect(size).toEqual([SIDE, SIDE]);
});
