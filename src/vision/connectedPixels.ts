/**
 * Walks over all pixels that hang together with one by their sides, and takes each once.
 *
 * @param queue room for width · height pixels; the pixels taken (y · width + x) come to lie at its beginning, `seed` first
 * @param take  asked for the seed and for each neighbour of a pixel that was taken: whether it belongs. It marks what it takes
 *              and answers false when asked again
 * @returns how many were taken
 */
export function connectedPixels(
  seed: number,
  width: number,
  height: number,
  queue: Int32Array,
  take: (pixel: number, from: number) => boolean,
): number {
  const n = width * height;
  let head = 0;
  let tail = 0;
  if (take(seed, seed)) queue[tail++] = seed;
  while (head < tail) {
    const p = queue[head++];
    const x = p % width;
    if (x > 0 && take(p - 1, p)) queue[tail++] = p - 1;
    if (x < width - 1 && take(p + 1, p)) queue[tail++] = p + 1;
    if (p >= width && take(p - width, p)) queue[tail++] = p - width;
    if (p < n - width && take(p + width, p)) queue[tail++] = p + width;
  }
  return tail;
}
