import { expect, test } from '@playwright/test';
import { CENTRE, circleSketch, isRed, OUTSIDE, Studio } from './studio.js';

const RED = '#d02020';
const BLUE = '#3060c0';

/** In the circle, far from its middle, and outside it. */
const INSIDE: readonly [number, number] = [150, 250];
const FAR: readonly [number, number] = [360, 360];

let studio: Studio;

test.beforeEach(async ({ page }) => {
  studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'circle.png');
  await studio.dab(OUTSIDE, BLUE);
  await studio.exported();
});

/** How much redder than blue a place is, on the screen. */
const redness = async (at: readonly [number, number]) => {
  const [r, , b] = await studio.screenPixel(await studio.place(at));
  return r - b;
};

test('the area that a click of the fill would colour shows before it, follows the pointer and goes with the tool', async ({
  page,
}) => {
  await studio.pickColor(RED);
  await studio.stillPixel(await studio.place(INSIDE));
  const before = [await redness(INSIDE), await redness(FAR)];
  await page.keyboard.press('g');
  await page.mouse.move(...(await studio.place([220, 180])));
  await expect.poll(() => redness(INSIDE)).toBeGreaterThan(before[0] + 30);
  expect(await redness(FAR)).toBe(before[1]);
  await studio.expectHints(1);

  await page.mouse.move(...(await studio.place([360, 40])), { steps: 3 });
  await expect.poll(() => redness(FAR)).toBeGreaterThan(before[1] + 30);
  expect(await redness(INSIDE)).toBe(before[0]);
  await page.keyboard.press('e');
  await expect.poll(() => redness(FAR)).toBe(before[1]);

  await page.keyboard.press('g');
  await expect.poll(() => redness(FAR)).toBeGreaterThan(before[1] + 30);
  // Who looks on sees the colours again, and a move brings the area back.
  await expect.poll(() => redness(FAR)).toBe(before[1]);
  await page.mouse.move(...(await studio.place([350, 60])));
  await expect.poll(() => redness(FAR)).toBeGreaterThan(before[1] + 30);
  await page.mouse.down();
  await page.mouse.up();
  await studio.expectHints(2);
  const picture = await studio.exported();
  // Where it was filled, nothing lies over the colour until the pointer moves.
  expect(await studio.stillPixel(await studio.place(FAR))).toEqual(picture.at(...FAR));
  expect([isRed(picture.at(...FAR)), isRed(picture.at(...INSIDE))]).toEqual([true, false]);
});

test('by keys the area under the cross shows, too', async ({ page }) => {
  await studio.pickColor(RED);
  await page.keyboard.press('g');
  await studio.stillPixel(await studio.place(INSIDE));
  const before = await redness(INSIDE);
  await page.getByRole('application', { name: /Picture by keys/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => redness(INSIDE)).toBeGreaterThan(before + 30);
  await page.keyboard.press('Enter');
  await studio.expectHints(2);
});

test('under a finger no area shows, and one that rests opens a menu only where it picks a hint', async ({ page }) => {
  await studio.pickColor(RED);
  await page.keyboard.press('g');
  const client = await page.context().newCDPSession(page);
  const [x, y] = await studio.place(CENTRE);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel', ...dxs: number[]) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints: dxs.map((dx, id) => ({ x: x + dx, y, id })) });
  await studio.stillPixel(await studio.place(INSIDE)); // the first colours fade in
  const before = await redness(INSIDE);
  await touch('touchStart', -30, 30); // two fingers, one of which is lifted
  await touch('touchEnd', -30);
  await touch('touchMove', -20);
  await page.waitForTimeout(1000);
  expect(Math.abs((await redness(INSIDE)) - before)).toBeLessThan(3);
  await touch('touchEnd');
  await studio.expectHints(1);
  const menu = page.getByRole('menu', { name: 'Hint' });
  await page.keyboard.press('b');
  await touch('touchStart', 0); // rests where no hint is
  await page.waitForTimeout(1000);
  await expect(menu).toHaveCount(0);
  await touch('touchEnd');
  await studio.expectHints(2);
  await page.keyboard.press('v');
  await touch('touchStart', 0); // and on one
  await expect(menu).toBeVisible();
});

for (const tool of ['Brush', 'Dab'])
  test(`with Shift the ${tool} draws a straight line from the last stroke's end, which shows before`, async ({
    page,
  }) => {
    await studio.dab([110, 200], RED);
    await studio.exported();
    await studio.tool(tool);
    const between = await studio.place([200, 240]);
    const still = await studio.stillPixel(between);
    await page.mouse.move(...(await studio.place([290, 280])));
    await page.waitForTimeout(300);
    await page.keyboard.down('Shift'); // the pointer rests
    const seen = () => studio.screenPixel(between).then((now) => now.join() !== still.join());
    await expect.poll(seen).toBe(true);
    await page.keyboard.up('Shift');
    await expect.poll(seen).toBe(false);
    await page.keyboard.down('Shift');
    await page.mouse.move(...(await studio.place([290, 281])));
    await page.mouse.down();
    await page.mouse.move(...(await studio.place([290, 300])));
    await page.mouse.up();
    await page.mouse.click(...(await studio.place([110, 300])));
    await page.keyboard.up('Shift');
    await studio.expectHints(4);
    const ends = (await studio.hints()).slice(2).map(({ points }) => points.map(([x, y]) => [x, y].map(Math.round)));
    const near = (points: number[][], wanted: number[][]) => {
      for (const [i, [x, y]] of points.entries())
        expect(Math.hypot(x - wanted[i][0], y - wanted[i][1]), `${x}, ${y}`).toBeLessThan(3);
    };
    expect(ends.map(({ length }) => length)).toEqual([2, 2]);
    near(ends[0], [
      [110, 200],
      [290, 300],
    ]);
    near(ends[1], [
      [290, 300],
      [110, 300],
    ]);
    await page.keyboard.press('Control+z');
    await studio.expectHints(3);
  });

test('with Shift the eraser rubs out along a line beside the hints, and takes the one that it is put on', async ({
  page,
}) => {
  await studio.pickColor(RED);
  await page.keyboard.press('b');
  for (const x of [150, 200, 250]) await studio.drag([x, 150], [x, 250]);
  await studio.expectHints(4);
  await page.keyboard.press('e');
  await studio.click([110, 200]); // nothing is there
  await page.keyboard.down('Shift');
  await studio.click([290, 200]);
  await studio.expectHints(7); // three were cut in two
  await page.keyboard.up('Shift');
  await page.keyboard.press('Control+z');
  await studio.expectHints(4);
  await page.keyboard.down('Shift');
  await studio.click([200, 230]);
  await page.keyboard.up('Shift');
  await studio.expectHints(3);
});
