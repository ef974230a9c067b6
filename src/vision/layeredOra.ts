import { strToU8, zipSync } from 'fflate';
import type { LayerBlend, LayerGroup, PictureLayer } from './layeredPsd.js';
import type { Picture } from './picture.js';

const ORA_BLEND: Readonly<Record<LayerBlend, string>> = {
  normal: 'svg:src-over',
  multiply: 'svg:multiply',
  add: 'svg:plus',
};

/** Longer side of the thumbnail that the format wants. */
const THUMBNAIL = 256;

/**
 * Pictures of one size as an OpenRaster file, which Krita, GIMP and MyPaint open: a ZIP with `mimetype` first and stored,
 * `stack.xml`, one PNG a layer, and the picture as a whole. Source: OpenRaster 0.0.6, file layout and stack elements.
 *
 * @param layers  bottom first
 * @param encode  PNG of a picture, its longer side reduced to `limit` if that is given
 * @param dpi     pixels an inch, where known
 */
export async function encodeOra(
  layers: readonly (PictureLayer | LayerGroup)[],
  composite: Picture,
  encode: (picture: Picture, limit?: number) => Promise<Uint8Array>,
  dpi?: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const files: Record<string, [Uint8Array, { level: 0 | 6 }]> = {
    mimetype: [strToU8('image/openraster'), { level: 0 }],
  };
  let count = 0;
  const layerXml = async ({ name, blend, picture }: PictureLayer): Promise<string> => {
    const src = `data/layer${count++}.png`;
    files[src] = [await encode(picture), { level: 0 }];
    return `<layer name="${escapeXml(name)}" src="${src}" x="0" y="0" opacity="1.0" visibility="visible" composite-op="${ORA_BLEND[blend ?? 'normal']}"/>`;
  };
  // The first in the file is the top one.
  const rows: string[] = [];
  for (const layer of layers.toReversed()) {
    if ('layers' in layer) {
      rows.push(
        `<stack name="${escapeXml(layer.name)}" opacity="1.0" visibility="visible" composite-op="svg:src-over">`,
      );
      for (const child of layer.layers.toReversed()) rows.push(await layerXml(child));
      rows.push('</stack>');
    } else {
      rows.push(await layerXml(layer));
    }
  }
  const { width, height } = composite;
  const resolution = dpi ? ` xres="${Math.round(dpi)}" yres="${Math.round(dpi)}"` : '';
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<image version="0.0.3" w="${width}" h="${height}"${resolution}>
<stack>
${rows.join('\n')}
</stack>
</image>
`;
  files['stack.xml'] = [strToU8(xml), { level: 6 }];
  files['mergedimage.png'] = [await encode(composite), { level: 0 }];
  files['Thumbnails/thumbnail.png'] = [await encode(composite, THUMBNAIL), { level: 0 }];
  return zipSync(files) as Uint8Array<ArrayBuffer>;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
