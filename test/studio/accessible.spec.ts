import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { smallModel } from './smallModel.js';
import { CENTRE, circleSketch, Studio } from './studio.js';

/** What axe finds, one line a fault. */
async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, target }) => `${id}: ${target.join(' ')} ${html.slice(0, 90)}`),
  );
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('axe finds nothing in what colours a figure', async ({ page }) => {
      const studio = new Studio(page);
      await studio.open();
      await studio.drop(await circleSketch(), 'circle.png');
      const chooser = page.waitForEvent('filechooser');
      await studio.menu('Model', 'Import model…');
      await (await chooser).setFiles({ name: 'hairy.safetensors', mimeType: '', buffer: await smallModel('hair') });
      await expect(studio.status).toContainText('Model: hairy');
      await studio.dab(CENTRE, '#d02020');
      await page.getByRole('button', { name: 'Hair, #d02020' }).click();
      await expect(page.getByRole('dialog', { name: 'Colour of Hair' })).toBeVisible();
      expect.soft(await faults(page), 'the picker').toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Characters' }).click();
      expect.soft(await faults(page), 'the menu').toEqual([]);
    });

    test('axe finds nothing in the window, its menus and its dialogs', async ({ page }) => {
      const studio = new Studio(page);
      await studio.open();
      expect.soft(await faults(page), 'empty').toEqual([]);
      await studio.drop(await circleSketch(), 'circle.png');
      await studio.dab(CENTRE, '#d02020');
      await page.getByRole('button', { name: 'History' }).click();
      await studio.exported();
      await page.keyboard.press('s');
      expect.soft(await faults(page), 'a sketch').toEqual([]);
      await page.keyboard.press('Shift+S');
      expect.soft(await faults(page), 'the sketch beside it').toEqual([]);
      await page.getByRole('menuitem', { name: 'View', exact: true }).click();
      expect.soft(await faults(page), 'a menu').toEqual([]);
      await page.keyboard.press('Escape');
      for (const keys of ['Control+k', '?', 'Control+,', 'Control+Shift+e']) {
        await page.keyboard.press(keys);
        await expect(page.getByRole('dialog')).toBeVisible();
        await page.waitForTimeout(100);
        expect.soft(await faults(page), keys).toEqual([]);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
      for (const [menu, item] of [
        ['Edit', 'Clean up sketch…'],
        ['Model', 'Models…'],
        ['File', 'Colour many…'],
      ]) {
        await studio.menu(menu, item);
        await expect(page.getByRole('dialog')).toBeVisible();
        await page.waitForTimeout(600);
        expect.soft(await faults(page), item).toEqual([]);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
    });
  });
}

test.describe('in Japanese', () => {
  test.use({ locale: 'ja-JP' });

  test('the colour picker says what it is and where it stands, also after a change', async ({ page }) => {
    await new Studio(page).open();
    const field = page.getByRole('slider', { name: '彩度と明度' });
    await expect(page.getByRole('slider', { name: '色相' })).toBeVisible();
    await expect(field).toHaveAttribute('aria-valuetext', /^彩度 \d+ %、明度 \d+ %$/);
    const before = await field.getAttribute('aria-valuetext');
    await field.focus();
    await page.keyboard.press('ArrowLeft');
    await expect(field).toHaveAttribute('aria-valuetext', /^彩度 \d+ %、明度 \d+ %$/);
    expect(await field.getAttribute('aria-valuetext')).not.toBe(before);
  });
});

for (const locale of ['en-GB', 'ja-JP', 'zh-CN']) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale, viewport: { width: 1024, height: 600 } });

    test('no name in the panels is cut off', async ({ page }) => {
      const studio = new Studio(page);
      await studio.open();
      await studio.drop(await circleSketch(), 'circle.png');
      await expect(page.locator('.variants img')).toHaveCount(6);
      const cut = await page
        .locator('.panels')
        .evaluate((panels) =>
          [...panels.querySelectorAll<HTMLElement>('label, span, h3, button, p')]
            .filter(
              ({ textContent, scrollWidth, clientWidth }) => textContent && clientWidth && scrollWidth > clientWidth,
            )
            .map(({ textContent }) => textContent),
        );
      expect(cut).toEqual([]);
    });
  });
}
