import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { type Exported, pixelsOf } from './studio.js';

/** The layers of an OpenRaster file laid over each other. */
export async function layersLaid(ora: Buffer): Promise<Exported> {
  const files = unzipSync(ora);
  const xml = strFromU8(files['stack.xml']);
  const layers = [...xml.matchAll(/<layer [^>]*src="([^"]+)"[^>]*composite-op="svg:([^"]+)"/g)].reverse();
  const blends = { 'src-over': 'over', multiply: 'multiply', plus: 'add' } as const;
  const [base, ...others] = layers;
  const laid = await sharp(files[base[1]])
    .composite(
      others.map(([, src, op]) => ({ input: Buffer.from(files[src]), blend: blends[op as keyof typeof blends] })),
    )
    .png()
    .toBuffer();
  return pixelsOf(laid);
}

/** Levels of 255 that two pictures differ by at most. */
export function worst(a: Exported, b: Exported): number {
  let most = 0;
  for (let i = 0; i < a.pixels.length; i++) most = Math.max(most, Math.abs(a.pixels[i] - b.pixels[i]));
  return most;
}
