/** Bits of `linksOf`. */
export const LEFT = 1;
export const RIGHT = 2;
export const UP = 4;
export const DOWN = 8;

/** Which of its four neighbours have a cell's label, as bits; 0 also where the label is. */
export function linksOf(label: Int32Array, width: number, height: number): Uint8Array {
  const links = new Uint8Array(label.length);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      const own = label[p];
      if (own === 0) continue;
      let bits = 0;
      if (x > 0 && label[p - 1] === own) bits |= LEFT;
      if (x < width - 1 && label[p + 1] === own) bits |= RIGHT;
      if (y > 0 && label[p - width] === own) bits |= UP;
      if (y < height - 1 && label[p + width] === own) bits |= DOWN;
      links[p] = bits;
    }
  }
  return links;
}

/**
 * Smooths values within their labels: each of the steps takes the mean of a cell, which counts twice, and its links. Ten steps are
 * about a Gaussian of 1.8 cells.
 */
export function smoothed(values: Float32Array, links: Uint8Array, width: number, steps: number): Float32Array {
  let from = values.slice();
  let to = values.slice();
  for (let step = 0; step < steps; step++) {
    for (let p = 0; p < from.length; p++) {
      const bits = links[p];
      if (bits === 0) continue;
      let sum = 2 * from[p];
      let count = 2;
      if (bits & LEFT) {
        sum += from[p - 1];
        count++;
      }
      if (bits & RIGHT) {
        sum += from[p + 1];
        count++;
      }
      if (bits & UP) {
        sum += from[p - width];
        count++;
      }
      if (bits & DOWN) {
        sum += from[p + width];
        count++;
      }
      to[p] = sum / count;
    }
    [from, to] = [to, from];
  }
  return from;
}
