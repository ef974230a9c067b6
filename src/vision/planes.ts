import { checkSize, type Picture } from './picture.js';

/**
 * Channels of a picture as separate planes: channel c at (x, y) is `data[(c · height + y) · width + x]` (CHW, as the
 * engine wants them). The range is whatever the maker says; unless said otherwise 0…1.
 */
export interface Planes {
  readonly channels: number;
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array<ArrayBuffer>;
}

/** Planes full of zeros, or around given data of channels · height · width values. */
export function createPlanes(
  channels: number,
  width: number,
  height: number,
  data: Float32Array<ArrayBuffer> = new Float32Array(channels * width * height),
): Planes {
  return { channels, width, height, data };
}

/**
 * Colour of a picture laid on a ground of one colour (paper white unless given): 3 planes, sRGB, 0…1.
 *
 * @param ground red, green, blue, 0…1; shows where the picture is transparent
 */
export function rgbPlanes(picture: Picture, ground: readonly [number, number, number] = [1, 1, 1]): Planes {
  const { width, height, data } = picture;
  const area = width * height;
  const out = createPlanes(3, width, height);
  for (let i = 0; i < area; i++) {
    const alpha = data[i * 4 + 3] / 255;
    for (let c = 0; c < 3; c++) {
      out.data[c * area + i] = (data[i * 4 + c] / 255) * alpha + ground[c] * (1 - alpha);
    }
  }
  return out;
}

/** Luma of a picture on white paper: 1 plane, 0 (black) … 1 (white), Rec. 709 weights on sRGB values. */
export function lumaPlane(picture: Picture): Planes {
  const { width, height, data } = picture;
  const out = createPlanes(1, width, height);
  for (let i = 0; i < width * height; i++) {
    const luma = (0.2126 * data[i * 4] + 0.7152 * data[i * 4 + 1] + 0.0722 * data[i * 4 + 2]) / 255;
    const alpha = data[i * 4 + 3] / 255;
    out.data[i] = luma * alpha + 1 - alpha;
  }
  return out;
}

/** A picture out of 1 (grey), 3 (RGB) or 4 (RGBA) planes with values 0…1; values outside are clamped. */
export function pictureFromPlanes(planes: Planes): Picture {
  const { channels, width, height, data } = planes;
  checkSize(width, height);
  const area = width * height;
  const out = new Uint8ClampedArray(area * 4);
  for (let i = 0; i < area; i++) {
    for (let c = 0; c < 3; c++) out[i * 4 + c] = data[(channels === 1 ? 0 : c) * area + i] * 255;
    out[i * 4 + 3] = channels === 4 ? data[3 * area + i] * 255 : 255;
  }
  return { width, height, data: out };
}
