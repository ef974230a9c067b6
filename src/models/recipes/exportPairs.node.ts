import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { writeFileAtomic } from '../../vision/atomicFile.node.js';
import type { PairReader } from './pairFile.node.js';

/**
 * Unpacks pairs into pictures that any program reads: `color/NAME.png`, `line/NAME.png` and `index.json` with name,
 * source, item and split of each.
 *
 * @param pairs numbers of the pairs; all unless given
 */
export async function exportPairs(
  reader: PairReader,
  folder: string,
  pairs: readonly number[] = Array.from({ length: reader.length }, (_, k) => k),
): Promise<void> {
  const { size, items } = reader.index;
  const area = size * size;
  await mkdir(join(folder, 'color'), { recursive: true });
  await mkdir(join(folder, 'line'), { recursive: true });
  for (const k of pairs) {
    const bytes = reader.read(k);
    const rgb = new Uint8Array(3 * area);
    for (let i = 0; i < area; i++) {
      for (let c = 0; c < 3; c++) rgb[3 * i + c] = bytes[(c + 1) * area + i];
    }
    const png = (data: Uint8Array, channels: 1 | 3) =>
      sharp(data, { raw: { width: size, height: size, channels } })
        .toColourspace(channels === 1 ? 'b-w' : 'srgb')
        .png()
        .toBuffer();
    // Names of a user's own pictures may hold folders.
    const name = `${items[k].name.replace(/[\\/:#]/g, '_')}.png`;
    await writeFileAtomic(join(folder, 'color', name), await png(rgb, 3));
    await writeFileAtomic(join(folder, 'line', name), await png(bytes.slice(0, area), 1));
  }
  await writeFileAtomic(
    join(folder, 'index.json'),
    `${JSON.stringify({ items: pairs.map((k) => items[k]) }, null, 1)}\n`,
  );
}
