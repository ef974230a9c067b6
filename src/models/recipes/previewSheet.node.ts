import sharp from 'sharp';
import { writeFileAtomic } from '../../vision/atomicFile.node.js';
import type { PairReader } from './pairFile.node.js';

/**
 * A contact sheet: each pair as its line art beside the picture with its lines on.
 *
 * @param pairs   numbers of the pairs to show
 * @param columns pairs in a row
 */
export async function previewSheet(
  path: string,
  reader: PairReader,
  pairs: readonly number[],
  columns = 6,
): Promise<void> {
  const { size } = reader.index;
  const area = size * size;
  const gap = 4;
  const width = columns * (2 * size + gap);
  const height = Math.ceil(pairs.length / columns) * (size + gap);
  const sheet = Buffer.alloc(width * height * 3, 128);
  pairs.forEach((k, n) => {
    const bytes = reader.read(k);
    const left = (n % columns) * (2 * size + gap);
    const top = Math.floor(n / columns) * (size + gap);
    for (let i = 0; i < area; i++) {
      const at = ((top + Math.floor(i / size)) * width + left + (i % size)) * 3;
      for (let c = 0; c < 3; c++) {
        sheet[at + c] = bytes[i];
        sheet[at + 3 * size + c] = (bytes[(c + 1) * area + i] * bytes[i]) / 255;
      }
    }
  });
  await writeFileAtomic(
    path,
    await sharp(sheet, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer(),
  );
}
