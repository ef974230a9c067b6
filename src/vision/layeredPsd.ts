import psd, { type Layer } from 'ag-psd';
import type { Picture } from './picture.js';

/** How a layer's colours meet those below it. */
export type LayerBlend = 'normal' | 'multiply' | 'add';

/** A layer of a layered file: a picture of the document's size, or a group of layers. */
export interface PictureLayer {
  readonly name: string;
  readonly blend?: LayerBlend;
  readonly picture: Picture;
}

export interface LayerGroup {
  readonly name: string;
  /** Bottom first. */
  readonly layers: readonly PictureLayer[];
}

const PSD_BLEND = { normal: 'normal', multiply: 'multiply', add: 'linear dodge' } as const;

/**
 * Pictures of one size as a PSD file, 8 bits a channel.
 *
 * @param layers    bottom first
 * @param composite what programs that read no layers show
 * @param dpi       pixels an inch, where known
 */
export function encodePsd(
  layers: readonly (PictureLayer | LayerGroup)[],
  composite: Picture,
  dpi?: number,
): Uint8Array<ArrayBuffer> {
  const { width, height } = composite;
  const resolution = dpi && {
    horizontalResolution: dpi,
    horizontalResolutionUnit: 'PPI' as const,
    widthUnit: 'Inches' as const,
    verticalResolution: dpi,
    verticalResolutionUnit: 'PPI' as const,
    heightUnit: 'Inches' as const,
  };
  const bytes = psd.writePsdUint8Array(
    {
      width,
      height,
      imageData: composite,
      children: layers.map(asPsd),
      ...(resolution && { imageResources: { resolutionInfo: resolution } }),
    },
    { noBackground: true, psb: width > PSD_SIDE || height > PSD_SIDE },
  );
  return bytes as Uint8Array<ArrayBuffer>;
}

/** Longest side of a PSD; longer ones are PSB, its twin for large documents. */
const PSD_SIDE = 30_000;

function asPsd(layer: PictureLayer | LayerGroup): Layer {
  if ('layers' in layer) return { name: layer.name, opened: true, children: layer.layers.map(asPsd) };
  return { name: layer.name, blendMode: PSD_BLEND[layer.blend ?? 'normal'], imageData: layer.picture };
}
