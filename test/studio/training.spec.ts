import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { circleSketch, Studio } from './studio.js';
import { addUseless, makePictures, TrainingServer } from './trainingServer.js';

test.use({ actionTimeout: 60_000 });

let home: string;
let server: TrainingServer;

test.beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'irodori-training-'));
  await makePictures(join(home, 'my-discs'));
  await addUseless(join(home, 'my-discs'));
  copyFileSync(join(home, 'my-discs/disc-0.png'), join(home, 'my-discs/disc-0 copy.png'));
  await addUseless(join(home, 'useless'));
  await makePictures(join(home, 'other-discs'), 6);
  server = await TrainingServer.start(home);
});

test.afterAll(async () => {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

const runsFolder = () => join(home, 'data/irodori/runs');

/** Opens the studio of the server and the dialog. */
async function openTraining(page: Page): Promise<Studio> {
  const studio = new Studio(page);
  await studio.open(server.url);
  await studio.menu('Model', 'Train a model…');
  await expect(page.getByRole('dialog', { name: 'Train a model' })).toBeVisible();
  return studio;
}

/** Chooses a folder for a new run whose steps are small, and waits until its pictures are read. */
async function choose(page: Page, folder: string, steps: number): Promise<void> {
  await page.getByRole('button', { name: 'New run' }).click();
  await page.getByText('More settings').click();
  await page.getByLabel('Steps').fill(String(steps));
  await page.getByLabel('Pieces, pixels a side').selectOption('64');
  await page.getByLabel('Pictures a step').fill('2');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a folder…' }).click();
  await (await chooser).setFiles(join(home, folder));
  await expect(page.getByRole('img', { name: /^What the network will see/ })).toBeVisible({ timeout: 120_000 });
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}

test('a folder is trained on; the run outlives window and server, is tried on a sketch, compared and kept', async ({
  page,
  context,
}) => {
  test.setTimeout(600_000);
  await openTraining(page);
  await choose(page, 'my-discs', 24);

  await expect(page.getByText('Pictures used: 8')).toBeVisible();
  await page.getByText('Left out: 4').click();
  for (const reason of [
    'The same as another',
    'Smaller than 64 pixels',
    'Without colours, line art perhaps',
    'Damaged, or no picture',
  ])
    await expect(page.getByText(reason)).toBeVisible();
  expect.soft(await faults(page), 'before').toEqual([]);

  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByText(/^Training · Step \d+ of 24/)).toBeVisible({ timeout: 120_000 });
  await page.close();
  await server.stop();
  server = await TrainingServer.start(home);

  const again = await context.newPage();
  const studio = await openTraining(again);
  await expect(again.getByText(/^Done · Step 24 of 24/)).toBeVisible({ timeout: 180_000 });
  await expect(again.getByRole('img', { name: /^Loss.*at step 24/ })).toBeVisible();
  await expect(again.getByRole('img', { name: /^Score.*dB, at step/ })).toBeVisible();
  const sheet = again.getByRole('img', { name: /step 24: After step 24/ });
  await expect(sheet).toBeVisible();
  expect(await sheet.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(60);
  expect.soft(await faults(again), 'a run').toEqual([]);
  await expect(again.getByRole('button', { name: 'Try on the sketch' })).toBeDisabled();
  await again.keyboard.press('Escape');

  // Another model colours the sketch otherwise; without hints all comes from the model.
  await studio.drop(await circleSketch(), 'circle.png');
  await expect(studio.sketch('circle.png')).toBeVisible();
  const before = await studio.exported();
  await studio.menu('Model', 'Train a model…');
  await again.getByRole('button', { name: 'Try on the sketch' }).click();
  await expect(studio.status.getByText('Model: my-discs')).toBeVisible();
  const after = await studio.exported();
  let changed = 0;
  for (let i = 0; i < before.pixels.length; i++) if (Math.abs(before.pixels[i] - after.pixels[i]) > 2) changed++;
  expect(changed).toBeGreaterThan(1000);

  // A second run, paused and gone on with, beside the first.
  await studio.menu('Model', 'Train a model…');
  await choose(again, 'other-discs', 3000);
  await again.getByRole('button', { name: 'Start training' }).click();
  await expect(again.getByText(/^Training · Step [1-9]\d* of 3,?000/)).toBeVisible({ timeout: 120_000 });
  await again.getByRole('button', { name: 'Pause' }).click();
  await expect(again.getByText(/^Paused · Step/)).toBeVisible({ timeout: 60_000 });
  await again.getByRole('button', { name: 'Go on' }).click();
  await expect(again.getByText(/^Training · Step/)).toBeVisible({ timeout: 120_000 });
  await again.getByRole('combobox', { name: /^Compare with/ }).selectOption({ index: 1 });
  await expect(again.getByRole('heading', { name: /^my-discs, / })).toBeVisible();
  await expect(again.getByRole('img', { name: /^my-discs, step/ })).toHaveCount(3);
  await again.emulateMedia({ colorScheme: 'dark' });
  expect.soft(await faults(again), 'two runs, dark').toEqual([]);
  await again.screenshot({ path: test.info().outputPath('compared.png') });
  await again.emulateMedia({ colorScheme: null });

  // Its process is killed: that is said, and it goes on.
  const folder = readdirSync(runsFolder()).sort().at(-1)!;
  const stateFile = join(runsFolder(), folder, 'state.json');
  const { pid } = JSON.parse(readFileSync(stateFile, 'utf8')) as { pid: number };
  process.kill(pid, 'SIGKILL');
  await expect(again.getByRole('alert')).toContainText('It can go on from its last snapshot');
  await again.getByRole('button', { name: 'Go on' }).click();
  await expect(again.getByText(/^Training · Step/)).toBeVisible({ timeout: 120_000 });

  // Ended for good, it keeps its model and nothing to go on with.
  await again.getByRole('button', { name: 'End', exact: true }).click();
  await again.getByRole('alertdialog').getByRole('button', { name: 'End' }).click();
  await expect(again.getByText(/^Ended · Step/)).toBeVisible({ timeout: 60_000 });
  const left = readdirSync(join(runsFolder(), folder));
  expect(left).toEqual(expect.arrayContaining(['model.safetensors', 'log.jsonl', 'samples']));
  expect(left).not.toContain('pairs');

  // Kept, it is a model like any other, and stays when the run is removed.
  const name = again.getByRole('textbox', { name: 'Name' });
  await name.fill('my discs');
  await again.getByRole('button', { name: 'Keep model' }).click();
  await expect(again.getByRole('alert')).toContainText('no spaces');
  await name.fill('my-discs');
  await again.getByRole('button', { name: 'Keep model' }).click();
  await expect(again.getByText('Kept as my-discs')).toBeVisible();
  await again.getByRole('button', { name: 'Remove' }).click();
  await again.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(again.getByText(/^Ended/)).toHaveCount(0);
  expect(readdirSync(runsFolder())).not.toContain(folder);
  expect(readdirSync(join(home, 'data/irodori/models'))).toContain('my-discs.safetensors');
});

test('a folder without anything to learn from says why, and keeps the choice', async ({ page }) => {
  await openTraining(page);
  await page.getByRole('button', { name: 'New run' }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a folder…' }).click();
  await (await chooser).setFiles(join(home, 'useless'));
  await expect(page.getByRole('alert')).toContainText('None of the pictures can be used');
  await page.getByText('Left out: 3').click();
  await expect(page.getByText('Smaller than 64 pixels')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeDisabled();
});

test('a page without a program behind it says how to train', async ({ page, baseURL }) => {
  await page.goto(baseURL!);
  await new Studio(page).menu('Model', 'Train a model…');
  await expect(page.getByRole('dialog')).toContainText('npx irodori studio');
});
