import { expect, test } from '@playwright/test';
import { CENTRE, circleSketch, isRed, OUTSIDE, Studio } from './studio.js';

const RED = '#d02020';
const BLUE = '#3060c0';

let studio: Studio;

test.beforeEach(async ({ page }) => {
  studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'circle.png');
  await expect(studio.sketch('circle.png')).toBeVisible();
});

test('a pen pressed harder draws wider', async ({ page }) => {
  await studio.pickColor(RED);
  await page.keyboard.press('b');
  const client = await page.context().newCDPSession(page);
  const send = async (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number, force: number) => {
    const [sx, sy] = await studio.place([x, 200]);
    const buttons = type === 'mouseReleased' ? 0 : 1;
    await client.send('Input.dispatchMouseEvent', {
      type,
      x: sx,
      y: sy,
      force,
      button: 'left',
      buttons,
      pointerType: 'pen',
    });
  };
  await send('mousePressed', 120, 0.1);
  for (let i = 1; i <= 10; i++) await send('mouseMoved', 120 + 16 * i, 0.1 + 0.09 * i);
  await send('mouseReleased', 280, 0);
  await studio.expectHints(1);
  const [hint] = await studio.hints();
  expect(hint.widths).toHaveLength(hint.points.length);
  expect(hint.widths!.at(-1)!).toBeGreaterThan(3 * hint.widths![0]);
  expect(hint.width).toBe(Math.max(...hint.widths!));
});

test('G fills a closed area, and an open one whose gap is small', async ({ page }) => {
  await studio.dab(OUTSIDE, BLUE);
  await studio.pickColor(RED);
  await page.keyboard.press('g');
  await studio.click(CENTRE);
  await studio.expectHints(2);
  const picture = await studio.exported();
  const inside: [number, number][] = [
    [110, 200],
    [200, 295],
    [270, 150],
  ];
  for (const at of [CENTRE, ...inside]) expect(isRed(picture.at(...at)), `${at}`).toBe(true);
  expect(isRed(picture.at(...OUTSIDE))).toBe(false);
  expect((await studio.hints())[1]).toMatchObject({ area: true, color: RED });
});

test('G on an area that it has filled gives that another colour, over what was drawn since', async ({ page }) => {
  await studio.pickColor(BLUE);
  await page.keyboard.press('g');
  await studio.click(CENTRE);
  await studio.expectHints(1);
  await studio.dab([150, 200], BLUE);
  await studio.expectHints(2);
  await page.keyboard.press('g');
  await studio.pickColor(RED);
  await studio.click(CENTRE);
  await expect.poll(async () => (await studio.hints()).at(-1)?.color).toBe(RED);
  await studio.expectHints(2);
  const picture = await studio.exported();
  expect([isRed(picture.at(...CENTRE)), isRed(picture.at(150, 200))]).toEqual([true, true]);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await studio.hints())[0].color).toBe(BLUE);
});

test('a drag of G fills every area that it crosses, seen at once, in one step of undo', async ({ page }) => {
  await studio.dab(OUTSIDE, BLUE);
  await studio.exported();
  await studio.pickColor(RED);
  await page.keyboard.press('g');
  await page.mouse.move(...(await studio.place([200, 330]))); // outside, below the circle
  await page.mouse.down();
  await page.mouse.move(...(await studio.place([200, 260])), { steps: 5 }); // inside
  const isSeen = async (at: readonly [number, number]) => isRed(await studio.screenPixel(await studio.place(at)));
  await expect.poll(() => isSeen([150, 180])).toBe(true);
  await expect.poll(() => isSeen([350, 350])).toBe(true);
  await page.mouse.up();
  await studio.expectHints(3);
  expect((await studio.hints()).map(({ area }) => area === true)).toEqual([false, true, true]);
  await page.keyboard.press('Control+z');
  await studio.expectHints(1);

  await page.mouse.down();
  await page.mouse.move(...(await studio.place([200, 330])), { steps: 3 });
  await expect.poll(() => isSeen([150, 180])).toBe(true);
  await page.keyboard.press('Escape'); // taken back
  await expect.poll(() => isSeen([150, 180])).toBe(false);
  await page.mouse.up();
  await studio.expectHints(1);
});

