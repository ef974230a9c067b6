import type { HintRaster } from '../hints/rasterizeHints.js';

/** Steps of ink that paths are told apart by. */
export const INK_LEVELS = 32;

/** Length of a straight and a diagonal step; 7/5 is √2 within 1 %. */
const STRAIGHT = 5;
const DIAGONAL = 7;
/** A key is level · 2^LENGTH_BITS + length, so that comparing keys compares levels first. */
const LENGTH_BITS = 24;
const MAX_LENGTH = (1 << LENGTH_BITS) - 1;
const UNREACHED = 0x7fffffff;

/** The two nearest hint labels of every pixel. `…2` belongs to the runner-up, which always has another label. */
export interface Propagation {
  readonly width: number;
  readonly height: number;
  /** Label of the nearest hint colour as in `HintRaster.labels`; 0 where no hint exists or reaches. */
  readonly label: Int32Array;
  readonly label2: Int32Array;
  /** Darkest ink on the way, 0…31; 0 where the label is 0. */
  readonly level: Uint8Array;
  readonly level2: Uint8Array;
  /** By how much the level is above the pixel's own: 0 where the way never climbed higher than where it ends. */
  readonly climb: Uint8Array;
  /** Length of the way in pixels. */
  readonly distance: Float32Array;
  readonly distance2: Float32Array;
}

/** Ink in [0, 1] to a level 0…31. */
export const inkLevel = (ink: number): number =>
  ink <= 0 ? 0 : ink >= 1 ? INK_LEVELS - 1 : Math.floor(ink * INK_LEVELS);

/**
 * Spreads hint colours over a drawing: every pixel finds the hint whose path to it crosses the *faintest* ink, and among
 * such paths the one that has come less far since it met that ink. Ink is compared first and length only on a tie, so that
 * even a faint line stops a colour as long as another colour reaches the far side more openly; a hint's colour runs out
 * through a gap only as far as nothing else gets there. That lengths count from the darkest ink on is what keeps a colour
 * that came through a gap from running along the foot of the line: whoever holds the basin is there first.
 *
 * This is Meyer's watershed by flooding from markers (1994), run as a Dijkstra search that keeps two labels a pixel (8
 * neighbours, one bucket queue a level); `relief` makes the landscape that it floods. Hold one propagator a size: it reuses its memory between calls.
 */
