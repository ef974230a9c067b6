import psd from 'ag-psd';
import type { Picture } from '../vision/picture.js';

/** A layer of a PSD file. */
export interface PsdLayer {
  readonly name: string;
  readonly picture: Picture;
}

/**
 * Pictures of one size as a PSD file, 8 bits a channel.
 *
 * @param layers    bottom first
 * @param composite what programs that read no layers show
 */
export function encodePsd(layers: readonly PsdLayer[], composite: Picture): Uint8Array {
  const { width, height } = composite;
  return psd.writePsdUint8Array(
    {
      width,
      height,
      imageData: composite,
      children: layers.map(({ name, picture }) => ({ name, imageData: picture })),
    },
    { noBackground: true },
  );
}