test('the eraser cuts a stroke in two, and with Shift takes it whole', async ({ page }) => {
  await studio.pickColor(RED);
  await page.keyboard.press('b');
  await studio.drag([120, 200], [280, 200]);
  await studio.expectHints(1);
  await page.keyboard.press('e');
  await studio.click([200, 200]);
  await studio.expectHints(2);
  const [left, right] = await studio.hints();
  expect(left.points.at(-1)![0]).toBeLessThan(196);
  expect(right.points[0][0]).toBeGreaterThan(204);
  await page.keyboard.press('Control+z');
  await studio.expectHints(1);
  await page.keyboard.down('Shift');
  await studio.click([200, 200]);
  await page.keyboard.up('Shift');
  await studio.expectHints(0);
});

test('a hint is picked, moved, recoloured by its menu, and deleted', async ({ page }) => {
  await studio.dab(OUTSIDE, BLUE);
  await studio.dab(CENTRE, RED);
  await page.keyboard.press('v');
  await studio.drag(CENTRE, [230, 170]);
  const moved = (await studio.hints())[1].points[0];
  expect(Math.hypot(moved[0] - 230, moved[1] - 170)).toBeLessThan(2);
  await page.keyboard.press('Control+z');
  expect((await studio.hints())[1].points[0][0]).toBeCloseTo(200, 0);

  await studio.pickColor('#20a040');
  const [x, y] = await studio.place(CENTRE);
  await page.mouse.click(x, y, { button: 'right' });
  await page.getByRole('menuitem', { name: 'Give it the current colour' }).click();
  expect((await studio.hints())[1].color).toBe('#20a040');
  const [r, g] = (await studio.exported()).at(250, 160);
  expect(g).toBeGreaterThan(r);

  await studio.click(CENTRE);
  await page.keyboard.press('Delete');
  await studio.expectHints(1);
});

test('a hint with a short reach leaves the rest to another', async ({ page }) => {
  await studio.dab([130, 200], BLUE);
  const reach = page.getByRole('spinbutton', { name: 'Reach' });
  await reach.fill('40');
  await reach.press('Enter');
  await studio.dab([270, 200], RED);
  await studio.dab(OUTSIDE, '#ffffff');
  expect((await studio.hints())[1].reach).toBe(40);
  const picture = await studio.exported();
  expect(isRed(picture.at(280, 200))).toBe(true);
  expect(isRed(picture.at(200, 130))).toBe(false);
});

test('the area that a hint would have shows before it is drawn', async ({ page }) => {
  await studio.dab(OUTSIDE, BLUE);
  await studio.exported();
  await studio.pickColor(RED);
  const [x, y] = await studio.place([150, 250]); // inside the circle, far from the pointer
  const before = await studio.stillPixel([x, y]);
  /** How much redder than before. */
  const red = () => studio.screenPixel([x, y]).then(([r, , b]) => r - b - (before[0] - before[2]));
  await page.mouse.move(...(await studio.place(CENTRE)));
  await expect.poll(red).toBeGreaterThan(20);
  const [ox, oy] = await studio.place([40, 200]);
  const [r, , b] = await studio.screenPixel([ox, oy]);
  expect(r - b).toBeLessThan(-120);
  await studio.expectHints(1);
  // Who looks on sees the colours again.
  await expect.poll(red).toBe(0);
});

test('a hint that would reach all of the picture does not tint it', async ({ page }) => {
  const at = await studio.place([150, 250]);
  await studio.exported();
  const before = await studio.stillPixel(at);
  const asked = page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const { postMessage } = Worker.prototype;
        Worker.prototype.postMessage = function (message: { method?: string }, ...rest: unknown[]) {
          if (message.method === 'influence') this.addEventListener('message', () => resolve(), { once: true });
          return postMessage.call(this, message, ...(rest as []));
        };
      }),
  );
  await page.mouse.move(...(await studio.place(CENTRE)));
  await asked;
  await page.waitForTimeout(300);
  expect(await studio.screenPixel(at)).toEqual(before);
});

test('P keeps paper: what the hint reaches stays white', async ({ page }) => {
  await studio.dab(CENTRE, RED);
  await page.keyboard.press('p');
  await page.keyboard.press('d');
  await studio.click(OUTSIDE);
  const picture = await studio.exported();
  expect(picture.at(370, 370)).toEqual([255, 255, 255]);
  expect(isRed(picture.at(...CENTRE))).toBe(true);
  expect((await studio.hints())[1]).toMatchObject({ empty: true });
});

