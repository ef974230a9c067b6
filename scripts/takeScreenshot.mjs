// Takes README's picture from the running studio: a sample sketch is opened and hinted as a person would. Needs a build and a Chromium.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { dabHints, openSample, readSample, root, settle, withStudio } from './studioSession.mjs';

const out = join(root, 'docs', 'studio.png');
const sample = readSample('headphones');

await withStudio({ width: 1360, height: 860 }, async (page) => {
  await openSample(page, sample);
  await dabHints(page, sample);
  await settle(page);
  mkdirSync(join(root, 'docs'), { recursive: true });
  await sharp(await page.screenshot())
    .png({ palette: true, quality: 90, effort: 10 })
    .toFile(out);
});
console.log(out);
