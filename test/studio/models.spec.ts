import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { smallModel } from './smallModel.js';
import { CENTRE, circleSketch, OUTSIDE, Studio } from './studio.js';

const isBlue = ([r, , b]: readonly number[]) => b - r > 60;

async function importModel(studio: Studio, bytes: Buffer, name: string): Promise<void> {
  const chooser = studio.page.waitForEvent('filechooser');
  await studio.menu('Model', 'Import model…');
  await (await chooser).setFiles({ name, mimeType: '', buffer: bytes });
}

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Models' });

test('a model is imported, colours, is there after a restart, shows its card, and is removed', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'circle.png');
  await importModel(studio, await smallModel(), 'my blue.safetensors');
  await expect(studio.status).toContainText('Model: my-blue');
  expect(isBlue((await studio.exported()).at(...OUTSIDE))).toBe(true);

  await page.reload();
  await expect(studio.status).toContainText('Model: my-blue');
  await expect(studio.sketch('circle.png')).toBeVisible();
  expect(isBlue((await studio.exported()).at(...OUTSIDE))).toBe(true);

  await studio.menu('Model', 'Models…');
  const dialog = dialogOf(page);
  await expect(dialog.getByRole('button', { name: 'my-blue In use' })).toBeVisible();
  await expect(dialog).toContainText('licence');
  await expect(dialog).toContainText('CC0');
  await dialog.getByRole('button', { name: /^flood fill/ }).click();
  await expect(dialog).toContainText('It has learned nothing');
  await dialog.getByRole('button', { name: 'Use', exact: true }).click();
  await expect(dialog.getByRole('button', { name: 'flood fill In use' })).toBeVisible();
  await dialog.getByRole('button', { name: /^my-blue/ }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(dialog.getByRole('button', { name: /^my-blue/ })).toHaveCount(0);
  await page.reload();
  await expect(studio.status).toContainText('Model: flood fill');
  await studio.menu('Model', 'Models…');
  await expect(dialog.getByRole('button', { name: /^standard/ })).toBeVisible();
  await expect(dialog.getByRole('button', { name: /^my-blue/ })).toHaveCount(0);
});

test('a file that is no model is told in one line, and the model in use stays', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.menu('Model', 'Flood fill');
  await studio.drop(await circleSketch(), 'circle.png');
  const whole = await smallModel();
  for (const [name, bytes] of [
    ['text.safetensors', Buffer.from('no model')],
    ['cut.safetensors', whole.subarray(0, whole.length - 400)],
    ['picture.safetensors', await circleSketch(20)],
  ] as const) {
    await importModel(studio, bytes, name);
    const told = studio.notices.getByRole('alert').filter({ hasText: `${name} was not imported` });
    await expect(told).toBeVisible();
    expect((await told.textContent())!.trim()).not.toContain('\n');
  }
  await studio.dab(CENTRE, '#d02020');
  await studio.exported();
  await expect(studio.status).toContainText('Model: flood fill');
  await studio.menu('Model', 'Models…');
  await expect(dialogOf(page).getByRole('button', { name: /text|cut|picture/ })).toHaveCount(0);
});

test('a project asks for the model it was coloured with, and tells where that is not here', async ({
  page,
  browser,
}) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.drop(await circleSketch(), 'circle.png');
  await importModel(studio, await smallModel(), 'blue.safetensors');
  await expect(studio.status).toContainText('Model: blue');
  const { pixels } = await studio.exported();
  const project = await studio.savedProject();
  await studio.menu('Model', 'Flood fill');
  await expect(studio.status).toContainText('Model: flood fill');
  await studio.choose(project.bytes, 'circle.irodori');
  await expect(studio.status).toContainText('Model: blue');
  expect((await studio.exported()).pixels.equals(pixels)).toBe(true);

  const elsewhere = new Studio(await (await browser.newContext()).newPage());
  await elsewhere.open();
  await elsewhere.choose(project.bytes, 'circle.irodori');
  await expect(elsewhere.notices).toContainText('circle.irodori was coloured with the model blue, which is not here');
  await elsewhere.page.context().close();
});

test('what the bundled model says of itself is in the language in use, an own one’s words are not', async ({
  page,
}) => {
  const studio = new Studio(page);
  await studio.open();
  await importModel(studio, await smallModel(), 'blue.safetensors');
  await expect(studio.status).toContainText('Model: blue');
  await studio.menu('View', 'Language', '日本語');
  await studio.status.getByRole('button', { name: /^モデル/ }).click();
  const dialog = page.getByRole('dialog', { name: 'モデル' });
  await expect(dialog).toContainText('CC0');
  await dialog.getByRole('button', { name: /^標準/ }).click();
  await dialog.getByRole('button', { name: '使う', exact: true }).click();
  await expect(dialog).toContainText('ヒントのないところの色は');
  await expect(dialog).not.toContainText('recipe:standard');
});

test.describe('served by irodori studio', () => {
  let home: string;
  let server: ChildProcess;
  let address: string;

  test.beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'irodori-models-'));
    server = spawn(process.execPath, ['dist/cli/main.js', 'studio', '--no-open', '--json', '--port', '7419'], {
      env: { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'data') },
    });
    address = await new Promise((resolve) => {
      server.stdout!.on('data', (text: Buffer) => resolve((JSON.parse(String(text)) as { url: string }).url));
    });
  });

  test.afterAll(() => {
    server.kill();
    rmSync(home, { recursive: true });
  });

  test('models are those of the command line', async ({ page }) => {
    const studio = new Studio(page);
    await page.goto(address);
    await studio.drop(await circleSketch(), 'circle.png');
    await importModel(studio, await smallModel(), 'blue.safetensors');
    await expect(studio.status).toContainText('Model: blue');
    const kept = join(home, 'data/irodori/models');
    expect(readdirSync(kept).sort()).toEqual(['blue.json', 'blue.safetensors']);
    await page.goto(address);
    await expect(studio.status).toContainText('Model: blue');
    await studio.menu('Model', 'Models…');
    await dialogOf(page).getByRole('button', { name: 'Remove' }).click();
    await expect(dialogOf(page).getByRole('button', { name: 'standard In use' })).toBeVisible();
    await expect.poll(() => existsSync(join(kept, 'blue.safetensors'))).toBe(false);
  });
});
