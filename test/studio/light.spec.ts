import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { layersLaid, worst } from './layers.js';
import { CENTRE, circleSketch, type Exported, Studio } from './studio.js';

const GREEN = '#50b060';
/** Sketch pixels inside the circle, by the side that they lie on. */
const LEFT: readonly [number, number] = [105, 200];
const RIGHT: readonly [number, number] = [295, 200];

let studio: Studio;

test.beforeEach(async ({ page }) => {
  studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'circle.png');
  await studio.menu('Model', 'Flood fill'); // one colour all over the circle
  await studio.dab(CENTRE, GREEN);
});

const light = (page: Page) => page.getByRole('switch', { name: 'Shade by a light' });
const dial = (page: Page) => page.getByRole('slider', { name: 'Where the light comes from' });

/** Drags the light to a place on the dial, from its middle in parts of its half. */
async function dragLight(page: Page, ...places: readonly (readonly [number, number])[]): Promise<void> {
  await dial(page).scrollIntoViewIfNeeded();
  const box = (await dial(page).boundingBox())!;
  const at = ([x, y]: readonly [number, number]) =>
    [box.x + (box.width * (1 + x)) / 2, box.y + (box.height * (1 + y)) / 2] as const;
  await page.mouse.move(...at(places[0]));
  await page.mouse.down();
  for (const place of places.slice(1)) await page.mouse.move(...at(place), { steps: 4 });
  await page.mouse.up();
}

const brightness = (picture: Exported, at: readonly [number, number]) => picture.at(...at).reduce((a, b) => a + b);

test('a light shades the side away from it, follows the drag, and is one step of undo', async ({ page }) => {
  const plain = await studio.exported();
  await expect(dial(page)).toHaveCount(0);
  await light(page).click();
  await dragLight(page, [0, -0.5], [-0.6, 0]);
  await expect(dial(page)).toHaveAttribute('aria-valuenow', '270');
  const fromLeft = await studio.exported();
  expect(brightness(fromLeft, LEFT)).toBe(brightness(plain, LEFT));
  expect(brightness(fromLeft, RIGHT)).toBeLessThan(0.9 * brightness(plain, RIGHT));

  await dragLight(page, [-0.6, 0], [0, 0.6], [0.6, 0]);
  const fromRight = await studio.exported();
  expect(brightness(fromRight, LEFT)).toBeLessThan(0.9 * brightness(plain, LEFT));
  expect(brightness(fromRight, RIGHT)).toBe(brightness(plain, RIGHT));
  await page.keyboard.press('Control+z');
  expect((await studio.exported()).pixels.equals(fromLeft.pixels)).toBe(true);

  await light(page).click();
  expect((await studio.exported()).pixels.equals(plain.pixels)).toBe(true);
  await light(page).click(); // it stands where it stood
  expect((await studio.exported()).pixels.equals(fromLeft.pixels)).toBe(true);
});

test('while the light is dragged the picture on the screen follows', async ({ page }) => {
  await light(page).click();
  await dial(page).scrollIntoViewIfNeeded();
  const box = (await dial(page).boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const right = await studio.place(RIGHT);
  await page.mouse.move(x + 0.3 * box.width, y);
  await page.mouse.down();
  await expect.poll(() => studio.screenPixel(right)).toEqual([80, 176, 96]);
  await page.mouse.move(x - 0.3 * box.width, y, { steps: 4 });
  await expect.poll(async () => (await studio.screenPixel(right))[1]).toBeLessThan(160);
  await page.mouse.up();
});

test('keys turn and raise the light, and it is in the project, in its layers; axe finds nothing', async ({
  page,
  browser,
}) => {
  await light(page).click();
  await dial(page).focus();
  await expect(dial(page)).toHaveAttribute('aria-valuetext', 'From 315°, 40° high');
  for (const key of ['ArrowLeft', 'ArrowLeft', 'Shift+ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
  await expect(dial(page)).toHaveAttribute('aria-valuetext', 'From 306°, 35° high');
  await page.getByRole('radio', { name: 'Soft' }).click();
  const lit = await studio.exported();
  const project = await studio.savedProject();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  const { bytes } = await studio.download(async () => {
    await studio.menu('File', 'Export as…');
    await page.getByRole('radio', { name: /^OpenRaster/ }).click();
    await page.getByRole('button', { name: 'Export', exact: true }).click();
  });
  const xml = strFromU8(unzipSync(bytes)['stack.xml']);
  expect([...xml.matchAll(/name="([^"]+)"/g)].map(([, name]) => name)).toEqual(
    expect.arrayContaining(['Lines', 'Shade', 'Flat colours', GREEN]),
  );
  expect(worst(await layersLaid(bytes), lit)).toBeLessThanOrEqual(3);

  const elsewhere = new Studio(await (await browser.newContext()).newPage());
  await elsewhere.open();
  await elsewhere.choose(project.bytes, 'circle.irodori');
  await elsewhere.menu('Model', 'Flood fill');
  await elsewhere.expectHints(1);
  expect((await elsewhere.exported()).pixels.equals(lit.pixels)).toBe(true);
  await elsewhere.page.context().close();
});

/** Notes the calls that the page makes to its worker, and holds those of one kind back for some milliseconds. */
async function watchCalls(page: Page, late = '', ms = 0): Promise<() => Promise<string[]>> {
  await page.evaluate(
    ([late, ms]) => {
      const calls: string[] = [];
      Object.assign(globalThis, { calls });
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (message: { method?: string }, ...rest: unknown[]) {
        calls.push(message.method ?? '');
        const post = () => postMessage.call(this, message, ...(rest as []));
        if (message.method === late) setTimeout(post, ms);
        else post();
      };
    },
    [late, ms] as const,
  );
  return () => page.evaluate(() => (globalThis as unknown as { calls: string[] }).calls);
}

test('what a light needs is made ready once the pointer comes to its switch', async ({ page }) => {
  await studio.exported();
  const calls = await watchCalls(page);
  await light(page).hover();
  await expect.poll(calls).toEqual(['prepareLight']);
  await light(page).click();
  await expect.poll(calls).toEqual(expect.arrayContaining(['prepareLight', 'relook']));
});

test('a light that takes long is told of in the status bar', async ({ page }) => {
  await studio.exported();
  await expect(studio.status).toContainText('Coloured in');
  await watchCalls(page, 'relook', 1500);
  await light(page).click();
  await expect(studio.status).toContainText('Adjusting');
  await expect(studio.status).toContainText('Coloured in');
});

test('small pictures of variants lie in the light, too', async ({ page }) => {
  await studio.menu('Model', 'Standard');
  await expect(studio.status).toContainText('Model: standard');
  const pictures = page.locator('.variants img');
  await expect(pictures).toHaveCount(6);
  /** Brightness of the first small picture at a place of the sketch. */
  const brightness = ([x, y]: readonly [number, number]) =>
    pictures.first().evaluate(
      (image, [x, y]) => {
        const picture = image as HTMLImageElement;
        const canvas = new OffscreenCanvas(400, 400).getContext('2d')!;
        canvas.drawImage(picture, 0, 0, 400, 400);
        const [r, g, b] = canvas.getImageData(x, y, 1, 1).data;
        return r + g + b;
      },
      [x, y] as const,
    );
  const plain = await brightness(RIGHT);
  await light(page).click();
  await dragLight(page, [0, -0.5], [-0.6, 0]); // from the left
  await expect.poll(() => brightness(RIGHT)).toBeLessThan(0.9 * plain);
  expect(await brightness(LEFT)).toBeGreaterThan(0.95 * plain);
});
