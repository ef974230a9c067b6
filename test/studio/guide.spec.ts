import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { Studio } from './studio.js';

const guide = readFileSync(join(import.meta.dirname, '../../docs/guide.md'), 'utf8');

test('the guide speaks the language of the interface', async ({ browser }) => {
  for (const [locale, help, item, chapter] of [
    ['ja-JP', 'ヘルプ', 'ユーザーガイド', 'はじめの一枚'],
    ['zh-CN', '帮助', '用户指南', '第一张线稿'],
  ]) {
    const page = await (await browser.newContext({ locale })).newPage();
    const studio = new Studio(page);
    await studio.open();
    await studio.menu(help, item);
    const dialog = page.getByRole('dialog', { name: item });
    await expect(dialog.getByRole('heading', { name: chapter, exact: true })).toBeVisible();
    expect(await dialog.textContent()).not.toContain('**'); // all marks were understood, between Han characters too
    await page.context().close();
  }
});

test('the guide is in the app, with all its chapters and pictures', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.menu('Help', 'User guide');
  const dialog = page.getByRole('dialog', { name: 'User guide' });
  for (const [, chapter] of guide.matchAll(/^## (.+)$/gm))
    await expect(dialog.getByRole('heading', { name: chapter, exact: true })).toBeVisible();
  const pictures = [...guide.matchAll(/^!\[(.+)\]\(/gm)].map(([, alt]) => alt);
  const shown = dialog.getByRole('img');
  await expect(shown).toHaveCount(pictures.length);
  for (const [n, alt] of pictures.entries()) {
    await expect(shown.nth(n)).toHaveAttribute('alt', alt);
    await shown.nth(n).scrollIntoViewIfNeeded();
    await expect.poll(() => shown.nth(n).evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(100);
  }
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
});