export class Propagator {
  readonly #stride: number;
  // All grids have a border of one pixel that no key can improve: no bounds checks inside.
  readonly #level: Uint8Array;
  readonly #label1: Int32Array;
  readonly #label2: Int32Array;
  readonly #key1: Int32Array;
  readonly #key2: Int32Array;
  /** Lengths of the whole ways. */
  readonly #way1: Int32Array;
  readonly #way2: Int32Array;
  // Queue entries, linked by `#next`.
  #pixel: Int32Array;
  #label: Int32Array;
  #length: Int32Array;
  #next: Int32Array;
  #entries = 0;
  /** First entry of every length, for the level being worked on. */
  #buckets = new Int32Array(1 << 12).fill(-1);
  readonly #levelHeads = new Int32Array(INK_LEVELS);
  /** Longest way of each label, in the unit of lengths. */
  #limits = new Int32Array(0);

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    const n = (width + 2) * (height + 2);
    this.#stride = width + 2;
    this.#level = new Uint8Array(n);
    this.#label1 = new Int32Array(n);
    this.#label2 = new Int32Array(n);
    this.#key1 = new Int32Array(n);
    this.#key2 = new Int32Array(n);
    this.#way1 = new Int32Array(n);
    this.#way2 = new Int32Array(n);
    this.#pixel = new Int32Array(4 * n);
    this.#label = new Int32Array(4 * n);
    this.#length = new Int32Array(4 * n);
    this.#next = new Int32Array(4 * n);
  }

  /**
   * @param ink   darkness of the lines, width · height values in [0, 1]
   * @param hints labels on the same grid; one that has a reach goes no further than that
   */
  run(ink: ArrayLike<number>, hints: Pick<HintRaster, 'width' | 'height' | 'labels' | 'reach'>): Propagation {
    const { width, height } = this;
    if (hints.width !== width || hints.height !== height || ink.length !== width * height)
      throw new RangeError(
        `propagation on a ${width}×${height} grid got ${ink.length} ink values and ${hints.width}×${hints.height} hints`,
      );
    let count = 0;
    for (let p = 0; p < hints.labels.length; p++) if (hints.labels[p] > count) count = hints.labels[p];
    this.#limits = Int32Array.from({ length: count + 1 }, (_, label) =>
      Math.min(MAX_LENGTH, STRAIGHT * (hints.reach?.[label - 1] ?? MAX_LENGTH)),
    );
    this.#begin(ink, hints.labels);
    for (let level = 0; level < INK_LEVELS; level++) this.#spread(level);
    return this.#result();
  }

  #begin(ink: ArrayLike<number>, labels: Int32Array): void {
    const { width, height } = this;
    const stride = this.#stride;
    this.#entries = 0;
    this.#levelHeads.fill(-1);
    this.#key1.fill(-1);
    this.#key2.fill(-1);
    this.#label1.fill(-1);
    this.#label2.fill(-1);
    for (let y = 0, p = 0; y < height; y++) {
      for (let x = 0, at = (y + 1) * stride + 1; x < width; x++, p++, at++) {
        const level = inkLevel(ink[p]);
        this.#level[at] = level;
        this.#key1[at] = UNREACHED;
        this.#key2[at] = UNREACHED;
        this.#label1[at] = 0;
        this.#label2[at] = 0;
        if (labels[p] === 0) continue;
        // A dab that also covers a line starts at the line's level: what it covers in the open comes first.
        this.#label1[at] = labels[p];
        this.#key1[at] = level << LENGTH_BITS;
        this.#way1[at] = 0;
        this.#defer(level, at, labels[p], 0);
      }
    }
  }

  /** Puts an entry on the list of a level that is not being worked on. */
  #defer(level: number, at: number, label: number, length: number): void {
    const entry = this.#entry(at, label, length);
    this.#next[entry] = this.#levelHeads[level];
    this.#levelHeads[level] = entry;
  }

  #entry(at: number, label: number, length: number): number {
    if (this.#entries === this.#pixel.length) this.#grow();
    const entry = this.#entries++;
    this.#pixel[entry] = at;
    this.#label[entry] = label;
    this.#length[entry] = length;
    return entry;
  }

  #grow(): void {
    const bigger = (old: Int32Array) => {
      const grown = new Int32Array(old.length * 2);
      grown.set(old);
      return grown;
    };
    this.#pixel = bigger(this.#pixel);
    this.#label = bigger(this.#label);
    this.#length = bigger(this.#length);
    this.#next = bigger(this.#next);
  }

  /**
   * Turns a list, made by adding in front, round. Ways that are equally good are taken in the order they were found, so that who
   * came first to the foot of a slope keeps it up to the line: each step up begins the lengths anew.
   */
  #oldestFirst(newest: number): number {
    const nexts = this.#next;
    let turned = -1;
    for (let entry = newest; entry >= 0; ) {
      const following = nexts[entry];
      nexts[entry] = turned;
      turned = entry;
      entry = following;
    }
    return turned;
  }

  #bucketsFor(length: number): Int32Array {
    if (length >= this.#buckets.length) {
      const bigger = new Int32Array(1 << Math.ceil(Math.log2(length + 2))).fill(-1);
      bigger.set(this.#buckets);
      this.#buckets = bigger;
    }
    return this.#buckets;
  }

  /** Settles, nearest first, all that paths of this level reach. */
  #spread(level: number): void {
    const stride = this.#stride;
    const levels = this.#level;
    const label1 = this.#label1;
    const label2 = this.#label2;
    const key1 = this.#key1;
    const key2 = this.#key2;
    const way1 = this.#way1;
    const way2 = this.#way2;
    const limits = this.#limits;
    const base = level << LENGTH_BITS;
    const steps = [-1, 1, -stride, stride, -stride - 1, -stride + 1, stride - 1, stride + 1];
    const dx = [0, 0, 0, 0, -1, 1, -1, 1];

    let shortest = UNREACHED;
    let longest = -1;
    for (let entry = this.#oldestFirst(this.#levelHeads[level]); entry >= 0; ) {
      const following = this.#next[entry];
      const length = this.#length[entry];
      const buckets = this.#bucketsFor(length);
      this.#next[entry] = buckets[length];
      buckets[length] = entry;
      if (length < shortest) shortest = length;
      if (length > longest) longest = length;
      entry = following;
    }

    // Locals, since this is most of the time: room is made before an entry's neighbours are looked at.
    let pixels = this.#pixel;
    let labels = this.#label;
    let lengths = this.#length;
    let nexts = this.#next;
    for (let length = shortest; length <= longest; length++) {
      const buckets = this.#bucketsFor(length + DIAGONAL);
      // Steps are longer than 0: nothing is added to the bucket being emptied.
      let entry = this.#oldestFirst(buckets[length]);
      buckets[length] = -1;
      for (; entry >= 0; entry = nexts[entry]) {
        const at = pixels[entry];
        const label = labels[entry];
        const key = base + length;
        // Left behind by a better way found since?
        const isFirst = label1[at] === label && key1[at] === key;
        if (!isFirst && !(label2[at] === label && key2[at] === key)) continue;
        const way = isFirst ? way1[at] : way2[at];
        if (this.#entries + steps.length > pixels.length) {
          this.#grow();
          pixels = this.#pixel;
          labels = this.#label;
          lengths = this.#length;
          nexts = this.#next;
        }
        for (let s = 0; s < 8; s++) {
          const to = at + steps[s];
          const step = s < 4 ? STRAIGHT : DIAGONAL;
          if (base + length + step >= key2[to]) continue; // most neighbours: settled, whatever ink is on the way
          let newLevel = Math.max(levels[to], level);
          if (s >= 4) {
            // No slipping between two pixels of a diagonal line: a diagonal step also crosses the fainter of its corners.
            const one = levels[at + dx[s]];
            const other = levels[to - dx[s]];
            const corner = Math.min(one, other);
            if (corner > newLevel) newLevel = corner;
          }
          if (way + step > limits[label]) continue;
          const newLength = newLevel === level ? length + step : step;
          const newKey = (newLevel << LENGTH_BITS) + newLength;
          if (newKey >= key2[to]) continue; // not among the two best (key1 ≤ key2)
          if (label1[to] === label) {
            if (newKey >= key1[to]) continue;
            key1[to] = newKey;
            way1[to] = way + step;
          } else if (newKey < key1[to]) {
            // Overtakes: the first becomes second. If the label was second, its old place is what is given up.
            key2[to] = key1[to];
            label2[to] = label1[to];
            way2[to] = way1[to];
            key1[to] = newKey;
            label1[to] = label;
            way1[to] = way + step;
          } else {
            key2[to] = newKey;
            label2[to] = label;
            way2[to] = way + step;
          }
          if (newLevel === level) {
            const added = this.#entries++;
            pixels[added] = to;
            labels[added] = label;
            lengths[added] = newLength;
            nexts[added] = buckets[newLength];
            buckets[newLength] = added;
            if (newLength > longest) longest = newLength;
          } else this.#defer(newLevel, to, label, newLength);
        }
      }
    }
  }

  #result(): Propagation {
    const { width, height } = this;
    const n = width * height;
    const result = {
      width,
      height,
      label: new Int32Array(n),
      label2: new Int32Array(n),
      level: new Uint8Array(n),
      level2: new Uint8Array(n),
      climb: new Uint8Array(n),
      distance: new Float32Array(n),
      distance2: new Float32Array(n),
    };
    for (let y = 0, p = 0; y < height; y++) {
      for (let x = 0, at = (y + 1) * this.#stride + 1; x < width; x++, p++, at++) {
        if (this.#label1[at] > 0) {
          result.label[p] = this.#label1[at];
          result.level[p] = this.#key1[at] >>> LENGTH_BITS;
          result.climb[p] = result.level[p] - this.#level[at];
          result.distance[p] = this.#way1[at] / STRAIGHT;
        }
        if (this.#label2[at] > 0) {
          result.label2[p] = this.#label2[at];
          result.level2[p] = this.#key2[at] >>> LENGTH_BITS;
          result.distance2[p] = this.#way2[at] / STRAIGHT;
        }
      }
    }
    return result;
  }
}
