// The desktop app's icon, from the drawing that the page has too: electron-builder makes .ico and .icns of it.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

/** What macOS wants; the others are smaller. */
const SIDE = 1024;

const root = join(import.meta.dirname, '..');
const folder = join(root, 'dist/icons');
mkdirSync(folder, { recursive: true });
const svg = readFileSync(join(root, 'src/ui/icon.svg'));
await sharp(svg, { density: 72 * (SIDE / 32) })
  .resize(SIDE, SIDE)
  .png()
  .toFile(join(folder, 'icon.png'));