test('the view turns with R and mirrors with M, and hints land where they are put', async ({ page }) => {
  const wanted: readonly [number, number] = [150, 260];
  const [cx, cy] = await studio.place(CENTRE);
  await page.keyboard.down('r');
  await page.mouse.move(cx + 100, cy);
  await page.mouse.down();
  await page.mouse.move(cx, cy + 100, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('r');
  await expect(studio.status).toContainText('90°');
  // Turned by a right angle about the middle of a square sketch, which stays fitted: (x, y) is at (400 − y, x).
  await studio.dab([400 - wanted[1], wanted[0]], RED);
  await page.keyboard.press('5');
  await expect(studio.status).not.toContainText('90°');
  await page.keyboard.press('m');
  await expect(studio.status).toContainText('Mirrored');
  await studio.click([400 - wanted[0], wanted[1]]);
  for (const [x, y] of await studio.hintPoints()) expect(Math.hypot(x - wanted[0], y - wanted[1])).toBeLessThan(2);
});

test('two fingers move and zoom the view, and their tap undoes', async ({ page }) => {
  await studio.dab(CENTRE, RED);
  await studio.expectHints(1);
  const client = await page.context().newCDPSession(page);
  const [x, y] = await studio.place(CENTRE);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...xs: number[]) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints: xs.map((dx, id) => ({ x: x + dx, y, id })) });
  const zoom = page.getByLabel('Zoom', { exact: true });
  const before = Number.parseFloat((await zoom.textContent())!);
  await touch('touchStart', -40, 40);
  await touch('touchMove', -60, 60);
  await touch('touchMove', -80, 80);
  await touch('touchEnd');
  expect(Number.parseFloat((await zoom.textContent())!)).toBeGreaterThan(1.4 * before);
  await studio.expectHints(1);
  await touch('touchStart', -20, 20);
  await touch('touchEnd');
  await studio.expectHints(0);
});

test('the history lists what was done and goes back to any of it', async ({ page }) => {
  await studio.dab(CENTRE, RED);
  await studio.dab(OUTSIDE, BLUE);
  await page.keyboard.press('g');
  await studio.click(CENTRE);
  await studio.expectHints(3);
  await page.getByRole('button', { name: 'History' }).click();
  const steps = page.getByRole('list', { name: 'History' }).getByRole('button');
  await expect(steps).toHaveText(['Opened', 'Dab', 'Dab', 'Filled area']);
  await studio.exported();
  /** The colour in the middle of a step's small picture. */
  const seen = (step: number) =>
    steps.nth(step).evaluate((button) => {
      const picture = button.querySelector('img');
      if (!picture?.naturalWidth) return null;
      const { naturalWidth: width, naturalHeight: height } = picture;
      const canvas = new OffscreenCanvas(width, height).getContext('2d')!;
      canvas.drawImage(picture, 0, 0);
      const middle = canvas.getImageData(width / 2, height / 2, 1, 1).data;
      return [middle[0], middle[1], middle[2]];
    });
  await steps.nth(1).click();
  await studio.expectHints(1);
  await expect.poll(async () => isRed((await seen(1)) ?? [0, 0, 0])).toBe(true);
  await steps.nth(3).click();
  await studio.expectHints(3);
});

test('under the pen the screen puts together three canvases: picture, marks, ink', async ({ page }) => {
  await studio.dab(OUTSIDE, BLUE);
  await page.getByRole('button', { name: 'History' }).click();
  await expect(page.locator('.variants img')).toHaveCount(6);
  await expect(page.locator('img.history-picture').first()).toBeVisible();
  await page.keyboard.press('b');
  await page.mouse.move(...(await studio.place([150, 200])));
  await page.mouse.down();
  await page.mouse.move(...(await studio.place([240, 200])), { steps: 6 });
  await expect(page.locator('canvas:visible')).toHaveCount(3);
  await page.mouse.up();
  await page.mouse.move(0, 0);
  await expect(page.locator('canvas:visible'), 'faded marks are not drawn').toHaveCount(2);
  await page.keyboard.press('v'); // needs them
  await expect(page.locator('canvas:visible')).toHaveCount(3);
});

