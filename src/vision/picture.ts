/**
 * The one picture type above the engine: 8-bit RGBA, row-major from the top-left, straight alpha, sRGB. Its layout is
 * that of a canvas's `ImageData`, so that the studio and the command line share all code between them.
 */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** width · height · 4 bytes: red, green, blue, alpha. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** What went wrong with a picture; `code` is for programs, the message (one line, with the way out) for people. */
export type PictureErrorCode =
  | 'not-found' /* no such file, or a folder */
  | 'unreadable' /* the file may not be read, or the disk failed */
  | 'not-a-picture' /* no format this program reads */
  | 'damaged' /* truncated or corrupt */
  | 'too-large' /* more pixels than are decoded */
  | 'wrong-size' /* no size at all, or two pictures of different ones */
  | 'unwritable'; /* the output could not be written; nothing was left behind */

/** Any failure to read, make or write a picture. */
export class PictureError extends Error {
  override readonly name = 'PictureError';

  constructor(
    readonly code: PictureErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Longest side that is decoded, in pixels. */
export const MAX_SIDE = 16_384;

/** Most pixels that are decoded: 400 MB as RGBA, and as much again while a codec works. */
export const MAX_PIXELS = 100_000_000;

/**
 * Refuses sizes this program does not take, before memory is asked for.
 *
 * @param name what the picture is called in the message
 * @throws PictureError `too-large`, or `wrong-size` for sizes that are no positive integers
 */
export function checkSize(width: number, height: number, name = 'picture'): void {
  if (!Number.isSafeInteger(width) || !Number.isSafeInteger(height) || width < 1 || height < 1) {
    throw new PictureError(
      'wrong-size',
      `${name}: ${width} × ${height} is no picture size; both sides must be 1 or more`,
    );
  }
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
    throw new PictureError(
      'too-large',
      `${name}: ${width} × ${height} pixels are too many; make it smaller, at most ${MAX_SIDE} a side and ` +
        `${MAX_PIXELS / 1e6} megapixels in all`,
    );
  }
}

/**
 * A picture of one colour.
 *
 * @param fill red, green, blue, alpha, 0…255 each; transparent unless given
 */
export function createPicture(
  width: number,
  height: number,
  fill: readonly [number, number, number, number] = [0, 0, 0, 0],
): Picture {
  checkSize(width, height);
  const data = new Uint8ClampedArray(width * height * 4);
  if (fill.some((channel) => channel !== 0)) {
    for (let i = 0; i < data.length; i += 4) data.set(fill, i);
  }
  return { width, height, data };
}
