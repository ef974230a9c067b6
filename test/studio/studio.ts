import { readFile } from 'node:fs/promises';
import { type Download, expect, type Locator, type Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import type { HintStroke } from '../../src/models/hints/hints.js';

/** A picture as it was exported. */
export interface Exported {
  readonly width: number;
  readonly height: number;
  /** r, g, b at a pixel. */
  at(x: number, y: number): [number, number, number];
  readonly pixels: Buffer;
}

/** Side of the drawn sketch, and in it the circle. */
export const SIDE = 400;
export const CENTRE: readonly [number, number] = [200, 200];
export const OUTSIDE: readonly [number, number] = [30, 30];

/** A black circle of radius 110 on white, as PNG. */
export function circleSketch(side = SIDE): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="${side}" height="${side}">
    <rect width="400" height="400" fill="#fff"/>
    <circle cx="200" cy="200" r="110" fill="none" stroke="#000" stroke-width="5"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

export const isRed = ([r, g, b]: readonly number[]) => r > 150 && r - g > 60 && r - b > 60;

/** A picture file, on white where it is transparent. */
export async function pixelsOf(bytes: Buffer): Promise<Exported> {
  const { data, info } = await sharp(bytes)
    .flatten({ background: '#fff' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return {
    width,
    height,
    pixels: data,
    at: (x, y) => {
      const i = 3 * (y * width + x);
      return [data[i], data[i + 1], data[i + 2]];
    },
  };
}

/** The studio in the words of who uses it. */
export class Studio {
  readonly notices: Locator;
  readonly status: Locator;

  constructor(readonly page: Page) {
    this.notices = page.getByRole('region', { name: 'Notices' });
    this.status = page.getByRole('contentinfo');
  }

  /** In a browser without the system's file dialogs, which no test can work: files come by an input and go as downloads. */
  async open(address = '/'): Promise<void> {
    await this.page.addInitScript(() => {
      for (const picker of ['showSaveFilePicker', 'showOpenFilePicker']) Reflect.deleteProperty(window, picker);
    });
    await this.page.goto(address);
    await expect(this.page.getByRole('menubar')).toBeVisible();
  }

  /** Drags a file from outside over the window and lets it go. */
  async drop(bytes: Buffer, name: string, { type = 'image/png', clientX = 0 } = {}): Promise<void> {
    const data = await this.page.evaluateHandle(
      ([base64, name, type]) => {
        const data = new DataTransfer();
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        data.items.add(new File([bytes], name, { type }));
        return data;
      },
      [bytes.toString('base64'), name, type],
    );
    for (const event of ['dragenter', 'dragover', 'drop']) {
      await this.page.dispatchEvent('body', event, { dataTransfer: data, clientX });
    }
  }

  async paste(bytes: Buffer): Promise<void> {
    await this.page.evaluate((base64) => {
      const clipboardData = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      clipboardData.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    }, bytes.toString('base64'));
  }

  async choose(bytes: Buffer, name: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.menu('File', 'Open…');
    await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
  }

  async menu(...path: string[]): Promise<void> {
    await this.page.getByRole('menuitem', { name: path[0], exact: true }).click();
    for (const name of path.slice(1)) {
      const item = this.page.getByRole('menuitem', { name }).or(this.page.getByRole('menuitemcheckbox', { name }));
      await item.first().press('Enter'); // a submenu closes when the mouse jumps into it past its neighbour
    }
  }

  /** The canvas showing a sketch. */
  sketch(name: string): Locator {
    return this.page.getByRole('img', { name: new RegExp(`^${name.replace('.', '\\.')}[,、,]`) });
  }

  async expectHints(count: number): Promise<void> {
    await expect(this.page.getByRole('img', { name: new RegExp(`hints: ${count}$`) })).toBeVisible();
  }

  async pickColor(color: string): Promise<void> {
    const code = this.page.getByLabel('Colour code');
    await code.fill(color);
    await code.blur();
  }

  /** Where a sketch pixel lies in the window while the whole sketch is shown, for the drawn sketch's side. */
  async place(at: readonly [number, number], side = SIDE): Promise<[number, number]> {
    return this.placeIn(at, [side, side]);
  }

  /** The same for a sketch of any size. */
  async placeIn(
    [x, y]: readonly [number, number],
    [width, height]: readonly [number, number],
  ): Promise<[number, number]> {
    const box = (await this.page.locator('.canvas').boundingBox())!;
    const scale = Math.min(4, (box.width - 56) / width, (box.height - 56) / height);
    return [box.x + box.width / 2 + (x - width / 2) * scale, box.y + box.height / 2 + (y - height / 2) * scale];
  }

  async tool(name: string): Promise<void> {
    await this.page.getByRole('radio', { name }).click();
  }

  async click(at: readonly [number, number]): Promise<void> {
    await this.page.mouse.click(...(await this.place(at)));
  }

  async dab(at: readonly [number, number], color: string): Promise<void> {
    await this.pickColor(color);
    await this.tool('Dab');
    await this.click(at);
  }

  async drag(from: readonly [number, number], to: readonly [number, number], button?: 'middle'): Promise<void> {
    await this.page.mouse.move(...(await this.place(from)));
    await this.page.mouse.down({ button });
    const [x, y] = await this.place(to);
    await this.page.mouse.move(x, y, { steps: 8 });
    await this.page.mouse.up({ button });
  }

  /** Exports and reads the PNG; the export itself waits for the colours of the last hint. */
  async exported(): Promise<Exported> {
    return pixelsOf((await this.download(() => this.page.keyboard.press('Control+e'))).bytes);
  }

  /** The hints as a saved project has them. */
  async hints(): Promise<HintStroke[]> {
    const { 'project.json': json } = unzipSync((await this.savedProject()).bytes);
    return (JSON.parse(strFromU8(json)) as { hints: { strokes: HintStroke[] } }).hints.strokes;
  }

  /** The colour of the window at a place, as it is seen. */
  async screenPixel([x, y]: readonly [number, number]): Promise<[number, number, number]> {
    const clip = { x: Math.round(x), y: Math.round(y), width: 1, height: 1 };
    const [r, g, b] = await sharp(await this.page.screenshot({ clip }))
      .removeAlpha()
      .raw()
      .toBuffer();
    return [r, g, b];
  }

  /** The same once it no longer changes: a first result fades in. */
  async stillPixel(at: readonly [number, number]): Promise<[number, number, number]> {
    for (let before = await this.screenPixel(at); ; ) {
      await this.page.waitForTimeout(250);
      const now = await this.screenPixel(at);
      if (now.join() === before.join()) return now;
      before = now;
    }
  }

  async savedProject(): Promise<{ name: string; bytes: Buffer }> {
    return this.download(() => this.page.keyboard.press('Control+s'));
  }

  /** The points of all hints, as a saved project has them. */
  async hintPoints(): Promise<[number, number][]> {
    return (await this.hints()).flatMap(({ points }) => points);
  }

  async download(start: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
    const coming = this.page.waitForEvent('download');
    await start();
    const download: Download = await coming;
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }
}