test('ink follows the pen, over itself and in a turned view, and nothing else is drawn for it', async ({ page }) => {
  await studio.dab(OUTSIDE, BLUE);
  await studio.exported();
  await studio.menu('File', 'Settings');
  await page.getByRole('switch', { name: 'Colours follow the pen' }).click();
  await page.keyboard.press('Escape');
  await studio.pickColor(RED);
  await page.keyboard.press('b');
  await page.mouse.move(...(await studio.place([150, 200])));
  await page.mouse.down();
  await page.mouse.move(...(await studio.place([240, 200])), { steps: 6 });
  // Canvases that are emptied to be drawn anew, but for the ink's own.
  await page.evaluate(() => {
    const { clearRect } = CanvasRenderingContext2D.prototype;
    const redrawn: string[] = [];
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
      if (this.canvas instanceof HTMLCanvasElement && this.canvas.className !== 'ink')
        redrawn.push(this.canvas.className);
      return clearRect.apply(this, box);
    };
    Object.assign(globalThis, { redrawn });
  });
  await page.mouse.move(...(await studio.place([200, 150])), { steps: 6 });
  await page.mouse.move(...(await studio.place([200, 260])), { steps: 6 });
  const isInk = (at: readonly [number, number]) =>
    studio
      .place(at)
      .then((place) => studio.screenPixel(place))
      .then(isRed);
  for (const at of [
    [170, 200],
    [200, 200],
    [220, 175],
    [200, 240],
  ] as const) {
    await expect.poll(() => isInk(at), `${at}`).toBe(true);
  }
  expect(await isInk([170, 240])).toBe(false);
  expect(await page.evaluate(() => (globalThis as unknown as { redrawn: string[] }).redrawn)).toEqual([]);
  await page.keyboard.press('Escape'); // taken back
  await expect.poll(() => isInk([200, 240])).toBe(false);
  await page.mouse.up();

  await page.keyboard.press('m'); // mirrored
  await page.mouse.move(...(await studio.place([150, 200])));
  await page.mouse.down();
  await page.mouse.move(...(await studio.place([240, 200])), { steps: 6 });
  await expect.poll(() => isInk([200, 200])).toBe(true);
  await page.mouse.up();
  await studio.expectHints(2);
});

test('colours follow the pen while a stroke is drawn', async ({ page }) => {
  await studio.dab(OUTSIDE, BLUE);
  await studio.exported();
  await studio.pickColor(RED);
  await page.keyboard.press('b');
  await page.mouse.move(...(await studio.place([180, 180])));
  await page.mouse.down();
  await page.mouse.move(...(await studio.place([200, 200])), { steps: 4 });
  const at = await studio.place([130, 240]); // inside the circle, away from the ink
  await expect.poll(() => studio.screenPixel(at).then(isRed)).toBe(true);
  await page.keyboard.press('Escape'); // taken back, and so is the preview
  await expect.poll(() => studio.screenPixel(at).then(isRed)).toBe(false);
  await page.mouse.up();
  await studio.expectHints(1);
});

test('a second colour in an area stays near itself, unless that is turned off', async ({ page }) => {
  await studio.dab([150, 150], BLUE);
  await studio.dab([250, 250], RED);
  const picture = await studio.exported();
  expect(isRed(picture.at(250, 250))).toBe(true);
  for (const at of [CENTRE, [150, 250], [270, 150]] as [number, number][])
    expect(picture.at(...at)[2], `${at}`).toBeGreaterThan(picture.at(...at)[0]);

  await page.getByRole('switch', { name: 'Keep second colours local' }).click();
  await studio.dab([260, 200], RED);
  const parted = await studio.exported();
  for (const at of [
    [270, 150],
    [230, 290],
  ] as [number, number][])
    expect(parted.at(...at)[0], `${at}`).toBeGreaterThan(parted.at(...at)[2]);
  expect((await studio.hints()).map(({ glaze }) => glaze)).toEqual([true, true, undefined]);
});

test('a quick dab has no preview, for which its own colours would wait', async ({ page }) => {
  await studio.dab(OUTSIDE, BLUE);
  await studio.exported();
  await page.evaluate(() => {
    const calls: string[] = [];
    Object.assign(globalThis, { calls });
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (message: { method?: string }, ...rest: unknown[]) {
      calls.push(message.method ?? '');
      return postMessage.call(this, message, ...(rest as []));
    };
    // A press and its end at once, as fast as no machine under load sends them.
    const canvas = document.querySelector('.canvas')!;
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const at = { clientX: left + width / 2, clientY: top + height / 2, pointerId: 1, bubbles: true };
    Element.prototype.setPointerCapture = () => undefined; // there is no such pointer
    canvas.dispatchEvent(new PointerEvent('pointerdown', { ...at, buttons: 1 }));
    canvas.dispatchEvent(new PointerEvent('pointerup', at));
  });
  await studio.expectHints(2);
  await studio.exported();
  const calls = await page.evaluate(() => (globalThis as unknown as { calls: string[] }).calls);
  expect(calls).toContain('colorize');
  expect(calls).not.toContain('preview');
});
