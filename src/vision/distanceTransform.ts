/**
 * Exact Euclidean distance of every pixel to the nearest one of a set, in pixels; Infinity where the set is empty.
 *
 * @param inside not 0 for the pixels of the set, height · width
 * @see Felzenszwalb, Huttenlocher 2012, Distance Transforms of Sampled Functions
 */
export function distanceTransform(inside: ArrayLike<number>, width: number, height: number): Float32Array {
  const squares = new Float64Array(width * height);
  for (let p = 0; p < squares.length; p++) squares[p] = inside[p] ? 0 : Number.POSITIVE_INFINITY; // `from` takes many times as long
  const line = new Envelope(Math.max(width, height));
  for (let x = 0; x < width; x++) line.transform(squares, x, width, height);
  for (let y = 0; y < height; y++) line.transform(squares, y * width, 1, width);
  const distances = new Float32Array(squares.length);
  for (let p = 0; p < squares.length; p++) distances[p] = Math.sqrt(squares[p]);
  return distances;
}

/** The lower envelope of parabolas over a line of samples. */
class Envelope {
  /** Where the parabolas stand and from where each is the lowest. */
  readonly #roots: Int32Array;
  readonly #from: Float64Array;
  readonly #samples: Float64Array;

  constructor(longest: number) {
    this.#roots = new Int32Array(longest);
    this.#from = new Float64Array(longest + 1);
    this.#samples = new Float64Array(longest);
  }

  /** min over i of f(i) + (x − i)², in place, for `count` samples `step` apart. */
  transform(f: Float64Array, start: number, step: number, count: number): void {
    const [roots, from, samples] = [this.#roots, this.#from, this.#samples];
    let last = -1;
    for (let i = 0; i < count; i++) {
      const value = f[start + i * step];
      samples[i] = value;
      if (value === Number.POSITIVE_INFINITY) continue;
      let crossing = Number.NEGATIVE_INFINITY;
      for (; last >= 0; last--) {
        const r = roots[last];
        crossing = (value + i * i - samples[r] - r * r) / (2 * (i - r));
        if (crossing > from[last]) break;
        crossing = Number.NEGATIVE_INFINITY;
      }
      roots[++last] = i;
      from[last] = crossing;
    }
    if (last < 0) return; // nothing but Infinity
    from[last + 1] = Number.POSITIVE_INFINITY;
    for (let x = 0, k = 0; x < count; x++) {
      while (from[k + 1] < x) k++;
      f[start + x * step] = samples[roots[k]] + (x - roots[k]) ** 2;
    }
  }
}
