const DIAGONAL = Math.SQRT2;

/**
 * Distance of every pixel to the nearest one darker than a threshold, in pixels along straight and diagonal steps (two-pass
 * chamfer transform, Borgefors 1986); Infinity where there is none.
 *
 * @param ink darkness, height · width
 */
export function distanceToInk(ink: Float32Array, width: number, height: number, threshold: number): Float32Array {
  const n = width * height;
  const distance = new Float32Array(n);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      let least = ink[p] > threshold ? 0 : Number.POSITIVE_INFINITY;
      if (x > 0) least = Math.min(least, distance[p - 1] + 1);
      if (y > 0) {
        least = Math.min(least, distance[p - width] + 1);
        if (x > 0) least = Math.min(least, distance[p - width - 1] + DIAGONAL);
        if (x < width - 1) least = Math.min(least, distance[p - width + 1] + DIAGONAL);
      }
      distance[p] = least;
    }
  }
  for (let y = height - 1, p = n - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--, p--) {
      let least = distance[p];
      if (x < width - 1) least = Math.min(least, distance[p + 1] + 1);
      if (y < height - 1) {
        least = Math.min(least, distance[p + width] + 1);
        if (x < width - 1) least = Math.min(least, distance[p + width + 1] + DIAGONAL);
        if (x > 0) least = Math.min(least, distance[p + width - 1] + DIAGONAL);
      }
      distance[p] = least;
    }
  }
  return distance;
}
